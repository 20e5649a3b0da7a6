const encoder = new TextEncoder()

/** Text as bytes, hexadecimal; at most `limit` bytes of it. */
export function hexPreview(text: string, limit: number): { hex: string; length: number; whole: boolean } {
  // A byte is at least a quarter of a code unit away: this many units always fill the limit.
  const head = encoder.encode(text.slice(0, limit))
  const shown = head.subarray(0, limit)
  let hex = ''
  for (const byte of shown) hex += byte.toString(16).padStart(2, '0')
  const length = text.length <= limit ? head.length : encoder.encode(text).length
  return { hex: hex.toUpperCase(), length, whole: length <= limit }
}

/** A hex dump: offset, 16 bytes, and the printable ASCII among them, one line each. */
export function hexDump(text: string, limit: number): string {
  const bytes = encoder.encode(text.slice(0, limit)).subarray(0, limit)
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16)
    const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const ascii = Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('')
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${ascii}`)
  }
  return lines.join('\n')
}
