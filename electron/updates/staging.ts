import { createHash } from 'node:crypto'

/**
 * Whether it is this installation's turn: `id` is a random name that never leaves the computer, and the place in the queue
 * is drawn anew for each version, so that it is not always the same who go first.
 */
export function isItsTurn(id: string, version: string, percentage: number): boolean {
  const drawn = createHash('sha256').update(`${id}\0${version}`).digest().readUInt32BE(0) / 2 ** 32
  return drawn * 100 < percentage
}
