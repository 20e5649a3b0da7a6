import {
  cpSync, existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type DmsSettings, usualNetwork } from '../../shared/model/connection.ts'
import { connectionId, tabId } from '../../shared/model/ids.ts'
import { openLog } from '../log/log.ts'
import { connectionRepository } from './connection-repository.ts'
import { openDatabase } from './database.ts'
import { holdFolder } from './folder-lock.ts'
import { lastSavePath } from './last-save.ts'
import { migrations } from './migrations/migrations.ts'
import { settingsRepository } from './settings-repository.ts'
import { workspaceRepository } from './workspace-repository.ts'

const CONNECTIONS = 12
const settings: DmsSettings = {
  kind: 'dms', ...usualNetwork, name: '订单 🐘', environment: 'production', readOnly: true, endpoint: 'https://dp.example.com',
  accessId: 'id', schema: '', collaboration: 'secure', timeoutSeconds: 60,
}
const textOf = (tab: number) => `SELECT ${tab} -- ${'不会丢失 '.repeat(900)}`
const tabs = Array.from({ length: 40 }, (_, tab) => ({
  id: tabId(`t${tab}`), title: `${tab}`, text: textOf(tab), connectionId: null, database: '', caret: 0, view: 'query' as const,
}))

/** A folder as a kill leaves it: with everything in the log, and with half of it in the database itself. */
let killed: string
let killedLater: string
let folder: string
const path = (name = '') => join(folder, `tessera.db${name}`)

beforeAll(() => {
  killed = mkdtempSync(join(tmpdir(), 'tessera-killed-'))
  killedLater = mkdtempSync(join(tmpdir(), 'tessera-killed-'))
  const working = mkdtempSync(join(tmpdir(), 'tessera-working-'))
  const { database } = openDatabase(working)
  const connections = connectionRepository(database, openLog(working))
  for (let made = 0; made < CONNECTIONS; made += 1) {
    connections.insert({ id: connectionId(`c${made}`), settings })
    if (made === CONNECTIONS - 2) {
      copyKilled(working, killed)
      workspaceRepository(database).save({ tabs, activeTabId: null, layout: {} })
      settingsRepository(database).set({ locale: 'zh-CN', rowLimit: 77 })
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    }
  }
  copyKilled(working, killedLater)
  database.close()
  rmSync(working, { recursive: true })
})
afterAll(() => [killed, killedLater].forEach((one) => rmSync(one, { recursive: true })))
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-damage-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Without what lives only as long as the process. */
function copyKilled(from: string, to: string) {
  cpSync(from, to, { recursive: true, filter: (source) => !source.endsWith('-shm') })
}

function change(name: string, edit: (bytes: Buffer) => Uint8Array | undefined) {
  const bytes = readFileSync(path(name))
  writeFileSync(path(name), edit(bytes) ?? bytes)
}

/** Opens it, and reads everything as the app would. */
function start() {
  const { database, warnings } = openDatabase(folder)
  try {
    const connections = connectionRepository(database, openLog(folder)).list().length
    const there = workspaceRepository(database).load()?.tabs ?? []
    const texts = there.filter(({ id, text }) => text === textOf(Number(id.slice(1)))).length
    const { rowLimit } = settingsRepository(database).get()
    return { codes: warnings.map(({ code }) => code), params: warnings[0]?.params, connections, texts, tabs: there.length, rowLimit }
  } finally {
    database.close()
  }
}
const flip = (from: number, length = 1) => (bytes: Buffer) => {
  for (let at = from; at < from + length; at += 1) bytes[at] = (bytes[at] ?? 0) ^ 0x5a
}
const flipped = (name: string, from: number, length?: number) => change(name, (bytes) => void flip(from, length)(bytes))

const FRAME = 24 + 4_096
const frame = (number: number) => 32 + number * FRAME

describe('a sound folder', () => {
  it.each(['killed', 'killedLater'] as const)('that was %s warns of nothing and is left as it is', (which) => {
    copyKilled(which === 'killed' ? killed : killedLater, folder)
    const all = which === 'killed' ? CONNECTIONS - 1 : CONNECTIONS
    expect(start()).toMatchObject({ codes: [], connections: all })
    expect(start()).toMatchObject({ codes: [], connections: all })
    expect(readdirSync(folder).filter((name) => /damaged|mending|pages/.test(name))).toEqual([])
  })

  it('whose database is damaged where the log has it whole has lost nothing', () => {
    copyKilled(killed, folder)
    flipped('', 0, 4_096)
    expect(start()).toMatchObject({ codes: [], connections: CONNECTIONS - 1 })
  })

  it('whose log is too short to hold anything has lost nothing', () => {
    copyKilled(killedLater, folder)
    expect(start()).toMatchObject({ codes: [], connections: CONNECTIONS })
    writeFileSync(path('-wal'), 'cut off')
    expect(start()).toMatchObject({ codes: [], connections: CONNECTIONS })
  })

  it('whose count of saves is unreadable, gone or too low accuses nobody', () => {
    copyKilled(killed, folder)
    for (const spoil of ['nonsense', '', '0000000000000099 0000000000000098\n', '0000000000000001 0000000000000001\n', null]) {
      if (spoil === null) rmSync(lastSavePath(path()))
      else writeFileSync(lastSavePath(path()), spoil)
      expect({ spoil, ...start() }).toMatchObject({ codes: [], connections: CONNECTIONS - 1 })
    }
  })

  it('of a Tessera that did not count its saves is taken on', () => {
    const { database } = openDatabase(folder, { steps: migrations.filter(({ version }) => version < 7) })
    database.exec(`INSERT INTO settings VALUES ('rowLimit', '50')`)
    database.close()
    expect(start()).toMatchObject({ codes: [], rowLimit: 50 })
  })
})

