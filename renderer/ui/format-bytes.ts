const units = ['B', 'KB', 'MB', 'GB'] as const

/** A size as a person reads it, in every language alike: 512 B, 1.5 KB, 7.0 MB. */
export function formatBytes(bytes: number): string {
  let size = bytes
  let unit = 0
  while (size >= 1_000 && unit < units.length - 1) {
    size /= 1_000
    unit += 1
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`
}
