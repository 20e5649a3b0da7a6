/** A whole session with marked secrets, every server of which repeats what it was sent, in every field and spelling. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { ChangePlan, DrdsChange } from '../shared/model/drds-change.ts'
import type { Connection } from '../shared/model/connection.ts'
import { decodeFrame, encodeFrame, NO_ID } from '../shared/contract/frame.ts'
import type { Result } from '../shared/model/result.ts'
import { seededEngine } from './clients/fixtures/seeded-engine.ts'
import { filesIn, foundIn, marked } from './fixtures/marked-secrets.ts'
import { startDmsProxy } from './sandbox/dms-proxy.ts'
import { demo } from './sandbox/drds/base-calls.ts'
import { startDrdsOpenApi } from './sandbox/drds-openapi.ts'
import { echoAnswer, type Echo } from './sandbox/echo.ts'
import type { Engine } from './sandbox/engine/engine.ts'
import { createFaults, type FaultOrder } from './sandbox/faults.ts'
import type { LoopbackServer } from './sandbox/loopback-server.ts'
import { startMaxScaleRest } from './sandbox/maxscale-rest.ts'
import { spellingNames } from './sandbox/spellings.ts'
import { protocolsOf, signIn, socketUrl } from './web/fixtures/host-session.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tessera-leaks-'))
const [userData, temporary] = ['data', 'tmp'].map((name) => join(folder, name)) as [string, string]

const faults = { dms: createFaults(), drds: createFaults(), maxscale: createFaults() }
let engine: Engine
const servers: LoopbackServer[] = []
let maxScaleTarget = ''
let proxy: Server
/** What the proxy says next. */
let proxyEcho: Echo = { shape: 'refusal', spelling: 'plain', status: 502 }
let host: ChildProcess
let said = ''
let socket: WebSocket
/** Everything that the page was sent, as it came. */
const frames: Buffer[] = []
const waiting = new Map<number, (result: Result<unknown>) => void>()
let lastId = NO_ID

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [path('../build/build.mjs')])
  mkdirSync(temporary)
  engine = await seededEngine('sqlite', [{ user: 'anna', password: marked.databasePassword }])
  const grants = [{ accessId: 'user', accessSecret: marked.accessSecret, retiredSecrets: [] }]
  const maxscale = await startMaxScaleRest({ engine, port: 0, users: [{ name: 'admin', password: marked.restPassword }], faults: faults.maxscale, secureGui: false })
  // A server itself.
  maxScaleTarget = maxscale.targets.at(-1) ?? ''
  servers.push(
    await startDmsProxy({ engine, port: 0, grants, collaboration: 'secure', faults: faults.dms }),
    await startDrdsOpenApi({ port: 0, accounts: [{ accessKeyId: 'LTAI1', accessKeySecret: marked.accessKeySecret }], faults: faults.drds }),
    maxscale,
  )
  proxy = createServer((request, response) => {
    const { status, statusText, headers = {}, body } = echoAnswer(request, new Uint8Array(), proxyEcho, { status: 200, body: '' })
    response.writeHead(status, statusText, headers).end(body)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  host = spawn(process.execPath, [path('../out/serve.js'), '--no-open', '--sandbox', 'off', '--user-data', userData], {
    env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8', TMPDIR: temporary, HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString('latin1')
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(said)
      if (found) resolve(found[0])
    }
    host.stdout?.on('data', hear)
    host.stderr?.on('data', hear)
    host.once('exit', () => reject(new Error(said)))
  })
  const session = await signIn(url)
  socket = new WebSocket(socketUrl(session.origin), protocolsOf(session), { headers: { cookie: session.cookie, origin: session.origin } })
  socket.on('message', (data: Buffer) => {
    frames.push(data)
    const { id, body } = decodeFrame(data)
    waiting.get(id)?.((body as { result: Result<unknown> }).result)
    waiting.delete(id)
  })
  await new Promise((resolve) => socket.once('open', resolve))
}, 120_000)

