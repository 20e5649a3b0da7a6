/**
 * Stands for Node's `isUtf8` where the bench runs the indexer in Chromium. Node's is native and some ten times faster,
 * so the grid's side of the comparison is charged more here than in the app.
 */
export function isUtf8(bytes: Uint8Array): boolean {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
  const end = bytes.length
  let at = 0
  while (at < end) {
    if ((at & 3) === 0) {
      let word = at >> 2
      while (word < words.length && (words[word]! & 0x80808080) === 0) word++
      at = Math.max(at, word << 2)
      if (at >= end) return true
    }
    const length = sequenceLength(bytes, at)
    if (length === 0) return false
    at += length
  }
  return true
}

/** Bytes of the well-formed sequence at a place (Unicode, table 3-7), 0 for none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!
  if (lead < 0x80) return 1
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
  if (lead < 0xc2 || lead > 0xf4 || at + length > bytes.length) return 0
  const second = bytes[at + 1]!
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  if (second < least || second > most) return 0
  for (let rest = at + 2; rest < at + length; rest++) if ((bytes[rest]! & 0xc0) !== 0x80) return 0
  return length
}
