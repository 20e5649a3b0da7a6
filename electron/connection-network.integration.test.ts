import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeFailure } from '../shared/i18n/describe-failure.ts'
import { ConnectionSettings, type ConnectionKind, type SecretName } from '../shared/model/connection.ts'
import { openCore, type Core } from './app-core.ts'
import certificates from './http/fixtures/test-certificates.json' with { type: 'json' }
import { httpProxy, socksProxy, type TestProxy } from './http/fixtures/test-proxies.ts'
import { closeServers, failureFrom, gateway, http, https } from './http/fixtures/test-servers.ts'
import { environmentProxy } from './platform/environment-proxy.ts'
import { nodePlatform } from './platform/node-platform.ts'
import { startSandboxThread } from './sandbox/sandbox-thread.ts'

const kinds = ['dms', 'drds', 'maxscale'] as const
const folder = mkdtempSync(join(tmpdir(), 'tessera-network-'))
const pin = new X509Certificate(certificates.localhost).fingerprint256
let sandbox: Awaited<ReturnType<typeof startSandboxThread>>
let core: Core
let environment: Record<string, string>
let proxy: TestProxy

beforeAll(async () => {
  sandbox = await startSandboxThread({ engine: 'sqlite' })
  core = await openCore({ ...nodePlatform('terminal', folder), systemProxy: async (url) => environmentProxy(url, environment) }, { sandboxEngine: 'sqlite' })
  await core.handlers.vault.create({ passphrase: 'correct horse battery' })
})
beforeEach(async () => {
  environment = {}
  proxy = await httpProxy({ user: 'anna', password: 'hush-proxy' })
})
afterEach(closeServers)
afterAll(async () => {
  await core.close()
  await sandbox.close()
  rmSync(folder, { recursive: true })
})

const sandboxUrl = (kind: ConnectionKind) => (kind === 'maxscale' ? sandbox.maxscale.baseUrl : sandbox[kind].endpoint)

/** A connection to the sandbox, reached at another address. */
function connectionTo(kind: ConnectionKind, address: string, more: object = {}) {
  const { dms, drds, maxscale } = sandbox
  const own = { dms: { ...dms, endpoint: address }, drds: { ...drds, endpoint: address, format: 'JSON' }, maxscale: { ...maxscale, baseUrl: address } }[kind]
  const settings = ConnectionSettings.parse({ name: `${kind} ${Math.random()}`, environment: 'development', readOnly: false, timeoutSeconds: 20, kind, ...own, ...more })
  const all: Record<ConnectionKind, Partial<Record<SecretName, string>>> = {
    dms: { accessSecret: dms.accessSecret },
    drds: { accessKeySecret: drds.accessKeySecret },
    maxscale: { restPassword: maxscale.restPassword, databasePassword: maxscale.databasePassword },
  }
  return { settings, secrets: all[kind] }
}
const throughProxy = (scheme = 'http', { port }: { port: number } = proxy, proxyUser = 'anna') => ({ proxy: 'own', proxyUrl: `${scheme}://127.0.0.1:${port}`, proxyUser })
const tested = async ({ settings, secrets }: ReturnType<typeof connectionTo>, proxyPassword?: string) =>
  core.handlers.connections.test({ settings, secrets: { ...secrets, ...(proxyPassword && { proxyPassword }) } })

