import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { holdLock, LockHeldError, whileLocked } from './process-lock.ts'

let folder: string
let path: string
let child: ChildProcess | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-lock-'))
  path = join(folder, 'some.lock')
})
afterEach(() => {
  child?.kill('SIGKILL')
  child = undefined
  rmSync(folder, { recursive: true })
})

/** Another process that takes the lock and holds it until it is killed, or ends where it cannot have it. */
async function otherProcess(): Promise<'held' | 'refused'> {
  const program = join(folder, 'holds.mjs')
  const from = new URL('process-lock.ts', import.meta.url).href
  writeFileSync(program, `import { holdLock } from ${JSON.stringify(from)}\nholdLock(process.argv[2], 0)\nprocess.send('held')\nsetInterval(() => {}, 1000)\n`)
  child = fork(program, [path], { execArgv: [], stdio: 'ignore' })
  return Promise.race([once(child, 'message').then(() => 'held' as const), once(child, 'exit').then(() => 'refused' as const)])
}

it('a lock that another process holds is waited for so long and no longer, and ends with that process', async () => {
  expect(await otherProcess()).toBe('held')
  await expect(whileLocked(path, 30, async () => 'done')).rejects.toThrow(LockHeldError)
  expect(() => holdLock(path, 0)).toThrow(LockHeldError)
  const waiting = whileLocked(path, 15_000, async () => 'done')
  child?.kill('SIGKILL')
  expect(await waiting).toBe('done')
})

it('to ask in vain for a lock that this process holds does not give it up to others', async () => {
  const letGo = holdLock(path, 0)
  expect(() => holdLock(path, 0)).toThrow(LockHeldError)
  await expect(whileLocked(path, 30, async () => 'done')).rejects.toThrow(LockHeldError)
  expect(await otherProcess()).toBe('refused')
  letGo()
  expect(await whileLocked(path, 0, async () => 'done')).toBe('done')
})

it('work under a lock is done one after the other, also within one process, and a failure lets go', async () => {
  let inside = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await new Promise((resolve) => setImmediate(resolve))
    inside--
    throw new Error('failed')
  }
  const done = await Promise.allSettled(Array.from({ length: 8 }, () => whileLocked(path, 15_000, work)))
  expect(done.map((one) => one.status === 'rejected' && String(one.reason))).toEqual(Array(8).fill('Error: failed'))
  expect(most).toBe(1)
})
