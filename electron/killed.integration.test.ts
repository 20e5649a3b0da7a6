/** kill -9 at any moment of a session's work, again and again on one folder; `npm run kill -- 200` for more. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { defaultSettings } from '../shared/contract/settings.ts'
import type { Workspace, WorkspaceTab } from '../shared/contract/workspace.ts'
import { usualNetwork, type MaxScaleSettings } from '../shared/model/connection.ts'
import { runId, tabId, type ConnectionId } from '../shared/model/ids.ts'
import type { Result } from '../shared/model/result.ts'
import { ResultSet } from '../shared/model/result-set.ts'
import { startSandboxThread, type SandboxThread } from './sandbox/sandbox-thread.ts'
import { startHost, type HostProcess } from './web/fixtures/host-client.ts'

const KILLS = Number(process.env.TESSERA_KILLS ?? 20)
/** A kill comes within so many milliseconds of work. */
const WITHIN_MS = 120
const passphrase = 'correct horse battery'

const folder = mkdtempSync(join(tmpdir(), 'tessera-killed-'))
let sandbox: SandboxThread
let host: HostProcess

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../build/build.mjs', import.meta.url))])
  sandbox = await startSandboxThread({ engine: 'sqlite' })
})
afterAll(async () => {
  await host.kill()
  await sandbox.close()
  rmSync(folder, { recursive: true })
})

/** What was answered, and so may not be lost, and what was asked when the host died, and so may be there or not. */
const told = {
  connections: new Set<string>(),
  open: new Set<string>(),
  /** The one that was answered last, and those that were asked for since. */
  rowLimits: new Set([defaultSettings.rowLimit]),
  /** Of the one tab that is typed in: what was answered, and all that was sent. */
  typed: '',
  sent: '',
  tabs: new Set<string>(),
  openTabs: new Set<string>(),
  rows: new Set<number>(),
  openRows: new Set<number>(),
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}
const maxscale = (name: string) => {
  const { baseUrl, restUser, target, databaseUser, database } = sandbox.maxscale
  const settings: MaxScaleSettings = {
    kind: 'maxscale', ...usualNetwork, name, environment: 'development', readOnly: false, timeoutSeconds: 30,
    baseUrl, restUser, target, databaseUser, database, signIn: 'basic', tokenPlace: 'cookie',
  }
  const { restPassword, databasePassword } = sandbox.maxscale
  return { settings, secrets: { restPassword, databasePassword } }
}
const tab = (id: string, text: string): WorkspaceTab => ({ id: tabId(id), title: id, text, connectionId: null, database: '', caret: 0, view: 'query' })
const workspace = (ids: Iterable<string>): Workspace => ({
  tabs: [tab('typed', told.sent), ...[...ids].map((id) => tab(id, `SELECT '${id}'`))], activeTabId: null, layout: {},
})

let number = 0
let connection: ConnectionId
const run = (sql: string) => host.rpc.query.run({ runId: runId(`run-${(number += 1)}`), tabId: tabId('typed'), connectionId: connection, sql, rowLimit: 100_000 })

/** One thing that a person does; what it answered counts as told, and before that it may have happened. */
const steps = {
  async type() {
    const letters = ['a', '单', '🐘', '\r\n', "'"]
    await Promise.all(Array.from({ length: 8 }, async () => {
      const text = letters[(number += 1) % letters.length] ?? ''
      const at = told.sent.length
      told.sent += text
      const end = told.sent.length
      const answer = await host.rpc.workspace.typed({ tabId: tabId('typed'), seq: (seq += 1), changes: [{ at, removed: 0, text }] })
      if (answer.ok && end > told.typed.length) told.typed = told.sent.slice(0, end)
    }))
  },
  async makeConnection() {
    const name = `c${(number += 1)}`
    told.open.add(name)
    if ((await host.rpc.connections.create(maxscale(name))).ok) told.connections.add(name)
  },
  async deleteConnection() {
    const listed = value(await host.rpc.connections.list({}))
    const own = listed.find(({ settings: { name } }) => told.connections.has(name) && name !== 'first')
    if (!own) return
    told.connections.delete(own.settings.name)
    if ((await host.rpc.connections.delete({ connectionId: own.id })).ok) told.open.delete(own.settings.name)
  },
  async set() {
    const rowLimit = 100 + (number += 1)
    told.rowLimits.add(rowLimit)
    if ((await host.rpc.settings.set({ rowLimit })).ok) told.rowLimits = new Set([rowLimit])
  },
  async openTab() {
    const id = `t${(number += 1)}`
    told.openTabs.add(id)
    await saveTabs(new Set([...told.tabs, id]))
  },
  async closeTab() {
    const [first] = told.tabs
    if (first === undefined) return
    const left = new Set([...told.tabs].filter((id) => id !== first))
    told.tabs.delete(first)
    if (await saveTabs(left)) told.openTabs.delete(first)
  },
  async run() {
    const row = (number += 1)
    told.openRows.add(row)
    if ((await run(`INSERT INTO killed VALUES (${row})`)).ok) told.rows.add(row)
  },
}
let seq = 0

async function saveTabs(ids: Set<string>): Promise<boolean> {
  const text = told.sent
  const { ok } = await host.rpc.workspace.save({ ...workspace(ids), typed: seq })
  if (!ok) return false
  told.tabs = ids
  if (text.length > told.typed.length) told.typed = text
  return true
}