describe('a damaged folder is said to be, keeps its files aside and gives back what can be read:', () => {
  /** What is done to it, what is said, and how many connections are there again at least, of 11 or of 12. */
  const cases = {
    'an empty database beside a full log': [() => truncateSync(path(), 0), 'storage.rescued', 11],
    'no database beside a full log': [() => rmSync(path()), 'storage.rescued', 11],
    'a log whose header is damaged': [() => flipped('-wal', 0, 32), 'storage.rescued', 11],
    'a log of another page size': [() => flipped('-wal', 10), 'storage.rescued', 11],
    'a log with another salt': [() => flipped('-wal', 17), 'storage.rescued', 11],
    'a log whose header’s checksum is wrong': [() => flipped('-wal', 30), 'storage.rescued', 11],
    'a log with a damaged page in its midst': [() => flipped('-wal', frame(30) + 300), 'storage.behind', 1],
    'a log with a damaged checksum': [() => flipped('-wal', frame(30) + 18), 'storage.behind', 1],
    'a log with a foreign salt in its midst': [() => flipped('-wal', frame(30) + 9), 'storage.behind', 1],
    'a log that was cut off': [() => truncateSync(path('-wal'), frame(30) + 77), 'storage.behind', 1],
    'a log that is gone': [() => rmSync(path('-wal')), 'storage.damaged', 0],
    'a log that is empty': [() => truncateSync(path('-wal'), 0), 'storage.damaged', 0],
    'a log of zeros': [() => change('-wal', (bytes) => bytes.fill(0)), 'storage.damaged', 0],
    'a log of random bytes': [() => change('-wal', (bytes) => void flip(0, bytes.length)(bytes)), 'storage.damaged', 0],
  } satisfies Record<string, [() => void, string, number]>

  it.each(Object.entries(cases))('%s', (_name, [damage, code, least]) => {
    copyKilled(killed, folder)
    damage()
    const before = contents('')
    const found = start()
    expect(found.codes).toEqual([code])
    expect(found.connections).toBeGreaterThanOrEqual(least)
    expect(keptAside()).toEqual(before)
    // Once told, it is over.
    expect(start()).toMatchObject({ codes: [], connections: found.connections })
  })

  /** Of a database whose pages hold most, with a log that holds the last save. */
  const later = {
    'a header of zeros': [() => change('', (bytes) => bytes.fill(0, 0, 100)), 11],
    'a header of random bytes': [() => flipped('', 0, 100), 11],
    'another magic': [() => flipped('', 3), 11],
    'a page size that it has not': [() => change('', (bytes) => void bytes.writeUInt16BE(8_192, 16)), 11],
    'half of its length': [() => change('', (bytes) => bytes.subarray(0, bytes.length / 2)), 1],
    'an odd length': [() => change('', (bytes) => bytes.subarray(0, bytes.length - 1_234)), 11],
    'random bytes in its midst': [() => change('', (bytes) => void flip(bytes.length / 2, 8_192)(bytes)), 11],
    'zeros in its midst': [() => change('', (bytes) => bytes.fill(0, 40_960, 81_920)), 1],
    'random bytes at its end': [() => change('', (bytes) => void flip(bytes.length - 4_096, 4_096)(bytes)), 11],
  } satisfies Record<string, [() => void, number]>

  it.each(Object.entries(later))('a database with %s', (_name, [damage, least]) => {
    copyKilled(killedLater, folder)
    damage()
    const before = contents('')
    const found = start()
    expect(found.codes).toEqual(['storage.rescued'])
    expect(found.connections).toBeGreaterThanOrEqual(least)
    expect(keptAside()).toEqual(before)
    expect(start()).toMatchObject({ codes: [], connections: found.connections })
  })

  it('a database that is gone with its log, or was cut to nothing after it was closed', () => {
    copyKilled(killedLater, folder)
    expect(start()).toMatchObject({ codes: [], texts: 40 })
    truncateSync(path(), 0)
    expect(start()).toMatchObject({ codes: ['storage.missing'], connections: 0 })
    expect(start()).toMatchObject({ codes: [] })
    writeFileSync(lastSavePath(path()), readFileSync(lastSavePath(join(killedLater, 'tessera.db'))))
    rmSync(path())
    expect(start()).toMatchObject({ codes: ['storage.missing'] })
  })

  it('an older copy of a database in place of the newer one', () => {
    copyKilled(killedLater, folder)
    writeFileSync(path(), readFileSync(join(killed, 'tessera.db')))
    writeFileSync(path('-wal'), readFileSync(join(killed, 'tessera.db-wal')))
    expect(start()).toMatchObject({ codes: ['storage.behind'], params: { count: 3 }, connections: CONNECTIONS - 1 })
    expect(start()).toMatchObject({ codes: [], connections: CONNECTIONS - 1 })
  })

  it('most rows of a database of which some pages are damaged', () => {
    copyKilled(killedLater, folder)
    change('', (bytes) => void flip(bytes.length - 20 * 4_096, 4_096)(bytes))
    const { codes, texts, connections, rowLimit } = start()
    expect({ codes, connections, rowLimit }).toEqual({ codes: ['storage.rescued'], connections: CONNECTIONS, rowLimit: 77 })
    expect(texts).toBeGreaterThanOrEqual(30)
  })

  const contents = (of: string) => Object.fromEntries(['', '-wal'].flatMap((part) => kept(`tessera.db${of}${part}`, part)))
  const kept = (name: string, part: string) => {
    const file = join(folder, name)
    const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0)
    return bytes.length > 0 ? [[`tessera.db${part}`, bytes.toString('base64')]] : []
  }
  const keptAside = () => {
    const names = readdirSync(folder).filter((name) => name.includes('.damaged-'))
    const [stem] = names.map((name) => name.replace(/^tessera\.db|-wal$/g, ''))
    return contents(stem ?? '.nothing')
  }
})

