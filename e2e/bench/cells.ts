/**
 * `node e2e/bench/cells.ts [--check]`: bytes in main → 360 cells readable in another thread, as a ratio to JSON.parse
 * on the same bytes, and the memory that each result keeps, as a ratio to what JSON.parse keeps.
 *
 * One sample is what a query costs behind the network, from the bytes to the last of the screen's texts: index the
 * body, post bytes and index to a worker (copied, not transferred: Electron cannot transfer from main), decode a
 * screenful there. The clock runs across both threads, the hop included.
 * The other is JSON.parse(TextDecoder.decode(bytes)) alone, with no way to the other side. Every sample reads a body
 * of its own, as in life, so that neither side knows it already. The two take turns in going first; medians.
 * `--check` exits 1 when a bound is broken in each of four rounds (twelve short ones): the
 * machine's noise is not a defect, and only that is what the rounds are for.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { indexDmsBody, indexMaxScaleBody } from '../../electron/http/index-json.ts'
import { ResultSet, type ResultColumn, type ResultSegment } from '../../shared/model/result-set.ts'
import { dmsBody, maxScaleBody, oddDmsBody, oddities, type BenchBody } from './bodies.ts'
import { withKeptMemory } from './kept-memory.ts'

interface Sent {
  segment: ResultSegment
  columnCount: number
}

/** What the worker answers; `readAt` on the clock that all threads share, milliseconds. */
interface Screen {
  texts: string[]
  readAt: number
}

/** A seed that no sample uses. */
const WARM_UP_SEED = 1_000
const SCREEN_ROWS = 30
const SCREEN_COLUMNS = 12

interface Case {
  make: (seed: number) => BenchBody
  /** The most that our time may be of JSON.parse's. */
  bound: number
  samples: number
}

const cases: Case[] = [
  { make: (seed) => dmsBody(3_000, 30, seed), bound: 0.8, samples: 25 },
  { make: (seed) => maxScaleBody(3_000, 30, seed), bound: 0.8, samples: 25 },
  { make: (seed) => dmsBody(3_000, 300, seed), bound: 0.4, samples: 5 },
  { make: (seed) => maxScaleBody(3_000, 300, seed), bound: 0.8, samples: 5 },
  { make: (seed) => dmsBody(100_000, 30, seed), bound: 0.8, samples: 3 },
  { make: (seed) => maxScaleBody(100_000, 30, seed), bound: 0.8, samples: 3 },
  ...oddities.map((oddity) => ({ make: (seed: number) => oddDmsBody(oddity, 3_000, 30, seed), bound: 2.5, samples: 7 })),
]

const columnsOf = (count: number): ResultColumn[] =>
  Array.from({ length: count }, (_, i) => ({ label: String(i), type: '', family: 'other', fidelity: { kind: 'exact' } }))

/** The bytes' cells, indexed. */
function indexed(body: BenchBody, bytes: Uint8Array): Sent {
  if (body.protocol === 'dms') {
    const { index, rowCount, keys } = indexDmsBody(bytes)
    return { segment: { bytes, index, rowCount }, columnCount: keys.length }
  }
  const { index, rowCount, columnCount } = indexMaxScaleBody(bytes).results![0]!.rows!
  return { segment: { bytes, index, rowCount }, columnCount }
}

function screenful(set: ResultSet): string[] {
  const texts: string[] = []
  for (let row = 0; row < SCREEN_ROWS; row++) for (let column = 0; column < SCREEN_COLUMNS; column++) texts.push(set.text(row, column))
  return texts
}

const sharedNow = () => performance.timeOrigin + performance.now()

/** The far side: a renderer, as far as data goes. */
function answer({ segment, columnCount }: Sent): void {
  const texts = screenful(new ResultSet({ columns: columnsOf(columnCount), segments: [segment] }))
  const screen: Screen = { texts, readAt: sharedNow() }
  parentPort!.postMessage(screen)
}

async function bench(): Promise<void> {
  const check = process.argv.includes('--check')
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const worker = new Worker(new URL(import.meta.url))
  let heard: (screen: Screen) => void = () => {}
  worker.on('message', (screen: Screen) => heard(screen))
  worker.on('error', (error) => {
    throw error
  })
  const ask: Ask = async (sent) =>
    new Promise((resolve) => {
      heard = resolve
      worker.postMessage(sent)
    })

  console.log('ratio to JSON.parse on the same bytes          time   bound   memory kept')
  let broken = 0
  for (const one of cases) {
    const first = one.make(WARM_UP_SEED)
    const rounds = !check ? 1 : one.samples > 10 ? 12 : 4
    await warmUp(first, ask)
    let time = await measure(one, ask)
    for (let round = 1; round < rounds && time > one.bound; round++) time = Math.min(time, await measure(one, ask))
    if (time > one.bound) broken++
    console.log(
      first.name.padEnd(42),
      time.toFixed(2).padStart(6),
      `≤ ${one.bound}`.padStart(7),
      memoryOf(first, collect).toFixed(2).padStart(13),
      time > one.bound ? '  above its bound' : '',
    )
  }
  await worker.terminate()
  if (check && broken > 0) process.exitCode = 1
}

const decoder = new TextDecoder()
/** Posts a copy to the worker. */
type Ask = (sent: Sent) => Promise<Screen>

/** Our time to JSON.parse's. */
async function measure({ make, samples }: Case, ask: Ask): Promise<number> {
  const ours: number[] = []
  const parse: number[] = []
  for (let sample = 0; sample < samples; sample++) {
    const body = make(sample)
    const bytes = new TextEncoder().encode(body.text)
    const read = async (): Promise<void> => {
      const from = sharedNow()
      const { readAt } = await ask(indexed(body, bytes))
      ours.push(readAt - from)
    }
    if (sample % 2 === 0) await read()
    const from = performance.now()
    JSON.parse(decoder.decode(bytes))
    parse.push(performance.now() - from)
    if (sample % 2 === 1) await read()
  }
  return median(ours) / median(parse)
}

/** What our result keeps (its bytes and its index) to what JSON.parse's keeps. */
function memoryOf(body: BenchBody, collect: () => void): number {
  const bytes = new TextEncoder().encode(body.text)
  const { segment } = indexed(body, bytes)
  const kept = segment.bytes.buffer.byteLength + segment.index.buffer.byteLength
  collect()
  const before = process.memoryUsage().heapUsed
  const parsed: unknown = JSON.parse(decoder.decode(bytes))
  collect()
  return parsed === null ? 0 : kept / (process.memoryUsage().heapUsed - before)
}

/**
 * Runs both ways until V8 has compiled them. What the other side reads must be what main reads, or the figures say
 * nothing.
 */
async function warmUp(body: BenchBody, ask: Ask): Promise<void> {
  const bytes = new TextEncoder().encode(body.text)
  for (let read = 0; read < 40e6; read += bytes.length) {
    JSON.parse(decoder.decode(bytes))
    await verify(body, bytes, ask)
  }
}

async function verify(body: BenchBody, bytes: Uint8Array, ask: Ask): Promise<void> {
  const { segment, columnCount } = indexed(body, bytes)
  if (segment.rowCount !== body.rowCount || columnCount !== body.columnCount) throw new Error(`${body.name}: ${segment.rowCount}×${columnCount}`)
  const here = screenful(new ResultSet({ columns: columnsOf(columnCount), segments: [segment] }))
  const there = await ask({ segment, columnCount })
  if (JSON.stringify(here) !== JSON.stringify(there.texts)) throw new Error(`${body.name}: the cells arrived changed`)
}

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!

if (isMainThread) await withKeptMemory(bench)
else parentPort!.on('message', answer)