/** Everything that was told is there; what was under way may be. Then that is what counts. */
async function hold(): Promise<void> {
  const { warnings } = value(await host.rpc.app.info({}))
  value(await host.rpc.vault.unlock({ passphrase }))
  const connections = value(await host.rpc.connections.list({}))
  const { rowLimit } = value(await host.rpc.settings.get({}))
  const loaded = value(await host.rpc.workspace.load({}))
  const tabs = loaded?.tabs ?? []
  const names = connections.map(({ settings }) => settings.name)
  const text = tabs.find(({ id }) => id === 'typed')?.text ?? ''
  const ids = tabs.map(({ id }) => String(id)).filter((id) => id !== 'typed')
  expect(warnings).toEqual([])
  expect(names).toEqual(expect.arrayContaining([...told.connections]))
  expect(names.filter((name) => !told.open.has(name))).toEqual([])
  // A secret is kept with its connection, or neither is.
  expect(connections.filter(({ secrets }) => secrets.restPassword === undefined).map(({ settings }) => settings.name)).toEqual([])
  expect([...told.rowLimits]).toContain(rowLimit)
  expect(ids).toEqual(expect.arrayContaining([...told.tabs]))
  expect(ids.filter((id) => !told.openTabs.has(id))).toEqual([])
  expect(text.startsWith(told.typed)).toBe(true)
  expect(told.sent.startsWith(text)).toBe(true)
  // Once the vault is open, the living one takes tokens of sessions out of it that it closes: a file of its own comes and goes.
  await expect.poll(() => readdirSync(folder).filter((name) => /\.(tmp|pages|mending)|damaged/.test(name)), { timeout: 20_000 }).toEqual([])
  const [ofConnections, ofTabs] = [new Set(names), new Set(ids)]
  Object.assign(told, { connections: ofConnections, open: new Set(names), rowLimits: new Set([rowLimit]) })
  Object.assign(told, { typed: text, sent: text, tabs: ofTabs, openTabs: new Set(ids) })
  seq = 0
}

/** Until the host is gone. */
async function work(): Promise<void> {
  const names = Object.keys(steps) as (keyof typeof steps)[]
  while (host.child.exitCode === null && host.child.signalCode === null) {
    const step = steps[names[Math.floor(Math.random() * names.length)] ?? 'type']
    await step().catch((error: unknown) => expect(String(error)).toContain('host.disconnected'))
  }
}

const rowsOf = async (sql: string) => {
  const [result] = value(await run(sql))
  if (result?.kind !== 'resultset') throw new Error(`no rows: ${JSON.stringify(result)}`)
  const rows = new ResultSet(result.data)
  return Array.from({ length: rows.rowCount }, (_, row) => Number(rows.text(row, 0)))
}

it(`${KILLS} kills in the midst of work take nothing that was confirmed, leave no rubbish, and run nothing twice`, async () => {
  host = await startHost(folder, ['--sandbox', 'off'])
  value(await host.rpc.vault.create({ passphrase }))
  connection = value(await host.rpc.connections.create(maxscale('first'))).id
  told.connections.add('first')
  told.open.add('first')
  value(await run('CREATE TABLE killed (n INT)'))
  await saveTabs(new Set())
  for (let kill = 0; kill < KILLS; kill += 1) {
    const killed = new Promise((resolve) => setTimeout(resolve, Math.random() * WITHIN_MS)).then(() => host.kill())
    await Promise.all([work(), killed])
    host = await startHost(folder, ['--sandbox', 'off'])
    await hold()
  }
  const rows = await rowsOf('SELECT n FROM killed')
  expect(rows).toEqual([...new Set(rows)])
  expect(rows).toEqual(expect.arrayContaining([...told.rows]))
  expect(rows.filter((row) => !told.openRows.has(row))).toEqual([])
  // What the dead had open on the server is closed, and what the living one has ends with it.
  await expect.poll(() => sessionsNoted().filter((processId) => processId !== host.child.pid), { timeout: 30_000 }).toEqual([])
  expect(await host.end()).toBe(0)
  expect(sessionsNoted()).toEqual([])
}, KILLS * 20_000)

/** The processes whose sessions are noted as open. */
function sessionsNoted(): number[] {
  const database = new DatabaseSync(join(folder, 'tessera.db'), { readOnly: true })
  try {
    return database.prepare('SELECT process_id AS id FROM open_sessions').all().map(({ id }) => Number(id))
  } finally {
    database.close()
  }
}

it('a killed host takes the MariaDB of its sandbox with it', async () => {
  host = await startHost(folder, ['--sandbox', 'mariadb'])
  await expect.poll(async () => value(await host.rpc.app.info({})).sandbox.state, { timeout: 60_000 }).toBe('ready')
  const own = `tessera-sandbox-${host.child.pid}-`
  expect(processesWith(own).length).toBeGreaterThan(0)
  await host.kill()
  await expect.poll(() => processesWith(own), { timeout: 20_000 }).toEqual([])
})

/** Command lines of running processes that name `text`. */
function processesWith(text: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      return line.includes(text) ? [line] : []
    } catch {
      return []
    }
  })
}