describe.each(kinds)('a %s connection', (kind) => {
  it('works below the path of a gateway, over http and https, and through proxies of each sort', async () => {
    const path = '/team a/services'.replace(' ', '%20')
    const plain = `${await http(gateway(sandboxUrl(kind), path))}${path}/`
    const secure = `${await https(certificates.localhost, gateway(sandboxUrl(kind), path))}${path}`
    const ca = { certificateAuthority: certificates.authority }
    const socks = await socksProxy({ user: 'anna', password: 'hush-proxy' })
    for (const to of [
      connectionTo(kind, plain),
      connectionTo(kind, secure, ca),
      connectionTo(kind, secure, { pinnedCertificate: pin }),
      connectionTo(kind, plain, throughProxy()),
      connectionTo(kind, secure, { ...throughProxy(), ...ca }),
      connectionTo(kind, secure, { ...throughProxy('socks5', socks), pinnedCertificate: pin }),
    ]) {
      expect((await tested(to, 'hush-proxy')).steps.length).toBeGreaterThan(0)
    }
    expect(proxy.asked.filter((one) => one.startsWith('CONNECT')).length).toBeGreaterThan(0)
    expect(proxy.asked.some((one) => one.includes(`${path}/`))).toBe(true)
    expect(socks.asked.length).toBeGreaterThan(0)
  })

  it('goes by the system’s proxy, with the user that stands there, unless it is told not to', async () => {
    const { port } = new URL(await https(certificates.localhost, gateway(sandboxUrl(kind), '')))
    const secure = `https://db.corp.invalid:${port}`
    environment = { HTTPS_PROXY: `http://anna:hush-proxy@127.0.0.1:${proxy.port}` }
    await tested(connectionTo(kind, secure, { pinnedCertificate: pin }))
    expect(proxy.asked).toContain(`CONNECT db.corp.invalid:${port}`)
    expect(['network.dnsNotFound', 'network.dnsFailed']).toContain((await failureFrom(tested(connectionTo(kind, secure, { proxy: 'none' })))).code)
    environment = { ...environment, NO_PROXY: '.corp.invalid' }
    expect(['network.dnsNotFound', 'network.dnsFailed']).toContain((await failureFrom(tested(connectionTo(kind, secure)))).code)
  })

  it('names the proxy in its failures, and tells nobody its password', async () => {
    const to = connectionTo(kind, 'https://db.corp.invalid', throughProxy())
    const failures = [
      await failureFrom(tested(to, 'wrong')),
      await failureFrom(tested(connectionTo(kind, 'https://db.corp.invalid', throughProxy('http', proxy, '')))),
      await failureFrom(tested(to, 'hush-proxy')),
      await failureFrom(tested(connectionTo(kind, 'https://db.corp.invalid', { proxy: 'own', proxyUrl: '127.0.0.1:9' }))),
    ]
    expect(failures.map(({ code }) => code)).toEqual(['network.proxyPassword', 'network.proxySignIn', 'network.proxyNoWay', 'network.proxyRefused'])
    for (const failure of failures) expect(describeFailure(failure, 'en').message).toMatch(/proxy 127\.0\.0\.1:\d+/)
    expect(JSON.stringify(failures)).not.toContain('hush-proxy')
    expect(await failureFrom(tested(to))).toMatchObject({ code: 'vault.secretMissing', params: { secret: 'proxyPassword' } })
  })
})

it('a stored proxy’s password is in the vault, is used by queries, and is in no file in clear', async () => {
  const { settings, secrets } = connectionTo('dms', sandboxUrl('dms'), throughProxy())
  const { id, ...shown } = await core.handlers.connections.create({ settings, secrets: { ...secrets, proxyPassword: 'hush-proxy' } })
  expect(shown.secrets).toEqual({ accessSecret: 'stored', proxyPassword: 'stored' })
  expect(JSON.stringify(shown)).not.toContain('hush-proxy')
  await core.handlers.connections.test({ connectionId: id, settings, secrets: {} })
  expect(proxy.asked).toContain(`POST ${sandboxUrl('dms')}/server/${sandbox.dms.schema}`)
  for (const file of readdirSync(folder, { withFileTypes: true })) if (file.isFile()) expect(readFileSync(join(folder, file.name)).includes('hush-proxy')).toBe(false)
})

it('a certificate and targets are asked for by the way that is being typed', async () => {
  const { port } = new URL(await https(certificates.localhost, gateway(sandboxUrl('maxscale'), '')))
  const way = { ...throughProxy(), proxy: 'own' as const }
  const baseUrl = `https://mxs.corp.invalid:${port}`
  expect(await core.handlers.connections.certificate({ baseUrl, regionId: '', way, secrets: { proxyPassword: 'hush-proxy' } })).toMatchObject({ fingerprint256: pin, trusted: false })
  const { restUser } = sandbox.maxscale
  const settings = { ...way, baseUrl, restUser, signIn: 'basic' as const, certificateAuthority: '', pinnedCertificate: pin }
  const targets = await core.handlers.maxscale.targets({ settings, secrets: { restPassword: sandbox.maxscale.restPassword, proxyPassword: 'hush-proxy' } })
  expect(targets.map(({ name }) => name)).toContain(sandbox.maxscale.target)
  expect(proxy.asked).toContain(`CONNECT mxs.corp.invalid:${port}`)
})

it('a certificate that repeats a secret as a name shows it to nobody', async () => {
  const authority = 'Tessera test authority'
  const asked = { baseUrl: await https(certificates.localhost), regionId: '', way: { proxy: 'none' as const, proxyUrl: '', proxyUser: '' } }
  expect(JSON.stringify(await core.handlers.connections.certificate({ ...asked, secrets: { accessSecret: 'another one' } }))).toContain(authority)
  expect(JSON.stringify(await core.handlers.connections.certificate({ ...asked, secrets: { accessSecret: authority } }))).not.toContain(authority)
})
