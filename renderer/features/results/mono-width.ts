/** Advance of the monospace at 12.5 px where nothing has been laid out; hinting makes it 8 on some systems. */
const USUAL = 7.5
const SAMPLE = 64
let measured: number | null = null

/** Pixels that a character of the grid's monospace takes here; East Asian characters take two of them. */
export function monoWidth(): number {
  if (measured !== null || typeof document === 'undefined') return measured ?? USUAL
  const probe = document.createElement('span')
  probe.className = 'mono-probe'
  probe.textContent = '0'.repeat(SAMPLE)
  document.body.append(probe)
  const width = probe.getBoundingClientRect().width / SAMPLE
  probe.remove()
  if (width === 0) return USUAL
  // Until the fonts are there it is another font's.
  if (document.fonts.status === 'loaded') measured = width
  return width
}
