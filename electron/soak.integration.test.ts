/** Many tabs and queries through the host as it is built; `npm run soak` takes 1,000 tabs and 10,000 queries. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ConnectionSettings } from '../shared/model/connection.ts'
import { runId, tabId, type ConnectionId } from '../shared/model/ids.ts'
import type { Result } from '../shared/model/result.ts'
import { startSandboxThread, type SandboxThread } from './sandbox/sandbox-thread.ts'
import { startHost, type HostProcess } from './web/fixtures/host-client.ts'
import { probeOf, type Held, type ProcessProbe } from './web/fixtures/process-probe.ts'

const TABS = Number(process.env.TESSERA_SOAK_TABS ?? 120)
const QUERIES = Number(process.env.TESSERA_SOAK_QUERIES ?? 1_200)
/** What is made once and kept: code that was compiled, connections that are kept for the next call. */
const WARM_UP = 0.25

const folder = mkdtempSync(join(tmpdir(), 'tessera-soak-'))
let sandbox: SandboxThread
let host: HostProcess
let probe: ProcessProbe
const connections = {} as Record<'dms' | 'maxscale' | 'drds', ConnectionId>

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../build/build.mjs', import.meta.url))])
  sandbox = await startSandboxThread({ engine: 'sqlite' })
  host = await startHost(folder, ['--sandbox', 'off'], ['--inspect=127.0.0.1:0'])
  probe = await probeOf(host.said())
  value(await host.rpc.vault.useSession({}))
  const common = { environment: 'development', readOnly: false, timeoutSeconds: 30 }
  const { dms, maxscale, drds } = sandbox
  const create = async (settings: object, secrets: Record<string, string>) =>
    value(await host.rpc.connections.create({ settings: ConnectionSettings.parse({ ...common, ...settings }), secrets })).id
  const { restPassword, databasePassword } = maxscale
  connections.dms = await create({ kind: 'dms', name: 'dms', ...dms }, { accessSecret: dms.accessSecret })
  connections.maxscale = await create({ kind: 'maxscale', name: 'maxscale', ...maxscale }, { restPassword, databasePassword })
  connections.drds = await create({ kind: 'drds', name: 'drds', format: 'JSON', ...drds }, { accessKeySecret: drds.accessKeySecret })
})
afterAll(async () => {
  probe.close()
  await host.kill()
  await sandbox.close()
  rmSync(folder, { recursive: true })
})

let number = 0
async function run(connection: ConnectionId, tab: string, sql: string) {
  const own = runId(`r${(number += 1)}`)
  const answer = await host.rpc.query.run({ runId: own, tabId: tabId(tab), connectionId: connection, sql, rowLimit: 500 })
  value(await host.rpc.query.received({ runId: own }))
  return answer
}

const statements = ['SELECT 1', 'SELECT * FROM orders LIMIT 300', 'SELECT * FROM nowhere', 'SELECT COUNT(*) FROM orders WHERE id < 1000']

/** One thing in turn: a statement through DMS, one through MaxScale, a question to DRDS. */
async function ask(query: number): Promise<void> {
  const sql = statements[query % statements.length] ?? ''
  if (query % 3 === 0) await run(connections.dms, `t${query % 4}`, sql)
  else if (query % 3 === 1) await run(connections.maxscale, `t${query % 4}`, sql)
  else value(await host.rpc.drds.listInstances({ connectionId: connections.drds }))
}

/** A tab that is opened, typed and run in, saved with the others, and closed. */
async function openAndClose(number: number): Promise<void> {
  const id = tabId(`tab-${number}`)
  const tab = { id, title: 'x', text: 'SELECT 1', connectionId: connections.maxscale, database: '', caret: 0, view: 'query' as const }
  value(await host.rpc.workspace.save({ tabs: [tab], activeTabId: id, layout: {} }))
  value(await host.rpc.workspace.typed({ tabId: id, seq: 1, changes: [{ at: 8, removed: 0, text: ' ' }] }))
  await run(connections.maxscale, id, 'SELECT 1')
  value(await host.rpc.query.closeTab({ tabId: id }))
  value(await host.rpc.workspace.save({ tabs: [], activeTabId: null, layout: {}, closed: [{ tab, at: 0 }] }))
}

async function repeat(times: number, work: (number: number) => Promise<void>): Promise<void> {
  for (let done = 0; done < times; done += 1) await work(done)
}

/** By how much it may differ where it settles: buffers and connections are given back beside a collection and after it. */
const bounds = { heap: 3_000_000, buffers: 3_000_000, handles: 4, files: 4, listeners: 0 } satisfies Held
const patience = { timeout: 30_000, interval: 500 }

/** What grew beyond its bound, and by how much. */
async function grownSince(before: Held): Promise<Partial<Held>> {
  const now = await probe.held()
  const names = Object.keys(bounds) as (keyof Held)[]
  return Object.fromEntries(names.map((name) => [name, now[name] - before[name]] as const).filter(([name, by]) => by > bounds[name]))
}

it(`${QUERIES} queries of three kinds leave the host's heap, buffers, handles, files and listeners as they were`, async () => {
  await repeat(QUERIES * WARM_UP, ask)
  const before = await probe.held()
  await repeat(QUERIES, ask)
  await expect.poll(() => grownSince(before), patience).toEqual({})
}, 60_000 + QUERIES * 200)

it(`${TABS} tabs opened, run in and closed leave the host as it was, and no session open`, async () => {
  await repeat(TABS * WARM_UP, openAndClose)
  const before = await probe.held()
  await repeat(TABS, openAndClose)
  await expect.poll(() => grownSince(before), patience).toEqual({})
  const open = value(await host.rpc.sessions.list({})).map(({ tabId: id }) => String(id))
  expect(open.filter((id) => id.startsWith('tab-'))).toEqual([])
}, 60_000 + TABS * 500)
