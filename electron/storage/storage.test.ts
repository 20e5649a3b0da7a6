import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultSettings } from '../../shared/contract/settings.ts'
import { type DmsSettings, usualNetwork } from '../../shared/model/connection.ts'
import { connectionId, tabId, type TabId } from '../../shared/model/ids.ts'
import { openLog } from '../log/log.ts'
import { connectionRepository } from './connection-repository.ts'
import { openDatabase } from './database.ts'
import { holdFolder } from './folder-lock.ts'
import { migrations } from './migrations/migrations.ts'
import { settingsRepository } from './settings-repository.ts'
import { workspaceRepository } from './workspace-repository.ts'

let folder: string
const opened: DatabaseSync[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-storage-'))
})
afterEach(() => {
  for (const database of opened.splice(0)) if (database.isOpen) database.close()
  rmSync(folder, { recursive: true })
})

function open(steps = migrations) {
  const { database, warnings } = openDatabase(folder, { steps })
  opened.push(database)
  return { database, warnings }
}

const dms: DmsSettings = {
  kind: 'dms', ...usualNetwork, name: '订单 🐘', environment: 'production', readOnly: true, endpoint: 'https://dp.example.com',
  accessId: 'id', schema: '', collaboration: 'secure', timeoutSeconds: 60,
}
const tab = { id: tabId('t1'), title: '1', text: 'SELECT 1', connectionId: connectionId('a'), database: '', caret: 8, view: 'query' as const }

describe('the database', () => {
  it('is in WAL mode, at the newest version, and keeps its rows over a restart', () => {
    const { database } = open()
    connectionRepository(database, openLog(folder)).insert({ id: connectionId('a'), settings: dms })
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: migrations.at(-1)?.version })
    database.close()
    const again = open()
    expect(again.warnings).toEqual([])
    expect(connectionRepository(again.database, openLog(folder)).list()).toEqual([{ id: 'a', settings: dms }])
  })

  it('reads connections that were stored before there were proxies, and with what is refused only at the door', () => {
    const { database } = open()
    const { proxy, proxyUrl, proxyUser, certificateAuthority, pinnedCertificate, ...old } = { ...dms, accessId: '编号' }
    const insert = database.prepare('INSERT INTO connections (id, settings, created_at, updated_at) VALUES (?, ?, 1, 1)')
    insert.run('a', JSON.stringify(old))
    expect([proxy, proxyUrl, proxyUser, certificateAuthority, pinnedCertificate]).toEqual(['system', '', '', '', ''])
    expect(connectionRepository(database, openLog(folder)).list()).toEqual([{ id: 'a', settings: { ...dms, accessId: '编号' } }])
  })

  it('takes later migrations once, in order, keeping what is there', () => {
    open().database.exec(`INSERT INTO settings VALUES ('rowLimit', '50')`)
    const later = [...migrations, { version: 90, sql: 'CREATE TABLE later (x)' }, { version: 91, sql: 'INSERT INTO later VALUES (1)' }]
    expect(open(later).database.prepare('SELECT x FROM later').all()).toEqual([{ x: 1 }])
    const again = open(later).database
    expect(again.prepare('SELECT x FROM later').all()).toEqual([{ x: 1 }])
    expect(settingsRepository(again).get().rowLimit).toBe(50)
  })

  it('takes a migration whole or not at all', () => {
    open()
    const broken = [...migrations, { version: 90, sql: 'CREATE TABLE half (x); INSERT INTO nothing VALUES (1)' }]
    expect(() => open(broken)).toThrow('storage.unusable')
    expect(open().database.prepare(`SELECT name FROM sqlite_schema WHERE name = 'half'`).all()).toEqual([])
  })

  it('is left alone where a newer Tessera wrote it', () => {
    open().database.exec('PRAGMA user_version = 999')
    expect(() => open()).toThrow('storage.newer')
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
  })

  it.each([
    ['a file that is no database', () => Buffer.from('not a database at all, but long enough to be looked at'.repeat(100))],
    ['a database whose pages are overwritten', (sound: Buffer) => sound.fill(0xff, 200)],
  ])('moves %s aside, begins anew and says where the old one is', (_name, damage) => {
    open().database.close()
    const path = join(folder, 'tessera.db')
    const damaged = damage(readFileSync(path))
    writeFileSync(path, damaged)
    const { database, warnings } = open()
    expect(warnings).toMatchObject([{ code: 'storage.damaged' }])
    expect(readFileSync(String(warnings[0]?.params.path))).toEqual(damaged)
    expect(settingsRepository(database).get()).toEqual(defaultSettings)
  })

  it('is the owner’s alone to read, also where an older one was not', () => {
    open().database.close()
    chmodSync(join(folder, 'tessera.db'), 0o644)
    workspaceRepository(open().database).save({ tabs: [tab], activeTabId: null, layout: {} })
    const names = readdirSync(folder)
    expect(names).toContain('tessera.db-wal')
    // Windows has no such bits: its profile folders are the owner's.
    const others = process.platform === 'win32' ? 0 : 0o077
    for (const name of names) expect([name, statSync(join(folder, name)).mode & others]).toEqual([name, 0])
  })

  it.each(['tessera.db', 'tessera.db-wal', 'tessera.db-shm'])('says in plain words that a folder stands in the place of %s', (name) => {
    mkdirSync(join(folder, name))
    expect(() => open()).toThrow(expect.objectContaining({ failure: expect.objectContaining({ code: 'storage.folderInPlace', params: { path: join(folder, name) } }) }))
  })
})

