import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLog } from './log.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-log-'))
  file = join(folder, 'logs', 'tessera.log')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const pinned = () => new Date('2026-11-20T08:00:00Z')
const written = () => readFileSync(file, 'utf8')

it('writes when, where, the stack and its causes, under the reference that is shown', () => {
  const reference = openLog(folder, pinned).error('query.run', new TypeError('broken', { cause: new Error('reason') }))
  expect(written()).toContain(`2026-11-20T08:00:00.000Z error ${reference} query.run\n  TypeError: broken`)
  expect(written()).toContain('caused by Error: reason')
  expect(statSync(file).mode & 0o077).toBe(0)
})

it('says of a thrown value that is no error only what kind it is', () => {
  openLog(folder, pinned).error('x', 'hunter2')
  expect(written()).not.toContain('hunter2')
})

it('wrote what a parser quotes of the text that it could not read', () => {
  const log = openLog(folder, pinned)
  for (const text of ['{"secret": hunter2}', 'hunter2', `"${'x'.repeat(9)}\nhunter2" "`]) {
    try {
      JSON.parse(text)
    } catch (error) {
      log.error('settings', error)
      log.error('settings', new Error('outer', { cause: error }))
    }
  }
  expect(written()).toContain('SyntaxError')
  expect(written()).not.toContain('hunter2')
})

it('an error that is its own cause was followed for ever', () => {
  const error = new Error('round')
  error.cause = error
  openLog(folder, pinned).error('x', error)
  expect(written().match(/round/g)?.length).toBeLessThan(10)
})

it('keeps what its level asks for, from the moment that it is set', () => {
  const log = openLog(folder, pinned)
  log.debug('query.run', { ms: 3 })
  log.info('started', { version: '1.2.3', host: 'browser' })
  log.keep('debug')
  log.debug('query.run', { ms: 4, code: 'network.refused' })
  log.keep('error')
  log.warn('query.run', { code: 'late' })
  expect(written().split('\n')).toEqual([
    '2026-11-20T08:00:00.000Z info started version=1.2.3 host=browser',
    '2026-11-20T08:00:00.000Z debug query.run ms=4 code=network.refused',
    '',
  ])
})

it('takes codes, counts and times, and no words of anybody', () => {
  openLog(folder, pinned).warn('query.run', { code: 'sql', requestId: 'A7-f3', words: "Duplicate entry 'hunter2'", lines: 'a\nb', none: undefined })
  expect(written()).toBe('2026-11-20T08:00:00.000Z warn query.run code=sql requestId=A7-f3 words=[text] lines=[text]\n')
})

it('begins anew when it grew large, and keeps three before it', () => {
  const log = openLog(folder, pinned)
  for (const name of ['first', 'second', 'third', 'fourth', 'fifth']) {
    log.error(name, new Error(name))
    writeFileSync(file, `${written()}${'x'.repeat(1_000_001)}\n`)
  }
  log.error('newest', new Error('newest'))
  expect(readdirSync(join(folder, 'logs')).toSorted()).toEqual(['tessera.log', 'tessera.log.1', 'tessera.log.2', 'tessera.log.3'])
  expect(written()).toContain('newest')
  expect(readFileSync(`${file}.1`, 'utf8')).toContain('fifth')
  expect(readFileSync(`${file}.3`, 'utf8')).toContain('third')
})

it('answers its newest entries over its files, whole lines of them', () => {
  const log = openLog(folder, pinned)
  expect(log.newest(1_000)).toBe('')
  log.info('before')
  writeFileSync(file, `${written()}${'x'.repeat(1_000_001)}\n`)
  log.info('after')
  log.info('last')
  expect(log.newest(2_000_000)).toMatch(/^2026-11-20T08:00:00.000Z info before\n/)
  expect(log.newest(50)).toBe('2026-11-20T08:00:00.000Z info last\n')
})

it('never throws, even where nothing can be written', () => {
  writeFileSync(join(folder, 'logs'), 'a file where the folder should be')
  const log = openLog(folder)
  expect(log.error('x', new Error('y'))).toMatch(/^\w+-1$/)
  expect(log.newest(100)).toBe('')
})
