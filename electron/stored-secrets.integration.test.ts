/** Where stored secrets go: the second of two servers, which the window or an edited database names, gets no byte. */
import { connect } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ConnectionSettings, type SecretName } from '../shared/model/connection.ts'
import { runId, tabId } from '../shared/model/ids.ts'
import { openCore, type Core } from './app-core.ts'
import { closeServers, failureFrom, tcp } from './http/fixtures/test-servers.ts'
import { nodePlatform } from './platform/node-platform.ts'
import { startSandboxThread } from './sandbox/sandbox-thread.ts'

type Sandbox = Awaited<ReturnType<typeof startSandboxThread>>

const folder = mkdtempSync(join(tmpdir(), 'tessera-stored-secrets-'))
let mine: Sandbox
let other: Sandbox
let core: Core
/** All that came to the second server, and how many came. */
let received = ''
let callers = 0

/** Stands before a server, and notes each byte that is sent to it. */
const listener = (address: string) =>
  tcp((socket) => {
    const { hostname, port } = new URL(address)
    const onward = connect(Number(port), hostname)
    callers += 1
    socket.on('data', (bytes) => (received += bytes.toString('latin1')))
    onward.on('error', () => socket.destroy())
    socket.pipe(onward).pipe(socket)
  })

let to: Record<ConnectionSettings['kind'], string>
beforeAll(async () => {
  ;[mine, other] = await Promise.all([startSandboxThread({ engine: 'sqlite' }), startSandboxThread({ engine: 'sqlite' })])
  core = await openCore(nodePlatform('terminal', folder), { sandboxEngine: 'sqlite' })
  await core.handlers.vault.create({ passphrase: 'correct horse battery' })
  to = { dms: await listener(other.dms.endpoint), drds: await listener(other.drds.endpoint), maxscale: await listener(other.maxscale.baseUrl) }
})
beforeEach(() => {
  received = ''
  callers = 0
})
afterAll(async () => {
  await core.close()
  await closeServers()
  await Promise.all([mine.close(), other.close()])
  rmSync(folder, { recursive: true })
})

let count = 0
async function stored(kind: ConnectionSettings['kind']) {
  const { dms, drds, maxscale } = mine
  const own = { dms, drds: { ...drds, format: 'JSON' }, maxscale }[kind]
  const settings = ConnectionSettings.parse({ kind, name: `${kind} ${(count += 1)}`, environment: 'development', readOnly: false, timeoutSeconds: 20, proxy: 'none', ...own })
  const secrets: Partial<Record<SecretName, string>> = {
    dms: { accessSecret: dms.accessSecret },
    drds: { accessKeySecret: drds.accessKeySecret },
    maxscale: { restPassword: maxscale.restPassword, databasePassword: maxscale.databasePassword },
  }[kind]
  const { id } = await core.handlers.connections.create({ settings, secrets })
  const there = ConnectionSettings.parse({ ...settings, ...(kind === 'maxscale' ? { baseUrl: to.maxscale } : { endpoint: to[kind] }) })
  return { id, settings, there, secrets }
}

const refusal = async (call: unknown) => (await failureFrom(Promise.resolve(call))).code
const expectNothingSent = () => expect({ callers, received }).toEqual({ callers: 0, received: '' })

describe.each(['dms', 'drds', 'maxscale'] as const)('the stored secrets of a %s connection', (kind) => {
  it('are sent to their own server, and nothing goes to another that the window names', async () => {
    const { id, settings, there } = await stored(kind)
    expect((await core.handlers.connections.test({ connectionId: id, settings, secrets: {} })).steps.length).toBeGreaterThan(0)
    expect(await refusal(core.handlers.connections.test({ connectionId: id, settings: there, secrets: {} }))).toBe('vault.secretElsewhere')
    expect(await refusal(core.handlers.connections.update({ connectionId: id, settings: there, secrets: {} }))).toBe('vault.secretElsewhere')
    expect((await core.handlers.connections.test({ connectionId: id, settings, secrets: {} })).steps.length).toBeGreaterThan(0)
    expectNothingSent()
  })

  it('are not read by a proxy that the window puts before plain http', async () => {
    const { id, settings } = await stored(kind)
    const behind = { ...settings, proxy: 'own' as const, proxyUrl: to[kind] }
    expect(await refusal(core.handlers.connections.test({ connectionId: id, settings: behind, secrets: {} }))).toBe('vault.secretOtherWay')
    expectNothingSent()
  })

  it('are not sent where an edited database says', async () => {
    const { id, there } = await stored(kind)
    const database = new DatabaseSync(join(folder, 'tessera.db'), { timeout: 5_000 })
    database.prepare('UPDATE connections SET settings = ? WHERE id = ?').run(JSON.stringify(there), id)
    database.close()
    expect(await refusal(core.handlers.connections.test({ connectionId: id, settings: there, secrets: {} }))).toBe('vault.secretElsewhere')
    const used = kind === 'drds' ? core.handlers.drds.listInstances({ connectionId: id }) : core.handlers.query.run({ runId: runId('r'), tabId: tabId('t'), connectionId: id, sql: 'SELECT 1', rowLimit: 10 })
    expect(await refusal(used)).toBe('vault.secretElsewhere')
    expectNothingSent()
  })

  it('are replaced by what is typed for the other server, which is all that it gets', async () => {
    const { id, there, secrets } = await stored(kind)
    const typed = Object.fromEntries(Object.keys(secrets).map((name) => [name, 'typed-for-the-other']))
    await refusal(core.handlers.connections.test({ connectionId: id, settings: there, secrets: typed }))
    expect(callers).toBeGreaterThan(0)
    for (const secret of Object.values(secrets)) {
      expect(received).not.toContain(secret)
      for (const [, basic = ''] of received.matchAll(/Basic ([\w+/=]+)/g)) expect(Buffer.from(basic, 'base64').toString()).not.toContain(secret)
    }
  })
})

it('targets are not asked of another MaxScale with the stored password, nor for another user', async () => {
  const { id, settings } = await stored('maxscale')
  if (settings.kind !== 'maxscale') throw new Error('a MaxScale was stored')
  const { proxy, proxyUrl, proxyUser, certificateAuthority, pinnedCertificate, baseUrl, restUser, signIn } = settings
  const rest = { proxy, proxyUrl, proxyUser, certificateAuthority, pinnedCertificate, baseUrl, restUser, signIn }
  const targets = async (change: object) => core.handlers.maxscale.targets({ connectionId: id, settings: { ...rest, ...change }, secrets: {} })
  expect((await targets({})).map(({ name }) => name)).toContain(mine.maxscale.target)
  expect(await refusal(targets({ baseUrl: to.maxscale }))).toBe('vault.secretElsewhere')
  expect(await refusal(targets({ restUser: 'root' }))).toBe('vault.secretOtherUser')
  expect(await refusal(targets({ proxy: 'own', proxyUrl: to.maxscale }))).toBe('vault.secretOtherWay')
  expectNothingSent()
})
