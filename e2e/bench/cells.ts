/**
 * `node e2e/bench/cells.ts [--check]`: bytes in main → 360 cells readable in another thread, as a ratio to JSON.parse
 * alone on the same bytes, and the memory that each result keeps, as a ratio to what JSON.parse keeps.
 *
 * One sample is what a query costs behind the network: index the body, send bytes and index through a structured
 * clone (as Electron's IPC does, which cannot transfer from main), decode a screenful there, hear that it is done.
 * The other is JSON.parse of the body's text in main, with no way to the other side. Samples alternate; medians.
 * `--check` exits 1 when a bound is broken in three rounds: the machine's noise is not a defect.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { indexDmsBody, indexMaxScaleBody } from '../../electron/http/index-json.ts'
import { ResultSet, type ResultColumn, type ResultSegment } from '../../shared/model/result-set.ts'
import { dmsBody, maxScaleBody, oddDmsBody, oddities, type BenchBody } from './bodies.ts'

interface Sent {
  segment: ResultSegment
  columnCount: number
  /** Whether to answer the cells' texts, to be compared, or only that they were read. */
  answerTexts: boolean
}

const SCREEN_ROWS = 30
const SCREEN_COLUMNS = 12

interface Case {
  make: () => BenchBody
  /** The most that our time may be of JSON.parse's. */
  bound: number
  samples: number
}

const cases: Case[] = [
  { make: () => dmsBody(3_000, 30), bound: 0.8, samples: 41 },
  { make: () => maxScaleBody(3_000, 30), bound: 0.8, samples: 41 },
  { make: () => dmsBody(3_000, 300), bound: 0.4, samples: 11 },
  { make: () => maxScaleBody(3_000, 300), bound: 0.8, samples: 15 },
  { make: () => dmsBody(100_000, 30), bound: 0.8, samples: 5 },
  { make: () => maxScaleBody(100_000, 30), bound: 0.8, samples: 5 },
  ...oddities.map((oddity) => ({ make: () => oddDmsBody(oddity, 3_000, 30), bound: 2.5, samples: 15 })),
]

interface Figures {
  /** Ours to JSON.parse of the bytes, decoding included. */
  time: number
  /** Ours to JSON.parse of a text that is there already. */
  timeToText: number
  memory: number
}

const columnsOf = (count: number): ResultColumn[] =>
  Array.from({ length: count }, (_, i) => ({ label: String(i), type: '', family: 'other', fidelity: { kind: 'exact' } }))

/** The bytes' cells, indexed. */
function indexed(body: BenchBody, bytes: Uint8Array): { segment: ResultSegment; columnCount: number } {
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

/** The far side: a renderer, as far as data goes. */
function answer(sent: Sent): void {
  const set = new ResultSet({ columns: columnsOf(sent.columnCount), segments: [sent.segment] })
  const texts = screenful(set)
  parentPort!.postMessage(sent.answerTexts ? texts : texts.length)
}

async function bench(): Promise<void> {
  const check = process.argv.includes('--check')
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const worker = new Worker(new URL(import.meta.url))
  let heard: (value: unknown) => void = () => {}
  worker.on('message', (value) => heard(value))
  worker.on('error', (error) => {
    throw error
  })
  const ask = async (sent: Sent): Promise<unknown> =>
    new Promise((resolve) => {
      heard = resolve
      worker.postMessage(sent)
    })

  console.log('ratio to JSON.parse on the same bytes          time   bound   (text at hand)   memory kept')
  let broken = 0
  for (const { make, bound, samples } of cases) {
    const body = make()
    const bytes = new Uint8Array(new TextEncoder().encode(body.text))
    await verify(body, bytes, ask)
    let best = await measure(body, bytes, samples, ask, collect)
    for (let round = 1; check && best.time > bound && round < 3; round++) {
      const again = await measure(body, bytes, samples, ask, collect)
      if (again.time < best.time) best = again
    }
    if (best.time > bound) broken++
    const figures = [best.time.toFixed(2).padStart(6), `≤ ${bound}`.padStart(7), best.timeToText.toFixed(2).padStart(16), best.memory.toFixed(2).padStart(13)]
    console.log(body.name.padEnd(42), ...figures, best.time > bound ? '  above its bound' : '')
  }
  await worker.terminate()
  if (check && broken > 0) process.exitCode = 1
}

async function measure(body: BenchBody, bytes: Uint8Array, samples: number, ask: (sent: Sent) => Promise<unknown>, collect: () => void): Promise<Figures> {
  const ours: number[] = []
  const parse: number[] = []
  const parseText: number[] = []
  const decoder = new TextDecoder()
  for (let i = -2; i < samples; i++) {
    let from = performance.now()
    JSON.parse(decoder.decode(bytes))
    const parsed = performance.now() - from
    from = performance.now()
    await ask({ ...indexed(body, bytes), answerTexts: false })
    const read = performance.now() - from
    from = performance.now()
    JSON.parse(body.text)
    const parsedText = performance.now() - from
    if (i < 0) continue
    parse.push(parsed)
    ours.push(read)
    parseText.push(parsedText)
  }
  const { segment } = indexed(body, bytes)
  const kept = segment.bytes.buffer.byteLength + segment.index.buffer.byteLength
  collect()
  const before = process.memoryUsage().heapUsed
  const parsed: unknown = JSON.parse(decoder.decode(bytes))
  collect()
  const memory = parsed === null ? 0 : kept / (process.memoryUsage().heapUsed - before)
  return { time: median(ours) / median(parse), timeToText: median(ours) / median(parseText), memory }
}

/** What the other side reads must be what JSON.parse reads, or the figures say nothing. */
async function verify(body: BenchBody, bytes: Uint8Array, ask: (sent: Sent) => Promise<unknown>): Promise<void> {
  const { segment, columnCount } = indexed(body, bytes)
  if (segment.rowCount !== body.rowCount || columnCount !== body.columnCount) throw new Error(`${body.name}: ${segment.rowCount}×${columnCount}`)
  const here = screenful(new ResultSet({ columns: columnsOf(columnCount), segments: [segment] }))
  const there = await ask({ segment, columnCount, answerTexts: true })
  if (JSON.stringify(here) !== JSON.stringify(there)) throw new Error(`${body.name}: the cells arrived changed`)
}

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!

if (isMainThread) await bench()
else parentPort!.on('message', answer)
