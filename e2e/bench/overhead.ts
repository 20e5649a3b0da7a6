/**
 * `node e2e/bench/overhead.ts [--check]`: a query of 3,000×30 through MaxScale as Tessera runs it, as a ratio to a bare
 * HTTP client's request to the same server, in one run.
 *
 * Ours: guard, session, asynchronous query and its polling, index, the copy to another thread, a screenful decoded there
 * (overhead-reader.ts); over when that thread has it, as a renderer waits for nothing more of main.
 * The bare client: one POST of the same statement on a kept connection, and its answer's bytes. The server is the
 * sandbox on MariaDB in a process of its own. The two take turns in going first, each when what the other has left is
 * collected; medians. `--check` exits 1 when the bound is broken in each of four rounds.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { SandboxAddresses } from '../../electron/sandbox/addresses.ts'
import { createEventHub } from '../../electron/services/event-hub.ts'
import { createRests } from '../../electron/services/maxscale-rests.ts'
import { createQueryService } from '../../electron/services/query-service.ts'
import { createSessionOpener } from '../../electron/services/session-opener.ts'
import { createTabSessions } from '../../electron/services/tab-sessions.ts'
import { Secret } from '../../electron/vault/secret.ts'
import { connectionId, runId, tabId } from '../../shared/model/ids.ts'
import { withKeptMemory } from './kept-memory.ts'
import type { Seen } from './overhead-reader.ts'
import { usualNetwork } from '../../shared/model/connection.ts'

const ROWS = 3_000
const COLUMNS = 30
const BOUND = 1.15
const SAMPLES = 41
const ROUNDS = 4
/** One heap on either side: without a rest before each query the next one pays for what the last one left there. */
const REST_MS = 50
const sql = 'SELECT * FROM wide'

/** 30 columns of the kinds that tables have. */
const seed = `CREATE DATABASE bench; USE bench;
CREATE TABLE wide (${Array.from({ length: COLUMNS }, (_, at) => `c${at} ${['BIGINT', 'DECIMAL(20,4)', 'VARCHAR(40)', 'DATETIME'][at % 4]}`).join(', ')});
INSERT INTO wide SELECT ${Array.from({ length: COLUMNS }, (_, at) => [`seq * 9007199254740 + ${at}`, `seq / 7 + ${at}`, `CONCAT('订单 order ', seq, ' of ${at}')`, `'2026-01-01' + INTERVAL seq MINUTE`][at % 4]).join(', ')} FROM seq_1_to_${ROWS};
`

async function bench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-overhead-'))
  await writeFile(join(folder, 'seed.sql'), seed)
  const { addresses, child } = await startServer(join(folder, 'seed.sql'))
  const worker = new Worker(new URL('./overhead-reader.ts', import.meta.url))
  try {
    const tessera = await ours(addresses.maxscale, worker)
    const bare = await bareClient(addresses.maxscale)
    for (let warm = 0; warm < 30; warm++) await Promise.all([tessera.query(), bare.query()])
    const rounds = process.argv.includes('--check') ? ROUNDS : 1
    let ratio = Infinity
    for (let round = 0; round < rounds && ratio > BOUND; round++) ratio = Math.min(ratio, await measure(tessera.query, bare.query))
    console.log(`MaxScale ${ROWS.toLocaleString('en')}×${COLUMNS}, to a bare client's request   ${ratio.toFixed(2)}   ≤ ${BOUND}${ratio > BOUND ? '  above its bound' : ''}`)
    if (rounds > 1 && ratio > BOUND) process.exitCode = 1
    await tessera.close()
    bare.close()
  } finally {
    await worker.terminate()
    child.kill('SIGTERM')
    await new Promise((resolve) => child.once('exit', resolve))
    await rm(folder, { recursive: true })
  }
}

/** Runs its query and answers when it was over, in nanoseconds of the process's steady clock. */
type Contestant = () => Promise<bigint>

