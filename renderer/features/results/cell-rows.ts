import { jsonRows, plainRows, type TextRows } from '../../ui/text-rows.ts'
import { hexRows } from './binary-preview.ts'

export type CellView = 'text' | 'json' | 'hex'

/** What a cell's whole text amounts to. */
export interface CellSize {
  /** As CHAR_LENGTH counts: a character outside the basic plane is one. */
  characters: number
  /** In UTF-8. */
  bytes: number
}

/** Bytes from which a cell is laid out in a worker and drawn row by row. */
const LARGE = 100_000
/** As far as rows are drawn to the right; see text-rows.ts. */
const DEEPEST = 40

/** True where a cell, as it is on the wire or laid out as JSON, is too much for one field: 100,000 brackets take 8 million spaces. */
export function isLargeCell(raw: Uint8Array): boolean {
  if (raw.length > LARGE) return true
  let depth = 0
  let drawn = raw.length
  for (const byte of raw) {
    if (byte === 0x5b || byte === 0x7b) depth += 1
    else if (byte === 0x5d || byte === 0x7d) depth = Math.max(0, depth - 1)
    else if (byte !== 0x2c) continue
    drawn += 2 * Math.min(depth, DEEPEST)
  }
  return drawn > 2 * LARGE
}

/** A text as a view of it is drawn, in rows of at most `places`; what is not JSON is a text all the same. */
export function cellRows(text: string, view: CellView, places: number): { rows: TextRows; isJson: boolean } {
  if (view === 'hex') return { rows: hexRows(new TextEncoder().encode(text)), isJson: false }
  const laidOut = view === 'json' ? jsonRows(text, places) : null
  return { rows: laidOut ?? plainRows(text, places), isJson: laidOut !== null }
}

export function cellSize(text: string): CellSize {
  let characters = 0
  let bytes = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // The second half of a pair: the first has counted for both.
    if ((code & 0xfc00) === 0xdc00) {
      bytes += 1
      continue
    }
    characters += 1
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3
  }
  return { characters, bytes }
}