describe('a folder in use', () => {
  it('is refused to a second window, whose tabs would be saved over the first one’s, until the first lets go', () => {
    const letGo = holdFolder(folder)
    expect(() => holdFolder(folder)).toThrow('storage.inUse')
    letGo()
    holdFolder(folder)()
  })

  it('is held although the file of its lock was damaged, which keeps nothing', () => {
    writeFileSync(join(folder, 'in-use.lock'), 'no database, and longer than a database’s header is, so that it is looked at'.repeat(20))
    const letGo = holdFolder(folder)
    expect(() => holdFolder(folder)).toThrow('storage.inUse')
    letGo()
  })
})

describe('connections', () => {
  it('are listed in the order they were made, changed and removed', () => {
    const connections = connectionRepository(open().database, openLog(folder))
    for (const id of ['b', 'a', 'c']) connections.insert({ id: connectionId(id), settings: { ...dms, name: id } })
    connections.update({ id: connectionId('a'), settings: { ...dms, name: 'changed' } })
    connections.delete(connectionId('c'))
    expect(connections.list().map(({ id, settings }) => [id, settings.name])).toEqual([['b', 'b'], ['a', 'changed']])
    expect(connections.get(connectionId('c'))).toBeNull()
  })

  it('are in that order also where the clock was set back between two', () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const connections = connectionRepository(open().database, openLog(folder))
      for (const id of ['b', 'a', 'c']) {
        connections.insert({ id: connectionId(id), settings: { ...dms, name: id } })
        vi.setSystemTime(Date.now() - 86_400_000)
      }
      expect(connections.list().map(({ id }) => id)).toEqual(['b', 'a', 'c'])
    } finally {
      vi.useRealTimers()
    }
  })

  it('that cannot be read are neither shown nor removed', () => {
    const { database } = open()
    database.exec(`INSERT INTO connections VALUES ('x', '{"kind":"future"}', 1, 1)`)
    expect(connectionRepository(database, openLog(folder)).list()).toEqual([])
    expect(database.prepare('SELECT count(*) AS n FROM connections').get()).toEqual({ n: 1 })
    expect(readFileSync(join(folder, 'logs', 'tessera.log'), 'utf8')).toContain('connection x')
  })
})