afterAll(async () => {
  socket.close()
  host.kill('SIGKILL')
  proxy.close()
  await Promise.all(servers.map((server) => server.close()))
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

/** As the page calls. */
function ask<Value>(domain: string, action: string, input: unknown): Promise<Result<Value>> {
  lastId += 1
  const id = lastId
  return new Promise((resolve) => {
    waiting.set(id, (result) => resolve(result as Result<Value>))
    socket.send(Buffer.concat(encodeFrame(id, { domain, action, input })))
  })
}

async function given<Value>(domain: string, action: string, input: unknown): Promise<Value> {
  const result = await ask<Value>(domain, action, input)
  if (!result.ok) throw new Error(`${domain}.${action}: ${JSON.stringify(result.failure)}`)
  return result.value
}

const common = { environment: 'development', readOnly: false, timeoutSeconds: 20, proxy: 'none' }
const settingsOf = () => {
  const [dms, drds, maxscale] = servers.map(({ url }) => url)
  const target = maxScaleTarget
  const ofDms = { ...common, kind: 'dms', endpoint: dms, accessId: 'user', schema: 'goods', collaboration: 'secure' }
  const { port } = proxy.address() as AddressInfo
  return {
    dms: { ...ofDms, name: 'dms' },
    proxied: { ...ofDms, name: 'proxied', proxy: 'own', proxyUrl: `http://127.0.0.1:${port}`, proxyUser: 'anna' },
    drds: { ...common, kind: 'drds', name: 'drds', accessKeyId: 'LTAI1', regionId: 'cn-hangzhou', endpoint: drds, format: 'JSON', passwordPlace: 'body' },
    maxscale: { ...common, kind: 'maxscale', name: 'maxscale', baseUrl: maxscale, restUser: 'admin', target, databaseUser: 'anna', database: 'goods' },
    token: { ...common, kind: 'maxscale', name: 'token', signIn: 'token', tokenPlace: 'parameter', baseUrl: maxscale, restUser: 'admin', target, databaseUser: 'anna', database: 'goods' },
  }
}
const secretsOf = {
  dms: { accessSecret: marked.accessSecret },
  proxied: { accessSecret: marked.accessSecret, proxyPassword: marked.proxyPassword },
  drds: { accessKeySecret: marked.accessKeySecret },
  maxscale: { restPassword: marked.restPassword, databasePassword: marked.databasePassword },
  token: { restPassword: marked.restPassword, databasePassword: marked.databasePassword },
}

/** Nothing that answers rows: those are data, and shown as they are. */
const statement = 'UPDATE items SET note = note WHERE id = 0'
/** The shapes take turns over the spellings: a field is masked in the same way whatever its place. */
const shapes: readonly Omit<Echo, 'spelling'>[] = [
  { shape: 'refusal', status: 400 },
  { shape: 'page', status: 200 }, { shape: 'refusal', status: 500 }, { shape: 'own', status: 200 }, { shape: 'page', status: 502 }, { shape: 'refusal', status: 200 },
]
const statuses = [201, 302, 401, 403, 404, 407, 408, 429, 503]
const rounds: Echo[] = [
  ...spellingNames.flatMap((spelling, turn): Echo[] => shapes.slice(turn % shapes.length, (turn % shapes.length) + 1).map((shape) => ({ ...shape, spelling }))),
  ...statuses.map((status): Echo => ({ shape: 'refusal', status, spelling: 'percentLowerCase' })),
]

it('leaves no secret in a frame, a file, the log, what is printed, the arguments or the environment, whatever the servers repeat', async () => {
  await given('vault', 'create', { passphrase: marked.passphrase })
  const settings = settingsOf()
  const ids = new Map<string, Connection['id']>()
  for (const name of ['dms', 'proxied', 'drds', 'maxscale', 'token'] as const) {
    ids.set(name, (await given<Connection>('connections', 'create', { settings: settings[name], secrets: secretsOf[name] })).id)
  }
  const shop = { connectionId: ids.get('drds'), regionId: 'cn-hangzhou', instanceId: demo.production, database: 'shop' }
  const change = { kind: 'resetPassword', at: shop, password: marked.newPassword } as DrdsChange
  const { basis } = await given<ChangePlan>('drds', 'plan', { ...change, password: '' })
  // Every server is well to begin with: what follows is what they repeat.
  for (const name of ['dms', 'drds', 'maxscale', 'token'] as const) await given('connections', 'test', { connectionId: ids.get(name), settings: settings[name], secrets: {} })

  let failures = 0
  const counted = async (answer: Promise<Result<unknown>>): Promise<void> => {
    const result = await answer
    if (!result.ok) failures += 1
    else if (JSON.stringify(result.value ?? null, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)).includes('"kind":"error"')) failures += 1
  }
  const testOf = (name: keyof typeof settings) => ask('connections', 'test', { connectionId: ids.get(name), settings: settings[name], secrets: secretsOf[name] })

  async function ofDms(order: FaultOrder, turn: number): Promise<void> {
    faults.dms.order(order)
    for (const name of ['dms', 'proxied']) await counted(ask('query', 'run', { runId: `${name}-${turn}`, tabId: name, connectionId: ids.get(name), sql: statement, rowLimit: 10 }))
  }
  async function ofDrds(order: FaultOrder, { status }: Echo): Promise<void> {
    // Throttling and 503 are tried again for seconds: changes are sent once.
    if (status !== 429 && status !== 503) {
      faults.drds.order({ ...order, match: 'DescribeDrdsInstances' })
      await counted(ask('drds', 'listInstances', { connectionId: ids.get('drds') }))
      faults.drds.clear()
    }
    faults.drds.order({ ...order, match: 'ModifyDrdsDBPasswd' })
    await counted(ask('drds', 'apply', { change, confirmed: '', basis }))
  }
  const reads = [
    () => testOf('maxscale'),
    () => ask('maxscale', 'overview', { connectionId: ids.get('maxscale'), sessions: 'all' }),
    () => testOf('token'),
    () => ask('maxscale', 'targets', { connectionId: ids.get('maxscale'), settings: settings.maxscale, secrets: secretsOf.maxscale }),
    () => ask('maxscale', 'overview', { connectionId: ids.get('token'), sessions: 'ours' }),
  ]
  async function ofMaxScale(order: FaultOrder, turn: number): Promise<void> {
    const name = turn % 2 === 0 ? 'maxscale' : 'token'
    // Its statement alone, on a session that is well.
    faults.maxscale.order({ ...order, match: '/queries' })
    const tabId = `t-${name}-${turn}`
    await counted(ask('query', 'run', { runId: tabId, tabId, connectionId: ids.get(name), sql: statement, rowLimit: 10 }))
    faults.maxscale.clear()
    await ask('query', 'closeTab', { tabId })
    faults.maxscale.order({ ...order, persistent: true })
    await counted(reads[turn % reads.length]!())
    faults.maxscale.clear()
  }

  for (const [turn, echo] of rounds.entries()) {
    const order: FaultOrder = { fault: 'echo', ...echo }
    proxyEcho = echo
    await Promise.all([ofDms(order, turn), ofDrds(order, echo), ofMaxScale(order, turn)])
    for (const one of Object.values(faults)) one.clear()
  }
  // What is kept of it all, and shown on demand.
  const calls = await given<{ id: number }[]>('drds', 'calls', { connectionId: ids.get('drds') })
  for (const { id } of calls) await given('drds', 'callDetail', { id })
  await given('drds', 'audit', { connectionId: null, before: null })
  await given('support', 'read', {})
  await given('connections', 'list', {})

  const process = (name: string) => readFileSync(`/proc/${host.pid}/${name}`)
  const files = [...filesIn(userData), ...filesIn(temporary)]
  const page = Buffer.concat(frames)
  const found = [
    ...foundIn('a frame', page), ...foundIn('what was printed', Buffer.from(said, 'latin1')), ...foundIn('arguments', process('cmdline')), ...foundIn('environment', process('environ')),
    ...files.flatMap(({ path: name, bytes }) => foundIn(name.slice(folder.length), bytes)),
  ]
  const searched = `${rounds.length} rounds in ${spellingNames.length} spellings, ${failures} failures; ${frames.length} frames of ${page.length} bytes, ${files.length} files of ${files.reduce((sum, { bytes }) => sum + bytes.length, 0)} bytes`
  console.log(`leaks: searched ${searched}`)
  expect(failures).toBeGreaterThan(rounds.length * 4)
  expect(files.map(({ path: name }) => name.split('/').at(-1))).toEqual(expect.arrayContaining(['tessera.log', 'vault.json']))
  expect(found).toEqual([])
}, 180_000)
