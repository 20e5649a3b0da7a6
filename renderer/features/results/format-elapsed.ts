/** A duration for people: 12 ms, 1.24 s, 2 min 5 s; numbers in the language's own spelling. */
export function formatElapsed(milliseconds: number, language: string): string {
  const unit = (value: number, name: 'millisecond' | 'second' | 'minute', digits = 0) =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits }).format(value)
  if (milliseconds < 1_000) return unit(Math.round(milliseconds), 'millisecond')
  if (milliseconds < 60_000) return unit(milliseconds / 1_000, 'second', 2)
  const seconds = Math.round(milliseconds / 1_000)
  return `${unit(Math.floor(seconds / 60), 'minute')} ${unit(seconds % 60, 'second')}`
}
