import type { TextRows } from '../../ui/text-rows.ts'

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

const BYTES_A_ROW = 16

/** A hex dump: offset, 16 bytes, and the printable ASCII among them, a row each. */
export function hexRows(bytes: Uint8Array): TextRows {
  return {
    count: Math.ceil(bytes.length / BYTES_A_ROW),
    isContinued: () => false,
    row(at) {
      const start = at * BYTES_A_ROW
      const row = bytes.subarray(start, start + BYTES_A_ROW)
      const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
      const ascii = Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('')
      return `${start.toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${ascii}`
    },
  }
}

/** The hex dump of a short text, its first `limit` bytes. */
export function hexDump(text: string, limit: number): string {
  const rows = hexRows(encoder.encode(text.slice(0, limit)).subarray(0, limit))
  return Array.from({ length: rows.count }, (_, at) => rows.row(at)).join('\n')
}
