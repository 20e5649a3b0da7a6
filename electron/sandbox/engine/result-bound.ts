/** What the results of a statement may take: a real server has a machine of its own, the sandbox shares the app's. */
import type { EngineResult } from './engine.ts'

/** The largest value of the embedded engine, which says so as @@max_allowed_packet; bytes. */
export const packetBytes = 16_777_216

/** About two million ordinary cells; bytes. */
const MOST = 128 * 1024 * 1024
/** What holding a cell takes beside what is in it. */
const CELL = 24

/** As a MariaDB says it whose sessions may take so much. */
export const beyondMemory = {
  errno: 1290,
  sqlState: 'HY000',
  message: `The MariaDB server is running with the --max-session-mem-used=${MOST} option so it cannot execute this statement`,
} as const satisfies Omit<Extract<EngineResult, { kind: 'error' }>, 'kind'>

/** Counts the rows of a statement as they are read. */
export class ResultMeter {
  #taken = 0

  /** True while there is room for the row as well. `size` tells what is in a cell, bytes or letters. */
  take<Cell>(row: readonly Cell[], size: (cell: Cell) => number): boolean {
    this.#taken += row.length * CELL
    for (const cell of row) this.#taken += size(cell)
    return this.#taken <= MOST
  }
}
