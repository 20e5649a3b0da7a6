const MAX_DEPTH = 64
/** What a value costs besides its text: keeps a structure of many small values from passing as empty. */
const BYTES_PER_VALUE = 8

/**
 * Whether plain data is larger than `limit` bytes (text counted in characters) or nested beyond reason, which a
 * cycle is too. Ends as soon as it knows.
 */
export function exceeds(input: unknown, limit: number): boolean {
  let left = limit
  const queue: Array<{ value: unknown; depth: number }> = [{ value: input, depth: 0 }]
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { value, depth } = next
    left -= BYTES_PER_VALUE
    if (typeof value === 'string') left -= value.length
    else if (ArrayBuffer.isView(value)) left -= value.byteLength
    else if (typeof value === 'object' && value !== null) {
      if (depth === MAX_DEPTH) return true
      for (const [key, inner] of Object.entries(value)) {
        left -= key.length
        queue.push({ value: inner, depth: depth + 1 })
      }
    }
    if (left < 0) return true
  }
  return false
}
