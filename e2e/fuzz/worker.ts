/** One target's run, in a thread that can be ended where it hangs. What it is trying is in shared memory. */
import { readdirSync, readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { MOST_BYTES, mutate } from './mutate.ts'
import { randomOf } from './random.ts'
import { Broken } from './target.ts'
import { targets, type TargetName } from './targets.ts'

export interface Job {
  target: TargetName
  seed: number
  /** Whichever comes first. */
  inputs: number
  milliseconds: number
  /** How many were tried, the length of the current one, and its bytes behind them. */
  shared: SharedArrayBuffer
}

export type Report = { kind: 'found'; input: Uint8Array; message: string; name: string } | { kind: 'done' }

export const HEAD_BYTES = 8
export const sharedBytes = HEAD_BYTES + MOST_BYTES

/** What was found before, as it is kept. */
export function corpusOf(target: string): { name: string; bytes: Uint8Array }[] {
  const folder = new URL(`corpus/${target}/`, import.meta.url)
  try {
    return readdirSync(folder).toSorted().map((name) => ({ name, bytes: new Uint8Array(readFileSync(new URL(name, folder))) }))
  } catch {
    return []
  }
}

async function work({ target: name, seed, inputs, milliseconds, shared }: Job, tell: (report: Report) => void): Promise<void> {
  const target = targets[name]
  const encoder = new TextEncoder()
  const seeds = [...target.seeds.map((one) => (typeof one === 'string' ? encoder.encode(one) : one)), ...corpusOf(name).map(({ bytes }) => bytes)]
  const words = target.words.map((word) => (typeof word === 'string' ? encoder.encode(word) : word))
  const random = randomOf(seed)
  const until = performance.now() + milliseconds
  const counts = new Uint32Array(shared, 0, 2)
  const shown = new Uint8Array(shared, HEAD_BYTES)
  const known = new Set<string>()

  const reasonOf = async (input: Uint8Array): Promise<{ message: string; name: string } | null> => {
    shown.set(input.subarray(0, shown.length))
    Atomics.store(counts, 1, input.length)
    Atomics.add(counts, 0, 1)
    try {
      await target.run(input)
      return null
    } catch (error) {
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
      return { message: message.slice(0, 300), name: nameOf(error) }
    }
  }

  // As they are first: a seed that does not hold is a finding, too.
  for (let tried = 0; tried < Math.max(inputs, seeds.length) && performance.now() < until; tried++) {
    const input = seeds[tried]?.slice() ?? mutate(random.pick(seeds), random, random.pick(seeds), words)
    const reason = await reasonOf(input)
    if (reason === null || known.has(reason.name)) continue
    known.add(reason.name)
    tell({ kind: 'found', input: await smaller(input, async (less) => (await reasonOf(less))?.name === reason.name), ...reason })
  }
  tell({ kind: 'done' })
}

/** What broke, in few words: a property by its name, an error by its own and the file that threw it. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'thrown'
  if (error instanceof Broken) return wordsOf(error.message)
  const [, file = ''] = /\/(?:electron|shared|renderer)\/(?:[\w-]+\/)*([\w-]+)\.tsx?:/.exec(error.stack ?? '') ?? []
  return wordsOf(`${error.name} in ${file}`)
}

const wordsOf = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]+/g, '-').slice(0, 60).replaceAll(/^-|-$/g, '')

/** The same finding in fewer bytes: parts are left out as long as it stays. */
async function smaller(input: Uint8Array, isSame: (input: Uint8Array) => Promise<boolean>): Promise<Uint8Array> {
  let kept = input
  let tries = 0
  for (let part = kept.length >> 1; part > 0 && tries < 2_000; part >>= 1) {
    for (let at = 0; at < kept.length && tries < 2_000; tries++) {
      const less = new Uint8Array([...kept.subarray(0, at), ...kept.subarray(at + part)])
      if (await isSame(less)) kept = less
      else at += part
    }
  }
  return kept
}

if (parentPort) await work(workerData as Job, (report) => parentPort?.postMessage(report))
