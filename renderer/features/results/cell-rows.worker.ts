/**
 * Holds one large cell's text and lays it out in rows, away from the page's thread: 50 MB take a second or two, and the
 * page only ever gets the rows that it draws.
 */
import { textOfRaw, type CellKind } from '../../../shared/model/wire-cell.ts'
import type { TextRows } from '../../ui/text-rows.ts'
import { cellRows, cellSize, type CellSize, type CellView } from './cell-rows.ts'

export type CellRequest =
  | { kind: 'open'; raw: Uint8Array; cell: CellKind }
  | { kind: 'layOut'; round: number; view: CellView; places: number }
  | { kind: 'rows'; round: number; from: number; to: number }

export interface DrawnRow {
  text: string
  isContinued: boolean
}

export type CellAnswer =
  | { kind: 'laidOut'; round: number; count: number; isJson: boolean; size: CellSize }
  | { kind: 'rows'; round: number; from: number; rows: DrawnRow[] }

let text = ''
let size: CellSize = { characters: 0, bytes: 0 }
let rows: TextRows | null = null
let round = 0

const answer = (message: CellAnswer) => self.postMessage(message)

self.addEventListener('message', ({ data }: MessageEvent<CellRequest>) => {
  switch (data.kind) {
    case 'open':
      text = textOfRaw(data.raw, data.cell)
      size = cellSize(text)
      return
    case 'layOut': {
      const laidOut = cellRows(text, data.view, data.places)
      ;({ rows } = laidOut)
      ;({ round } = data)
      return answer({ kind: 'laidOut', round, count: rows.count, isJson: laidOut.isJson, size })
    }
    case 'rows': {
      if (data.round !== round || !rows) return
      const drawn: DrawnRow[] = []
      for (let at = data.from; at < Math.min(data.to, rows.count); at++) drawn.push({ text: rows.row(at), isContinued: rows.isContinued(at) })
      return answer({ kind: 'rows', round, from: data.from, rows: drawn })
    }
  }
})
