import { once } from 'node:events'
import type { Writable } from 'node:stream'

const CHUNK = 65_536

/** Writes pieces of text at the reader's pace, gathered into chunks. Ends early where the reader went away (`| head`). */
export async function writeOut(out: Writable, pieces: Iterable<string>): Promise<void> {
  let chunk = ''
  for (const piece of pieces) {
    chunk += piece
    if (chunk.length < CHUNK) continue
    if (!out.writable) return
    if (!out.write(chunk)) await Promise.race([once(out, 'drain'), once(out, 'close')])
    chunk = ''
  }
  if (chunk !== '' && out.writable) await new Promise<void>((resolve) => out.write(chunk, () => resolve()))
}
