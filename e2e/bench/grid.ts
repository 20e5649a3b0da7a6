/**
 * `npm run bench`, the half that runs in Chromium: the results grid against floors that do nothing but paint.
 * Prints one table; with `--check` the exit code is 1 when a bound is broken.
 *
 * - The contestants take turns (A B A B …) in one page; a figure is the median over rounds, a p95 is taken within a
 *   round. A ratio that is over its bound is measured again, twice at most, and the best attempt counts: another
 *   process may have had the machine. The bounds themselves never move.
 * - A frame costs from the scroll to the end of the main thread's work for the frame that shows it.
 * - Bytes → first cell: for the grid, indexing as main does it, a structured clone of bytes and index, the result set
 *   and the mounted grid's first frame; for the floor, decoding, JSON.parse and a canvas that paints the same cells.
 */
import { parseArgs } from 'node:util'
import type { Page } from '@playwright/test'
import { openBenchPage } from './chromium.ts'
import { blankFrames } from './frames.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

const sizes = [
  { rows: 3_000, columns: 30, firstPaint: 1.3 },
  { rows: 3_000, columns: 300, firstPaint: 0.5 },
  { rows: 100_000, columns: 30, firstPaint: null },
] as const
const bounds = { mount: 1.5, fling: 1.6, wheel: 1.5 }
const HEAP_BOUND = 2 * 1024 * 1024
const ATTEMPTS = 3
const STEPS = 120
/** Fewer frames would show too little of the way to say that none was blank. */
const FRAMES_NEEDED = 10
const WARM_UP_STEPS = 25

interface Line {
  size: string
  what: string
  grid: string
  floor: string
  value: string
  bound: string
  kept: boolean
}

/** What both sides cost in one attempt, milliseconds. */
interface Pair {
  grid: number
  floor: number
}

const { page, close } = await openBenchPage()
const lines: Line[] = []
try {
  for (const size of sizes) await measureSize(size)
  await measureHeap()
} finally {
  await close()
}
printTable(lines)
const broken = lines.filter((line) => !line.kept)
for (const line of broken) console.log(`Over its bound: ${line.size} ${line.what}, ${line.value} (bound ${line.bound})`)
if (values.check && broken.length > 0) process.exitCode = 1

async function measureSize({ rows, columns, firstPaint }: (typeof sizes)[number]): Promise<void> {
  const size = `${rows.toLocaleString('en')}×${columns}`
  await page.evaluate(([r, c]) => window.bench.prepare(r!, c!, true), [rows, columns])
  for (const name of ['recycler', 'grid'] as const) await withMounted(name, () => scroll('fling', WARM_UP_STEPS))

  await ratio(size, 'mount', bounds.mount, () => pairs(7, mountCost))
  await ratio(size, 'fling p95', bounds.fling, () => pairs(3, (name) => withMounted(name, async () => p95(await scroll('fling')))))
  await ratio(size, 'wheel p95', bounds.wheel, () => pairs(3, (name) => withMounted(name, async () => p95(await scroll('wheel')))))
  if (firstPaint !== null) {
    await ratio(size, 'bytes → first cell', firstPaint, () =>
      pairs(columns > 100 ? 5 : 11, (name) => page.evaluate((side) => window.bench.firstPaint(side), name === 'grid' ? ('grid' as const) : ('floor' as const))),
    )
  }
  await withMounted('grid', async () => {
    const holes = await page.evaluate((steps) => window.bench.holes(steps), STEPS)
    for (const hole of holes.slice(0, 3)) console.log(`  hole: ${hole}`)
    const { seen, blank } = await blankFrames(page, 45)
    lines.push({
      size,
      what: 'blank frames',
      grid: `${STEPS + 1} probed, ${seen} seen`,
      floor: '',
      value: String(holes.length + blank),
      bound: '0',
      kept: holes.length + blank === 0 && seen >= FRAMES_NEEDED,
    })
  })
}

/** Interleaved rounds; the median of each side. */
async function pairs(rounds: number, cost: (name: 'grid' | 'recycler') => Promise<number>): Promise<Pair> {
  const grid: number[] = []
  const floor: number[] = []
  for (let round = 0; round < rounds; round++) {
    floor.push(await cost('recycler'))
    grid.push(await cost('grid'))
  }
  return { grid: median(grid), floor: median(floor) }
}

async function ratio(size: string, what: string, bound: number, attempt: () => Promise<Pair>): Promise<void> {
  let best = await attempt()
  for (let again = 1; again < ATTEMPTS && best.grid / best.floor > bound; again++) {
    const next = await attempt()
    if (next.grid / next.floor < best.grid / best.floor) best = next
  }
  const value = best.grid / best.floor
  lines.push({
    size,
    what,
    grid: `${best.grid.toFixed(1)} ms`,
    floor: `${best.floor.toFixed(1)} ms`,
    value: `${value.toFixed(2)}×`,
    bound: `≤ ${bound}×`,
    kept: value <= bound,
  })
}

async function mountCost(name: 'grid' | 'recycler'): Promise<number> {
  const cost = await page.evaluate((contestant) => window.bench.mount(contestant), name)
  await page.evaluate(() => window.bench.unmount())
  return cost
}

async function withMounted<T>(name: 'grid' | 'recycler', work: () => Promise<T>): Promise<T> {
  await page.evaluate((contestant) => window.bench.mount(contestant), name)
  const answer = await work()
  await page.evaluate(() => window.bench.unmount())
  return answer
}

function scroll(kind: 'fling' | 'wheel', steps = STEPS): Promise<number[]> {
  return page.evaluate(([way, count]) => window.bench.scroll(way, count), [kind, steps] as const)
}

/** What the mounted grid holds beyond the result's own bytes and index, after scrolling through everything. */
async function measureHeap(): Promise<void> {
  await page.evaluate(() => window.bench.prepare(100_000, 30, false))
  await withMounted('grid', () => scroll('fling', WARM_UP_STEPS))
  const before = await heapOf(page)
  const held = await withMounted('grid', async () => {
    await scroll('fling')
    const after = await heapOf(page)
    return { script: after.script - before.script, nodes: after.nodes - before.nodes }
  })
  const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(2)} MB`
  lines.push({
    size: '100,000×30',
    what: 'heap beyond data',
    grid: megabytes(held.script),
    floor: `DOM ${megabytes(held.nodes)}`,
    value: '',
    bound: '≤ 2 MB',
    kept: held.script <= HEAP_BOUND,
  })
}

/** After a collection, in bytes: JavaScript objects with array buffers, and what the DOM's own nodes take. */
async function heapOf(of: Page): Promise<{ script: number; nodes: number }> {
  const session = await of.context().newCDPSession(of)
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage')
  const { usedSize, backingStorageSize, embedderHeapUsedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return { script: usedSize + backingStorageSize, nodes: embedderHeapUsedSize }
}

function median(figures: readonly number[]): number {
  return sorted(figures)[figures.length >> 1]!
}

function p95(figures: readonly number[]): number {
  return sorted(figures)[Math.min(figures.length - 1, Math.floor(figures.length * 0.95))]!
}

function sorted(figures: readonly number[]): number[] {
  return [...figures].sort((a, b) => a - b)
}

function printTable(table: readonly Line[]): void {
  const cells = [
    ['grid in Chromium', 'measure', 'grid', 'floor', 'ratio', 'bound', ''],
    ...table.map((line) => [line.size, line.what, line.grid, line.floor, line.value, line.bound, line.kept ? 'ok' : 'OVER']),
  ]
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  for (const row of cells) console.log(row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd())
}
