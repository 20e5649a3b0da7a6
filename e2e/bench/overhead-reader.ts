/** The other side of overhead.ts: what a renderer does first with a result, in a thread that does nothing else. */
import { parentPort } from 'node:worker_threads'
import { ResultSet } from '../../shared/model/result-set.ts'
import type { StatementResult } from '../../shared/model/statement-result.ts'

/** Rows and columns of a result, and when its first screen had been read: nanoseconds of the process's steady clock. */
export interface Seen {
  rows: number
  columns: number
  at: bigint
}

parentPort?.on('message', ([result]: StatementResult[]) => {
  if (result?.kind !== 'resultset') throw new Error(JSON.stringify(result))
  const set = new ResultSet(result.data)
  for (let cell = 0; cell < 360; cell++) set.text(Math.floor(cell / 12), cell % 12)
  parentPort?.postMessage({ rows: set.rowCount, columns: set.columns.length, at: process.hrtime.bigint() } satisfies Seen)
})
