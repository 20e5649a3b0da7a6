import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLog } from './log.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const pinned = () => new Date('2026-11-20T08:00:00Z')

it('writes when, where, the stack and its causes, under the reference that is shown', () => {
  const reference = openLog(folder, pinned).error('query.run', new TypeError('broken', { cause: new Error('reason') }))
  const text = readFileSync(join(folder, 'logs', 'tessera.log'), 'utf8')
  expect(text).toContain(`2026-11-20T08:00:00.000Z ${reference} query.run\n  TypeError: broken`)
  expect(text).toContain('caused by Error: reason')
  expect(statSync(join(folder, 'logs', 'tessera.log')).mode & 0o077).toBe(0)
})

it('says of a thrown value that is no error only what kind it is', () => {
  openLog(folder, pinned).error('x', 'hunter2')
  expect(readFileSync(join(folder, 'logs', 'tessera.log'), 'utf8')).not.toContain('hunter2')
})

it('begins anew when it grew large, and keeps the one before', () => {
  const log = openLog(folder, pinned)
  log.error('first', new Error('one'))
  const file = join(folder, 'logs', 'tessera.log')
  writeFileSync(file, 'x'.repeat(1_000_001))
  log.error('second', new Error('two'))
  expect(statSync(`${file}.1`).size).toBe(1_000_001)
  expect(readFileSync(file, 'utf8')).toContain('second')
})

it('never throws, even where nothing can be written', () => {
  writeFileSync(join(folder, 'logs'), 'a file where the folder should be')
  expect(openLog(folder).error('x', new Error('y'))).toMatch(/^\w+-1$/)
})
