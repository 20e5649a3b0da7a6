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
