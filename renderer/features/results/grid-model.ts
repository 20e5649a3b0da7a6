import type { ResultSet } from '../../../shared/model/result-set.ts'
import type { CellWords } from './cell-look.ts'

/** Pixels; the header has two lines, label and type. */
export const ROW_HEIGHT = 24
export const HEADER_HEIGHT = 40

/** A column as it is shown. */
export interface ShownColumn {
  /** Its id in the table's state: the result's column number, as text. */
  id: string
  /** The result's column. */
  index: number
  /** Pixels from the left edge of its part: the pinned columns (after the row numbers) or the others. */
  left: number
  width: number
  /** A class for each CellLook. */
  classes: readonly string[]
}

/** Everything that the grid draws; replaced whole when any of it changes. */
export interface GridModel {
  result: ResultSet
  /** The result's rows in the order shown; null for the server's order. */
  order: Uint32Array | null
  /** In display order: the pinned ones first. */
  columns: readonly ShownColumn[]
  pinned: number
  /** Width of the row numbers. */
  gutter: number
  pinnedWidth: number
  mainWidth: number
  words: CellWords
}

export const rowAt = ({ order }: GridModel, displayed: number): number => (order ? order[displayed]! : displayed)
