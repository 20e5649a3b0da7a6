import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskFault } from './disk-fault.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tessera-fault-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const thrownBy = (work: () => unknown): unknown => {
  try {
    work()
  } catch (error) {
    return error
  }
  return null
}
const codeOf = (error: unknown) => diskFault(error, '/data')?.code ?? null
const sqlite = (errcode: number, message = 'x') => Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode })
const ofFile = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall })

describe('a disk fault is named by what SQLite itself throws', () => {
  const database = () => new DatabaseSync(join(folder, 'tessera.db'), { timeout: 0 })

  it('where there is no room', () => {
    const open = database()
    open.exec('CREATE TABLE t (x)')
    open.exec('PRAGMA max_page_count = 3')
    const error = thrownBy(() => open.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(100_000)))
    expect(diskFault(error, '/data')).toEqual({ kind: 'internal', code: 'storage.full', params: { path: '/data' }, retrySafe: false })
    open.close()
  })

  it('where it may only be read, is locked, damaged or no database', () => {
    database().exec('CREATE TABLE t (x)')
    const reading = new DatabaseSync(join(folder, 'tessera.db'), { readOnly: true })
    expect(codeOf(thrownBy(() => reading.exec('INSERT INTO t VALUES (1)')))).toBe('storage.readOnly')
    const [one, other] = [database(), database()]
    one.exec('BEGIN IMMEDIATE')
    expect(codeOf(thrownBy(() => other.exec('BEGIN IMMEDIATE')))).toBe('storage.busy')
    for (const each of [reading, one, other]) each.close()
    const file = openSync(join(folder, 'tessera.db'), 'r+')
    writeSync(file, Buffer.alloc(3_000, 0xff), 0, 3_000, 100)
    closeSync(file)
    const damaged = database()
    expect(codeOf(thrownBy(() => damaged.prepare('SELECT * FROM t').all()))).toBe('storage.corrupt')
    damaged.close()
    expect(readFileSync(join(folder, 'tessera.db')).length).toBeGreaterThan(0)
  })

  it('where a table or a column of our own is missing, by its name', () => {
    const open = database()
    open.exec('CREATE TABLE t (x)')
    const nameIn = (sql: string) => diskFault(thrownBy(() => open.prepare(sql)), '/data')
    expect(nameIn('SELECT * FROM tabs')).toMatchObject({ code: 'storage.incomplete', params: { name: 'tabs' } })
    expect(nameIn('DELETE FROM main.tabs')).toMatchObject({ code: 'storage.incomplete', params: { name: 'tabs' } })
    expect(nameIn('SELECT y FROM t')).toMatchObject({ code: 'storage.incomplete', params: { name: 'y' } })
    expect(nameIn('INSERT INTO t (y) VALUES (1)')).toMatchObject({ code: 'storage.incomplete', params: { name: 'y' } })
    expect(nameIn('SELEC')).toBeNull()
    open.close()
  })
})

it.each([
  [sqlite(13), 'storage.full'], [sqlite(4874), 'storage.full'], [sqlite(8), 'storage.readOnly'], [sqlite(264), 'storage.readOnly'], [sqlite(14), 'storage.readOnly'],
  [sqlite(1032), 'storage.moved'], [sqlite(10), 'storage.faulty'], [sqlite(778), 'storage.faulty'], [sqlite(1034), 'storage.faulty'], [sqlite(11), 'storage.corrupt'],
  [sqlite(523), 'storage.corrupt'], [sqlite(26), 'storage.corrupt'], [sqlite(5), 'storage.busy'], [sqlite(261), 'storage.busy'], [sqlite(517), 'storage.busy'],
  [sqlite(19), null], [sqlite(1), null], [sqlite(2067), null],
  [ofFile('ENOSPC', 'write'), 'storage.full'], [ofFile('EDQUOT', 'fsync'), 'storage.full'], [ofFile('EROFS', 'open'), 'storage.readOnly'], [ofFile('EACCES', 'mkdir'), 'storage.readOnly'],
  [ofFile('EPERM', 'rename'), 'storage.readOnly'], [ofFile('EIO', 'read'), 'storage.faulty'], [ofFile('ENOENT', 'open'), 'storage.moved'], [ofFile('EMFILE', 'open'), 'storage.tooManyFiles'],
  // What is no file of ours is not spoken of as one.
  [ofFile('EACCES', 'connect'), null], [ofFile('ENOENT', 'spawn xdg-open'), null], [ofFile('ECONNRESET', 'read'), null], [new TypeError('x'), null], ['x', null], [null, null],
] as const)('%o is %s', (error, code) => {
  expect(codeOf(error)).toBe(code)
})
