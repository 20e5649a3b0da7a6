/**
 * `node e2e/bench/drds.ts [--check]`: the list of 200 DRDS instances with five databases each, in the app itself on a
 * sandbox, against a bare table of as many rows in sight, written anew as one text. With `--check` the exit code is 1
 * when a bound is broken.
 *
 * - Found: from the arrival of the last answer in the page until everything stood in the list and the last instance was
 *   found by its last database. The floor draws the same rows and finds the same one, its answers in hand.
 * - A letter: what the main thread works for it, script, styles, layout and paint, beyond a key that types nothing; as
 *   processor time, so that waiting for a processor counts for nothing; in frames of the same page at rest, and to the
 *   floor's. The keys are real ones. The median letter is held to a frame; the worst, which give every row in sight
 *   another text, as well, or to what the bare table's worst take where the machine is too slow for that.
 * - The contestants take turns; a figure is the median of its samples. What is over its bound is measured again, twice
 *   at most, and the best attempt counts. The bounds themselves never move.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type CDPSession, type Page } from '@playwright/test'
import { findRows, instanceRows, sortRows, type InstanceRow } from '../../renderer/features/drds/arrange-instances.ts'
import { launchApp, startSandboxProgram } from '../launch-app.ts'
import { findWhenShown, idleFrame, makeBareList, openBareList, settled, watchPage, type BareRow } from './bare-list.ts'
import { chooseEveryRegion, connect, hearAnswers, openTab, type Heard } from './drds-account.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

const INSTANCES = 200
/**
 * Milliseconds from the last answer; frames of work for a letter, and for the worst of them, or that many times the bare
 * table's worst; the frame that shows what a letter finds.
 */
const bounds = { found: 1_000, letter: 1, worst: { frames: 1, toFloor: 2.5 }, shown: 1 }
const ATTEMPTS = 3
const OPENINGS = 3
const field = 'main input[type=search]'
const order = { key: 'id', descending: false } as const
/** More than half of their letters change what is found. */
const words = ['db_12', 'cn-sh', 'order']
/** Every letter of the words, each word taken back letter by letter: 30 keys, each with what then stands in the field. */
const keys = words.flatMap((word) => [
  ...[...word].map((letter, at) => ({ key: letter, text: word.slice(0, at + 1) })),
  ...[...word].map((_, at) => ({ key: 'Backspace', text: word.slice(0, word.length - at - 1) })),
])

let broken = 0

interface Pair {
  ours: number
  floor: number
}

/** What was started, to be ended in the opposite order. */
const ends: (() => Promise<void>)[] = []
try {
  await bench()
} finally {
  for (const end of ends.toReversed()) await end()
}
if (values.check && broken > 0) process.exitCode = 1

async function bench(): Promise<void> {
  const { page, floor, servers, app } = await start()
  const heard = hearAnswers(page)
  await page.goto(app.url)
  await connect(page, servers.drds)
  await chooseEveryRegion(page, INSTANCES)
  await heard.quiet()
  const rows = rowsOf(heard)
  const target = rows.findLast(({ databases }) => databases?.length)?.databases?.at(-1)?.name
  if (rows.length !== INSTANCES || !target) throw new Error(`${rows.length} instances were listed`)
  const databases = rows.reduce((sum, row) => sum + (row.databases?.length ?? 0), 0)
  const inSight = await page.locator('main tbody tr[aria-rowindex]').count()
  await floor.evaluate(makeBareList, { rows: rows.map(bareRow), inSight })

  const found = await best(bounds.found, async () => {
    const [ours, bare]: [number[], number[]] = [[], []]
    for (let opening = 0; opening < OPENINGS; opening++) {
      bare.push(await floor.evaluate(openBareList, target))
      ours.push(await openAndFind(page, heard, databases, target))
    }
    return { ours: at(ours, 0.5), floor: at(bare, 0.5) }
  })
  print(`DRDS, ${INSTANCES} instances, ${databases} databases  last answer → found`, found, bounds.found, `≤ ${bounds.found} ms`)

  for (const one of [page, floor]) await one.locator(field).fill('')
  const frame = await page.evaluate(idleFrame)
  const expected = new Map(keys.map(({ text }) => [text, findRows(rows, text).length]))
  let worst: Pair = { ours: Infinity, floor: 1 }
  const most = ({ floor }: Pair) => Math.max(frame * bounds.worst.frames, floor * bounds.worst.toFloor)
  const typed = await best(
    frame * bounds.letter,
    async () => {
      const bare = await type(floor, expected)
      const { work, frames } = await type(page, expected)
      const tried = { ours: at(work, 0.95), floor: at(bare.work, 0.95) }
      if (tried.ours / most(tried) < worst.ours / most(worst)) worst = tried
      return { ours: at(work, 0.5), floor: at(bare.work, 0.5), frames: at(frames, 0.5) }
    },
    () => worst.ours <= most(worst),
  )
  print(`DRDS, a letter in the search of ${INSTANCES} instances`, typed, frame * bounds.letter, `≤ ${bounds.letter} frame of ${frame.toFixed(1)} ms`)
  print('DRDS, the worst letters (p95)', worst, most(worst), `≤ ${bounds.worst.frames} frame or ${bounds.worst.toFloor}×`)
  const late = typed.frames > bounds.shown
  if (late) broken++
  console.log(`DRDS, what a letter finds is shown in frame ${typed.frames} after it  ≤ ${bounds.shown}  ${late ? 'OVER' : 'ok'}`)
}