describe('settings', () => {
  it('are the defaults where nothing was set or what was set no longer fits', () => {
    const { database } = open()
    database.exec(`INSERT INTO settings VALUES ('theme', '"plaid"'), ('gone', '1')`)
    const settings = settingsRepository(database)
    expect(settings.get()).toEqual(defaultSettings)
    expect(settings.set({ locale: 'zh-CN' })).toEqual({ ...defaultSettings, locale: 'zh-CN' })
  })
})

describe('the workspace', () => {
  it('is null at first, and then what was saved, tabs in their order', () => {
    const workspace = workspaceRepository(open().database)
    expect(workspace.load()).toBeNull()
    const second = { ...tab, id: tabId('t0'), connectionId: null, text: '多字节 🐘\u0000' }
    const saved = { tabs: [tab, second], activeTabId: tab.id, layout: { side: 240, open: true, rail: 'schema' } }
    workspace.save(saved)
    expect(workspace.load()).toEqual(saved)
    workspace.save({ tabs: [second], activeTabId: null, layout: {} })
    expect(workspace.load()).toEqual({ tabs: [second], activeTabId: null, layout: {} })
  })

  it('keeps closed tabs apart from the open ones, until one is opened again', () => {
    const workspace = workspaceRepository(open().database)
    const gone = { ...tab, id: tabId('t9'), title: 'closed by mistake' }
    const saved = { tabs: [tab], activeTabId: tab.id, layout: {}, closed: [{ tab: gone, at: 3 }] }
    workspace.save(saved)
    expect(workspace.load()).toEqual(saved)
    workspace.save({ tabs: [tab, gone], activeTabId: gone.id, layout: {} })
    expect(workspace.load()).toEqual({ tabs: [tab, gone], activeTabId: gone.id, layout: {} })
  })

  it('keeps what a tab shows', () => {
    const workspace = workspaceRepository(open().database)
    const saved = { tabs: [tab, { ...tab, id: tabId('t3'), text: '', view: 'overview' as const }], activeTabId: null, layout: {} }
    workspace.save(saved)
    workspace.save({ ...saved, tabs: saved.tabs.map((one) => ({ ...one, view: 'overview' as const })) })
    expect(workspace.load()?.tabs.map(({ view }) => view)).toEqual(['overview', 'overview'])
  })

  it('of a Tessera whose tabs were all queries is read as such', () => {
    const { database } = open(migrations.filter(({ version }) => version < 3))
    database.exec(`INSERT INTO tabs (id, position, title, text, database, caret) VALUES ('old', 0, 'orders', 'SELECT 1', '', 8)`)
    database.exec(`INSERT INTO workspace VALUES (1, 'old', '{}')`)
    database.close()
    expect(workspaceRepository(open().database).load()).toEqual({
      tabs: [{ id: 'old', title: 'orders', text: 'SELECT 1', connectionId: null, database: '', caret: 8, view: 'query' }],
      activeTabId: 'old',
      layout: {},
    })
  })

  it('lost the last 0.4 s of typing with a crash: what was typed since the save is there', () => {
    const { database } = open()
    const workspace = workspaceRepository(database)
    const other = { ...tab, id: tabId('t2'), text: 'a🐘b' }
    workspace.save({ tabs: [{ ...tab, text: 'SELECT 1' }, other], activeTabId: null, layout: {} })
    workspace.typed({ tabId: tab.id, seq: 1, changes: [{ at: 8, removed: 0, text: '0' }] })
    workspace.typed({ tabId: other.id, seq: 2, changes: [{ at: 3, removed: 1, text: '不会\r\n丢失' }, { at: 0, removed: 1, text: '' }] })
    workspace.typed({ tabId: tab.id, seq: 3, changes: [{ at: 9, removed: 0, text: '0' }] })
    database.close()
    const later = workspaceRepository(open().database)
    expect(later.load()?.tabs.map(({ text }) => text)).toEqual(['SELECT 100', '🐘不会\r\n丢失'])
    // The next page counts from 1, in the texts that it was given.
    later.typed({ tabId: tab.id, seq: 1, changes: [{ at: 10, removed: 0, text: ';' }] })
    expect(later.load()?.tabs[0]?.text).toBe('SELECT 100;')
  })

  it('takes up no edit behind one that was lost on its way, and none that a save holds', () => {
    const workspace = workspaceRepository(open().database)
    const add = (seq: number, at: number, text: string) => workspace.typed({ tabId: tab.id, seq, changes: [{ at, removed: 0, text }] })
    const save = (text: string, typed: number) => workspace.save({ tabs: [{ ...tab, text }], activeTabId: null, layout: {}, typed })
    save('', 0)
    add(1, 0, 'a')
    add(2, 1, 'b')
    save('ab', 2)
    expect(workspace.load()?.tabs[0]?.text).toBe('ab')
    save('ab', 0)
    add(2, 3, 'd')
    expect(workspace.load()?.tabs[0]?.text).toBe('ab')
    save('ab', 4)
    add(5, 2, 'c')
    add(7, 3, 'd')
    expect(workspace.load()?.tabs[0]?.text).toBe('abc')
    // Of a tab that is not there, and of one that a save took away.
    workspace.typed({ tabId: tabId('gone'), seq: 1, changes: [{ at: 0, removed: 0, text: 'x' }] })
    add(2, 3, 'd')
    expect(workspace.load()?.tabs[0]?.text).toBe('abcd')
  })

  it('could read no tab any more after typing beyond the longest text that is kept', () => {
    const workspace = workspaceRepository(open().database)
    const other = { ...tab, id: tabId('t2'), text: '' }
    const type = (id: TabId, seq: number, text: string) => workspace.typed({ tabId: id, seq, changes: [{ at: 0, removed: 0, text }] })
    workspace.save({ tabs: [{ ...tab, text: ' '.repeat(15_999_999) }, other], activeTabId: null, layout: {} })
    for (const [at, id] of [tab.id, tab.id, other.id, tab.id].entries()) type(id, at + 1, String(at))
    const texts = workspace.load()?.tabs.map(({ text }) => text) ?? []
    expect([texts[0]?.length, texts[0]?.[0], texts[1]]).toEqual([16_000_000, '0', '2'])
  })

  it('could read no tab any more for one damaged field: the tab is there with its text, and the others whole', () => {
    const { database } = open()
    const workspace = workspaceRepository(database)
    const others = ['t2', 't3'].map((id) => ({ ...tab, id: tabId(id) }))
    workspace.save({ tabs: [tab, ...others], activeTabId: tab.id, layout: { side: 240 }, closed: [{ tab: { ...tab, id: tabId('t4') }, at: 1 }] })
    database.exec(`UPDATE tabs SET view = 'plaid', caret = -5, title = '${'x'.repeat(300)}' WHERE id = 't2'; UPDATE tabs SET id = '' WHERE id = 't4'`)
    database.exec(`UPDATE workspace SET layout = '[1]', active_tab_id = ''; INSERT INTO typed VALUES (1, 't1', '{"at":1}')`)
    expect(workspace.load()).toEqual({ tabs: [tab, { ...others[0], caret: 0, title: 'x'.repeat(200), connectionId: null }, others[1]], activeTabId: null, layout: {} })
  })

  it('writes only the tab that changed', () => {
    const { database } = open()
    const workspace = workspaceRepository(database)
    const other = { ...tab, id: tabId('t2'), text: 'SELECT 2' }
    workspace.save({ tabs: [tab, other], activeTabId: null, layout: {} })
    database.exec('CREATE TEMP TABLE touched (id); CREATE TEMP TRIGGER t AFTER UPDATE ON tabs BEGIN INSERT INTO touched VALUES (new.id); END')
    workspace.save({ tabs: [tab, { ...other, text: 'SELECT 3' }], activeTabId: null, layout: {} })
    expect(database.prepare('SELECT id FROM touched').all()).toEqual([{ id: 't2' }])
  })
})