async function measure(ours: Contestant, bare: Contestant): Promise<number> {
  const times: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] }
  const timed = async (whose: 'ours' | 'bare', query: Contestant) => {
    await new Promise((resolve) => setTimeout(resolve, REST_MS))
    const from = process.hrtime.bigint()
    times[whose].push(Number((await query()) - from))
  }
  for (let sample = 0; sample < SAMPLES; sample++) {
    if (sample % 2 === 0) await timed('ours', ours)
    await timed('bare', bare)
    if (sample % 2 === 1) await timed('ours', ours)
  }
  return median(times.ours) / median(times.bare)
}

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0

/** The services as the app puts them together; what they answer is posted to another thread, as to a renderer. */
async function ours(maxscale: SandboxAddresses['maxscale'], worker: Worker) {
  const settings = {
    kind: 'maxscale', ...usualNetwork, name: 'bench', environment: 'development', readOnly: false, timeoutSeconds: 60, signIn: 'basic', tokenPlace: 'cookie', baseUrl: maxscale.baseUrl, restUser: maxscale.restUser, target: maxscale.target, databaseUser: maxscale.databaseUser, database: 'bench',
  } as const
  const secrets = { restPassword: new Secret(maxscale.restPassword), databasePassword: new Secret(maxscale.databasePassword) }
  const journal = { opened: () => Promise.resolve(), closed: () => Promise.resolve(), orphans: () => [], tokenOf: () => Promise.resolve(undefined) }
  const opener = createSessionOpener({ restOf: createRests(), journal })
  const sessions = createTabSessions({ opener, announce: () => undefined })
  const service = createQueryService({ resolveConnection: () => Promise.resolve({ settings, secrets }), sessions, opener, events: createEventHub() })
  let runs = 0
  return {
    async query(): Promise<bigint> {
      const results = await service.handlers.run({ runId: runId(`r${(runs += 1)}`), tabId: tabId('t'), connectionId: connectionId('c'), sql, rowLimit: ROWS })
      const { rows, columns, at } = await new Promise<Seen>((resolve) => {
        worker.once('message', resolve)
        worker.postMessage(results)
      })
      if (rows !== ROWS || columns !== COLUMNS) throw new Error(`${rows}×${columns}`)
      return at
    },
    close: () => service.close(),
  }
}

/** Node's own client, a kept connection, and the same statement answered at once. */
async function bareClient({ baseUrl, restUser, restPassword, target, databaseUser, databasePassword }: SandboxAddresses['maxscale']) {
  const agent = new Agent({ keepAlive: true })
  const Authorization = `Basic ${Buffer.from(`${restUser}:${restPassword}`).toString('base64')}`
  const post = (path: string, body: object) =>
    new Promise<Buffer>((resolve, reject) => {
      const text = JSON.stringify(body)
      const headers = { Authorization, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }
      const outgoing = request(`${baseUrl}/v1/sql${path}`, { method: 'POST', agent, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => resolve(Buffer.concat(chunks)))
      })
      outgoing.on('error', reject)
      outgoing.end(text)
    })
  const opened = JSON.parse((await post('?pretty=false', { target, user: databaseUser, password: databasePassword, db: 'bench', timeout: 75 })).toString()) as { data: { id: string }; meta: { token: string } }
  return {
    async query(): Promise<bigint> {
      const bytes = await post(`/${opened.data.id}/queries?pretty=false&token=${opened.meta.token}`, { sql, max_rows: ROWS + 1 })
      const at = process.hrtime.bigint()
      if (bytes.length < ROWS * COLUMNS) throw new Error(bytes.toString())
      return at
    },
    close: () => agent.destroy(),
  }
}

async function startServer(seedFile: string): Promise<{ addresses: SandboxAddresses; child: ChildProcess }> {
  const child = spawn(process.execPath, ['electron/sandbox/main.ts', '--engine', 'mariadb', '--seed', seedFile], { stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('\n')) resolve(said)
    })
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)))
  })
  return { addresses: JSON.parse(line) as SandboxAddresses, child }
}

await withKeptMemory(bench)
