import type { ResultColumn, ResultSet } from '../../../shared/model/result-set.ts'
import { CellKind } from '../../../shared/model/wire-cell.ts'
import { hexPreview } from './binary-preview.ts'

/** How a cell is drawn: its class, and the words for what has no text of its own. */
export const CellLook = { text: 0, number: 1, null: 2, empty: 3, missing: 4, binary: 5, json: 6 } as const
export type CellLook = (typeof CellLook)[keyof typeof CellLook]

/** Characters of a cell that are drawn at most; the cell viewer shows the whole. */
const DRAWN = 240
/** Bytes on the wire that hold them whatever they are: an escape has six. */
const DRAWN_BYTES = (DRAWN + 1) * 6
const PREVIEW_BYTES = 8

/** Words drawn in place of a value, in the reader's language. */
export interface CellWords {
  missing: string
  bytes: (length: number) => string
}

export const isRightAligned = ({ family }: ResultColumn): boolean =>
  family === 'integer' || family === 'decimal' || family === 'float'

/** The look of a cell, without decoding it where the kind says enough. */
export function lookOf(kind: CellKind, column: ResultColumn, text: string): CellLook {
  switch (kind) {
    case CellKind.null:
      return CellLook.null
    case CellKind.missing:
      return CellLook.missing
    case CellKind.json:
      return CellLook.json
    case CellKind.number:
      return CellLook.number
    case CellKind.true:
    case CellKind.false:
      return CellLook.text
    default:
      if (text === '') return CellLook.empty
      return column.family === 'binary' ? CellLook.binary : isRightAligned(column) ? CellLook.number : CellLook.text
  }
}

/** What is drawn for a cell: one line, cut after what no column shows. */
export function drawnText(result: ResultSet, row: number, column: number, words: CellWords): { look: CellLook; text: string } {
  const kind = result.kind(row, column)
  if (kind === CellKind.null) return { look: CellLook.null, text: 'NULL' }
  if (kind === CellKind.missing) return { look: CellLook.missing, text: words.missing }
  const head = result.head(row, column, DRAWN_BYTES)
  const look = lookOf(kind, result.columns[column]!, head)
  // The length of a binary value is part of what is drawn.
  return { look, text: look === CellLook.binary ? binaryText(result.text(row, column), words) : oneLine(head) }
}

function binaryText(text: string, words: CellWords): string {
  const { hex, length, whole } = hexPreview(text, PREVIEW_BYTES)
  return `0x${hex}${whole ? '' : '…'}  ${words.bytes(length)}`
}

const breakSigns: Record<string, string> = { '\r\n': '↵', '\n': '↵', '\r': '↵', '\t': '⇥' }

/** Control characters as signs, so that a cell stays one line and hides nothing. */
function oneLine(text: string): string {
  const head = text.length > DRAWN ? `${text.slice(0, DRAWN)}…` : text
  let at = 0
  while (at < head.length && head.charCodeAt(at) >= 0x20) at++
  if (at === head.length) return head
  return head.replace(/\r\n|\p{Cc}/gu, (sign) => breakSigns[sign] ?? controlPicture(sign))
}

/** ␀ for U+0000 and so on; what has no picture stays. */
function controlPicture(sign: string): string {
  const code = sign.charCodeAt(0)
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : sign
}