it('whatever bytes are overwritten or cut off, nothing is missing in silence, and nothing is said twice', () => {
  const at = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 3_000 })
  const damage = fc.record({ log: fc.boolean(), cut: fc.boolean(), at, bytes })
  fc.assert(
    fc.property(damage, ({ log, cut, at: place, bytes: noise }) => {
      rmSync(folder, { recursive: true })
      copyKilled(killedLater, folder)
      change(log ? '-wal' : '', (sound) => {
        const from = Math.floor(place * sound.length)
        if (cut) return sound.subarray(0, from)
        sound.set(noise.subarray(0, sound.length - from), from)
        return sound
      })
      const { codes, connections, tabs: there } = start()
      if (codes.length === 0) expect([connections, there]).toEqual([CONNECTIONS, tabs.length])
      expect(start()).toMatchObject({ codes: [], connections, tabs: there })
    }),
    { numRuns: 40 },
  )
})

describe('a rescue', () => {
  it('that was cut off is begun anew, and leaves nothing of the first', () => {
    copyKilled(killed, folder)
    truncateSync(path(), 0)
    for (const name of ['.mending', '.mending-wal', '.pages']) writeFileSync(path(name), 'half of something')
    expect(start()).toMatchObject({ codes: ['storage.rescued'], connections: CONNECTIONS - 1 })
    expect(readdirSync(folder).filter((name) => /mending|pages/.test(name))).toEqual([])
  })

  it('is not begun beside another Tessera, which works on those files', () => {
    copyKilled(killed, folder)
    flipped('-wal', 0, 32)
    const before = readFileSync(path('-wal'))
    const letGo = holdFolder(folder)
    expect(start).toThrow('storage.inUse')
    letGo()
    expect(readFileSync(path('-wal'))).toEqual(before)
    expect(start()).toMatchObject({ connections: CONNECTIONS - 1 })
  })
})

describe('a file of somebody else', () => {
  it.each([
    ['another program’s application id', 'PRAGMA application_id = 252006673; PRAGMA user_version = 3; CREATE TABLE blob (x)'],
    ['tables that are not ours', 'CREATE TABLE recipes (name)'],
  ])('with %s is not touched', (_name, sql) => {
    const theirs = new DatabaseSync(path())
    theirs.exec(sql)
    theirs.close()
    const before = readFileSync(path())
    expect(start).toThrow('storage.foreign')
    expect(readFileSync(path())).toEqual(before)
    expect(readdirSync(folder)).toEqual(['tessera.db'])
  })

  it('written by a newer Tessera is not touched, not even where it lacks saves or pages', () => {
    copyKilled(killedLater, folder)
    start()
    const database = new DatabaseSync(path())
    database.exec('PRAGMA user_version = 999; PRAGMA wal_checkpoint(TRUNCATE); UPDATE saves SET count = 0')
    database.close()
    change('', (bytes) => void flip(bytes.length - 4_096, 4_096)(bytes))
    const before = readFileSync(path())
    expect(start).toThrow('storage.newer')
    expect(readFileSync(path())).toEqual(before)
  })
})

it('a database that is a link is mended where it leads', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'tessera-elsewhere-'))
  try {
    copyKilled(killed, elsewhere)
    symlinkSync(join(elsewhere, 'tessera.db'), path())
    truncateSync(path(), 0)
    expect(start()).toMatchObject({ codes: ['storage.rescued'], connections: CONNECTIONS - 1 })
    expect(lstatSync(path()).isSymbolicLink()).toBe(true)
    expect(start()).toMatchObject({ codes: [], connections: CONNECTIONS - 1 })
  } finally {
    rmSync(elsewhere, { recursive: true })
  }
})
