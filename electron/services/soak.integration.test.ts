import { spawn, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectionId, runId, tabId } from '../../shared/model/ids.ts'
import type { SandboxAddresses } from '../sandbox/addresses.ts'
import { Secret } from '../vault/secret.ts'
import { queryServices } from './fixtures/query-services.ts'
import { usualNetwork } from '../../shared/model/connection.ts'

const SESSIONS = 8
const QUERIES = 5_000
const WARM_UP = 1_000

let server: ChildProcess
let maxscale: SandboxAddresses['maxscale']

// A process of its own: what it keeps is not counted as ours, nor ours as its.
beforeAll(async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  // A bound on its heap keeps what was not collected yet from passing for a leak; what really leaks shows all the same.
  server = spawn(process.execPath, ['--max-old-space-size=200', 'electron/sandbox/main.ts', '--engine', 'mariadb'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
  const line = await new Promise<string>((resolve, reject) => {
    server.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString()))
    server.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)))
  })
  maxscale = (JSON.parse(line) as SandboxAddresses).maxscale
})
afterAll(async () => {
  server.kill('SIGTERM')
  await new Promise((resolve) => server.once('exit', resolve))
})

/** What people run: rows few and many, writes, transactions, errors, variables. */
const statements = [
  'SELECT 1', 'SELECT * FROM orders LIMIT 500', 'SELECT COUNT(*) FROM orders WHERE id < 1000', 'BEGIN', 'UPDATE orders SET amount = amount WHERE id = 1', 'ROLLBACK',
  'SELECT * FROM nowhere', 'SET @mine = 7', 'SELECT @mine', 'SHOW TABLES',
]

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** What a process holds: memory after a collection, handles that are open, kilobytes that the server has resident. */
function held() {
  collect()
  return {
    heap: process.memoryUsage().heapUsed,
    buffers: process.memoryUsage().arrayBuffers,
    handles: process.getActiveResourcesInfo().length,
    files: readdirSync('/proc/self/fd').length,
    server: Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]),
  }
}

it('5,000 queries over 8 sessions leave memory, handles and the sessions of the server as they were', async () => {
  const { baseUrl, restUser, restPassword, target, databaseUser, databasePassword, database } = maxscale
  const settings = {
    kind: 'maxscale', ...usualNetwork, name: 'soak', environment: 'development', readOnly: false, timeoutSeconds: 60, baseUrl, restUser, target, databaseUser, database,
    signIn: 'basic', tokenPlace: 'cookie',
  } as const
  const services = await queryServices(() => Promise.resolve({ settings, secrets: { restPassword: new Secret(restPassword), databasePassword: new Secret(databasePassword) } }))
  let runs = 0
  const run = (tab: number, sql: string) =>
    services.query.handlers.run({ runId: runId(`run-${(runs += 1)}`), tabId: tabId(`tab-${tab}`), connectionId: connectionId('c'), sql, rowLimit: 1_000 })
  const runAll = (queries: number) =>
    Promise.all(
      Array.from({ length: SESSIONS }, async (_, tab) => {
        for (let query = 0; query < queries / SESSIONS; query += 1) await run(tab, statements[query % statements.length] ?? '')
      }),
    )
  const openSessions = async () => {
    const headers = { Authorization: `Basic ${Buffer.from(`${restUser}:${restPassword}`).toString('base64')}` }
    return ((await (await fetch(`${baseUrl}/v1/sql`, { headers })).json()) as { data: unknown[] }).data.length
  }
  const threads = async () => (await run(0, `SELECT id FROM information_schema.PROCESSLIST WHERE USER = '${databaseUser}'`))[0]

  await runAll(WARM_UP)
  const before = held()
  await runAll(QUERIES)
  const after = held()
  expect(runs).toBeGreaterThanOrEqual(WARM_UP + QUERIES)
  expect(after.heap - before.heap).toBeLessThan(3_000_000)
  // Buffers are given back beside a collection and after it, and connections that are kept for the next call come and
  // go: what matters is where they settle.
  await expect.poll(() => held().buffers - before.buffers, { timeout: 20_000 }).toBeLessThan(3_000_000)
  await expect.poll(() => held().handles - before.handles, { timeout: 20_000 }).toBeLessThanOrEqual(4)
  await expect.poll(() => held().files - before.files, { timeout: 20_000 }).toBeLessThanOrEqual(4)
  expect(after.server - before.server).toBeLessThan(90_000)
  expect(await openSessions()).toBe(SESSIONS)
  expect(await threads()).toMatchObject({ data: { segments: [{ rowCount: SESSIONS }] } })
  await services.close()
  expect(await openSessions()).toBe(0)
}, 180_000)