async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-bench-'))
  ends.push(() => rm(folder, { recursive: true, force: true }))
  const servers = await startSandboxProgram(['--drds-instances', String(INSTANCES), '--drds-databases', '5'])
  ends.push(() => servers.stop())
  const app = await launchApp(folder)
  ends.push(() => app.stop())
  // Frames come at the screen's rate: they are what a letter is held to.
  const browser = await chromium.launch({
    executablePath: process.env.TESSERA_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
  ends.push(() => browser.close())
  // A window each, so that both are in front.
  const newPage = async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', colorScheme: 'light' })
    await context.addInitScript(watchPage)
    return context.newPage()
  }
  return { servers, app, page: await newPage(), floor: await newPage() }
}

/** The rows as the page lists them, from the answers that it got. */
function rowsOf({ instances, databases }: Heard) {
  const labels = { shared: 'Shared', dedicated: 'Dedicated', unknown: '' } as const
  const all = instanceRows([...instances.values()], Object.fromEntries(databases), ({ type, status }) => ({ type: labels[type], status, network: '', databases: '', addresses: '', everyAddress: '' }))
  return sortRows(all, order, 'en')
}

function bareRow({ text, instance: one, databases }: InstanceRow): BareRow {
  const names = databases?.map(({ name }) => name).join(', ') ?? ''
  const addresses = one.vips.map((vip) => `${vip.ip}:${vip.port}`).join(', ')
  return { text, cells: [one.id, one.description, one.regionId, one.type, one.status, names, new Date(one.createdAt ?? 0).toISOString(), addresses] }
}

/** A new tab on the account reads everything anew. */
async function openAndFind(page: Page, heard: Heard, databases: number, target: string): Promise<number> {
  await page.keyboard.press('ControlOrMeta+Alt+X')
  heard.forget()
  const found = page.evaluate(findWhenShown, [INSTANCES, databases, target] as const)
  await openTab(page)
  const end = await found
  const arrivals = await page.evaluate((ids) => ids.map((id) => window.heardAt.get(id) ?? Number.NaN), [...heard.answered])
  return end - Math.max(...arrivals)
}

/** What each key costs beyond one that types nothing. What it found is compared: a letter that changed nothing would be quick. */
async function type(page: Page, expected: ReadonlyMap<string, number>): Promise<{ work: number[]; frames: number[] }> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  await page.locator(field).focus()
  const press = async (key: string) => {
    const before = await workOf(session)
    await page.keyboard.press(key)
    const shownIn = await page.evaluate(settled)
    return { work: (await workOf(session)) - before, shownIn }
  }
  const nothing: number[] = []
  for (let again = 0; again < 9; again++) nothing.push((await press('Shift')).work)
  const work: number[] = []
  const frames: number[] = []
  for (const { key, text } of keys) {
    const pressed = await press(key)
    work.push(pressed.work - at(nothing, 0.5))
    if (!Number.isNaN(pressed.shownIn)) frames.push(pressed.shownIn)
    const count = Number.parseInt((await page.locator('main [role=status]:not([data-announcer])').last().textContent()) ?? '', 10)
    if (count !== expected.get(text)) throw new Error(`"${text}" found ${count} instances, not ${expected.get(text)}`)
  }
  await session.detach()
  return { work, frames }
}

/** What the page's main thread has worked so far, milliseconds of processor time. */
async function workOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000
}

/** `isKept` answers whether what was measured besides is within its bound. */
async function best<T extends Pair>(bound: number, measure: () => Promise<T>, isKept = () => true): Promise<T> {
  let kept = await measure()
  for (let again = 1; again < ATTEMPTS && !(kept.ours <= bound && isKept()); again++) {
    const next = await measure()
    if (next.ours < kept.ours) kept = next
  }
  return kept
}

function print(what: string, { ours, floor }: Pair, bound: number, limit: string): void {
  const kept = ours <= bound
  if (!kept) broken++
  console.log(`${what}  ${ours.toFixed(1)} ms  floor ${floor.toFixed(1)} ms  ${(ours / floor).toFixed(2)}×  ${limit}  ${kept ? 'ok' : 'OVER'}`)
}

function at(figures: readonly number[], share: number): number {
  return figures.toSorted((a, b) => a - b)[Math.min(figures.length - 1, Math.floor(figures.length * share))]!
}
