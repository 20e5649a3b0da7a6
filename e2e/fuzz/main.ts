/**
 * `npm run fuzz -- [--minutes 5 | --inputs 1000] [--seed 1] [target …]`: tries changed bytes on whatever reads foreign ones.
 * What breaks is kept in corpus/<target>/, which every later run and `npm test` begin from. Exit code 1 where something broke.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { targets, type TargetName } from './targets.ts'
import { HEAD_BYTES, sharedBytes, type Job, type Report } from './worker.ts'

/**
 * An input has 64 KiB at most: what computes so long over it, or waits so long, does not end. A busy machine takes nothing of
 * the first.
 */
const HANGS_AFTER = { computingMs: 20_000, waitingMs: 180_000 }
/** And what needs more than this for it would take all there is for a larger one. */
const MOST_MEMORY_MB = 1_024

interface Outcome {
  inputs: number
  findings: { input: Uint8Array; message: string; name: string }[]
}

function fuzz(job: Omit<Job, 'shared'>): Promise<Outcome> {
  const shared = new SharedArrayBuffer(sharedBytes)
  const counts = new Uint32Array(shared, 0, 2)
  const findings: Outcome['findings'] = []
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { ...job, shared } satisfies Job,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  })
  const current = () => new Uint8Array(shared, HEAD_BYTES).slice(0, counts[1])
  let isDone = false
  worker.on('message', (report: Report) => {
    if (report.kind === 'done') isDone = true
    else findings.push(report)
  })
  worker.on('error', (error: unknown) => findings.push({ input: current(), name: 'ended-the-thread', message: `ended the thread: ${error instanceof Error ? error.message : String(error)}` }))
  let last = { tried: -1, at: 0, computedMs: 0 }
  const watch = setInterval(() => {
    const tried = Atomics.load(counts, 0)
    const { user, system } = process.cpuUsage()
    const now = { tried, at: performance.now(), computedMs: (user + system) / 1_000 }
    if (tried !== last.tried || isDone) return void (last = now)
    if (now.computedMs - last.computedMs < HANGS_AFTER.computingMs && now.at - last.at < HANGS_AFTER.waitingMs) return
    clearInterval(watch)
    findings.push({ input: current(), name: 'did-not-end', message: `did not end: ${Math.round(now.at - last.at)} ms` })
    void worker.terminate()
  }, 500)
  return new Promise((resolve) =>
    worker.once('exit', () => {
      clearInterval(watch)
      resolve({ inputs: Atomics.load(counts, 0), findings })
    }),
  )
}

function keep(target: string, { input, name: words }: Outcome['findings'][number]): string {
  const name = `${words}-${createHash('sha256').update(input).digest('hex').slice(0, 6)}`
  const folder = new URL(`corpus/${target}/`, import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL(name, folder), input)
  return `e2e/fuzz/corpus/${target}/${name}`
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '1' }, inputs: { type: 'string', default: 'Infinity' }, seed: { type: 'string', default: '1' } },
})
const unknown = positionals.filter((name) => !Object.hasOwn(targets, name))
if (unknown.length > 0) {
  console.error(`No target ${unknown.join(', ')}. There are: ${Object.keys(targets).join(', ')}.`)
  process.exit(2)
}
const names = (positionals.length > 0 ? positionals : Object.keys(targets)) as TargetName[]
const milliseconds = Number(values.minutes) * 60_000
let tried = 0
let broken = 0
for (const target of names) {
  const { inputs, findings } = await fuzz({ target, seed: Number(values.seed), inputs: Number(values.inputs) * (targets[target].share ?? 1), milliseconds })
  tried += inputs
  broken += findings.length
  console.log(`${findings.length === 0 ? '✓' : '✗'} ${target}: ${inputs} inputs`)
  for (const finding of findings) console.log(`  ${finding.message}\n  kept as ${keep(target, finding)}`)
}
console.log(`${tried} inputs on ${names.length} targets, ${broken} broke something`)
process.exitCode = broken === 0 ? 0 : 1
