import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Workspace } from '../shared/contract/workspace.ts'
import type { AuditEntry } from '../shared/model/drds-change.ts'
import { connectionId, tabId } from '../shared/model/ids.ts'
import { openCore, type Core } from './app-core.ts'
import { nodePlatform } from './platform/node-platform.ts'
import { openDatabase } from './storage/database.ts'
import { drdsStore } from './storage/drds-store.ts'

const dms = {
  kind: 'dms', name: 'orders', environment: 'development', readOnly: false, endpoint: 'https://dp.example.com', accessId: 'a', schema: '', collaboration: 'secure', timeoutSeconds: 30,
}

let folder: string
let core: Core | undefined
const open = async () => (core = await openCore(nodePlatform('browser', folder), { sandboxEngine: 'sqlite' }))
const call = (opened: Core, domain: string, action: string, input: unknown) => opened.dispatch({ domain, action, input })
const workspace = (text: string): Workspace => ({
  tabs: [{ id: tabId('t1'), title: 'Query 1', text, connectionId: null, database: '', caret: 0, view: 'query' }], activeTabId: tabId('t1'), layout: {},
})

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tessera-full-'))))
afterEach(async () => {
  await core?.close()
  core = undefined
  rmSync(folder, { recursive: true, force: true })
})

/** A file system of its own in place of the folder; only root can mount one. */
const mounts = process.platform === 'linux' && process.getuid?.() === 0 && canMount()
function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'tessera-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'none', place], { stdio: 'ignore' })
    execFileSync('umount', [place])
    return true
  } catch {
    return false
  } finally {
    rmSync(place, { recursive: true })
  }
}

describe.runIf(mounts)('on a disk of its own', () => {
  beforeEach(() => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'none', folder]))
  afterEach(async () => {
    await core?.close()
    core = undefined
    execFileSync('umount', [folder])
  })

  /** Takes what room there is, as another program does. */
  function fill(): void {
    const file = openSync(join(folder, 'others'), 'w')
    try {
      for (;;) writeSync(file, Buffer.alloc(4_096, 1))
    } catch {
      closeSync(file)
    }
  }

  it('that is full, saves of every kind say so; what was saved stays, and saving goes on once there is room', async () => {
    const opened = await open()
    expect(await call(opened, 'workspace', 'save', workspace('SELECT 1'))).toMatchObject({ ok: true })
    expect(await call(opened, 'workspace', 'typed', { tabId: 't1', seq: 1, changes: [{ at: 8, removed: 0, text: '2' }] })).toMatchObject({ ok: true })
    fill()
    const full = { ok: false, failure: { kind: 'internal', code: 'storage.full', params: { path: folder }, retrySafe: false } }
    const long = workspace(`SELECT '${'x'.repeat(600_000)}'`)
    expect(await call(opened, 'workspace', 'save', long)).toMatchObject(full)
    expect(await call(opened, 'workspace', 'typed', { tabId: 't1', seq: 2, changes: [{ at: 0, removed: 0, text: 'y'.repeat(600_000) }] })).toMatchObject(full)
    expect(await call(opened, 'vault', 'create', { passphrase: 'correct horse battery' })).toMatchObject({ failure: { code: 'storage.full' } })
    expect(await call(opened, 'vault', 'status', {})).toMatchObject({ ok: true, value: { state: 'absent' } })
    expect(await call(opened, 'workspace', 'load', {})).toMatchObject({ ok: true, value: { tabs: [{ text: 'SELECT 12' }] } })
    // Loaded again, the page counts its edits anew.
    expect(await call(opened, 'workspace', 'load', {})).toMatchObject({ ok: true, value: { tabs: [{ text: 'SELECT 12' }] } })
    rmSync(join(folder, 'others'))
    expect(await call(opened, 'workspace', 'save', long)).toEqual({ ok: true, value: null })
    expect(await call(opened, 'vault', 'create', { passphrase: 'correct horse battery' })).toMatchObject({ ok: true })
  })

  it('that is full, the audit log keeps what it has, and goes on once there is room', () => {
    const { database } = openDatabase(folder)
    const { audit } = drdsStore(database)
    const entry = { requestId: 'x'.repeat(600_000) } as AuditEntry
    audit.add(connectionId('a'), { ...entry, requestId: 'first' })
    fill()
    expect(() => audit.add(connectionId('a'), entry)).toThrow(expect.objectContaining({ errcode: 13 }))
    expect(audit.page(null, null).map(({ requestId }) => requestId)).toEqual(['first'])
    rmSync(join(folder, 'others'))
    audit.add(connectionId('a'), entry)
    expect(audit.page(null, null).length).toBe(2)
    database.close()
  })

  it('that is full, a rescue leaves everything as it is, and is done once there is room', async () => {
    const opened = await open()
    const text = `SELECT '${'x'.repeat(600_000)}'`
    await call(opened, 'workspace', 'save', workspace(text))
    await opened.close()
    core = undefined
    const file = join(folder, 'tessera.db')
    const bytes = readFileSync(file)
    bytes.fill(0, 0, 100)
    writeFileSync(file, bytes)
    fill()
    await expect(open()).rejects.toMatchObject({ failure: { code: 'storage.full' } })
    expect(readFileSync(file)).toEqual(bytes)
    expect(readdirSync(folder).filter((name) => /damaged|mending|pages/.test(name))).toEqual([])
    rmSync(join(folder, 'others'))
    const mended = await open()
    expect(await call(mended, 'app', 'info', {})).toMatchObject({ value: { warnings: [{ code: 'storage.rescued' }] } })
    expect(await call(mended, 'workspace', 'load', {})).toMatchObject({ value: { tabs: [{ text }] } })
  })

  it('that is full at the start, or may only be read, Tessera says which it is', async () => {
    fill()
    await expect(open()).rejects.toMatchObject({ failure: { code: 'storage.full' } })
    rmSync(join(folder, 'others'))
    await (await open()).close()
    core = undefined
    execFileSync('mount', ['-o', 'remount,ro', folder])
    await expect(open()).rejects.toMatchObject({ failure: { code: 'storage.readOnly' } })
  })
})

it('a table that another program dropped is named, in every action that needs it', async () => {
  const opened = await open()
  const other = new DatabaseSync(join(folder, 'tessera.db'))
  for (const { name } of other.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).all()) {
    other.exec(`PRAGMA foreign_keys = OFF; DROP TABLE "${String(name)}"`)
  }
  other.close()
  const actions = [
    ['workspace', 'load', {}], ['workspace', 'save', workspace('x')], ['connections', 'list', {}], ['connections', 'create', { settings: dms, secrets: {} }],
    ['settings', 'get', {}], ['settings', 'set', { rowLimit: 5 }], ['drds', 'audit', { connectionId: null, before: null }], ['drds', 'tasks', {}],
  ] as const
  const codes = await Promise.all(actions.map(async ([domain, action, input]) => {
    const answer = await call(opened, domain, action, input)
    return `${domain}.${action}: ${answer.ok ? 'ok' : `${answer.failure.code} ${String(answer.failure.params.name)}`}`
  }))
  expect(codes).toEqual(codes.map(() => expect.stringMatching(/: (?:ok|storage\.incomplete [a-z_]+)$/)))
  expect(codes.filter((line) => line.includes('storage.incomplete')).length).toBeGreaterThan(4)
})
