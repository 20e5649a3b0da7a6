import { describe, expect, it } from 'vitest'
import { ConnectionSettings, ProxySettings, usualNetwork } from './connection.ts'

const common = { name: 'orders', environment: 'production', readOnly: false, timeoutSeconds: 60 }
const withAddress = (address: string) => [
  { ...common, kind: 'dms', endpoint: address, accessId: 'id', schema: '', collaboration: 'secure' },
  { ...common, kind: 'drds', endpoint: address, accessKeyId: 'id', regionId: 'cn-hangzhou', format: 'JSON' },
  { ...common, kind: 'maxscale', baseUrl: address, restUser: 'admin', target: 'rw', databaseUser: 'dba', database: '' },
]

describe('an address of a connection', () => {
  it.each(['https://dp-1.proxy.dms.aliyuncs.com', 'http://127.0.0.1:8989/', 'http://[::1]:8989/v1', 'https://网关.example/a/b'])('may be %s', (address) => {
    for (const settings of withAddress(address)) expect(ConnectionSettings.safeParse(settings).success).toBe(true)
  })

  it.each([
    'https://admin:hush@maxscale:8989',
    'https://admin@maxscale:8989/',
    'https://dp.example/server/db?accessId=user&accessSecret=hush',
    'https://dp.example#accessSecret=hush',
    String.raw`https:\\admin:hush@host`,
    'https:admin:hush@host',
    'ftp://host',
    'host:8989',
  ])('carries no credentials into what is stored in clear: %s', (address) => {
    for (const settings of withAddress(address)) {
      const parsed = ConnectionSettings.safeParse(settings)
      expect(parsed.error?.issues[0]?.code).toBe('invalid_format')
      expect(JSON.stringify(parsed.error)).not.toContain('hush')
    }
  })
})

describe.each(withAddress('https://host.corp:8989').map((settings) => [settings.kind, settings] as const))('what a %s connection trusts', (_, settings) => {
  const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'
  const key = '-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----'
  const parsed = (more: object) => ConnectionSettings.safeParse({ ...settings, ...more })

  it('is the system’s own where nothing is said', () => {
    expect(parsed({}).data).toMatchObject({ certificateAuthority: '', pinnedCertificate: '' })
  })

  it('may be an authority, with white space around it, and never a key, which would be stored in clear', () => {
    expect(parsed({ certificateAuthority: `\n${certificate}\n${certificate}\n` }).data).toMatchObject({ certificateAuthority: `${certificate}\n${certificate}` })
    for (const pem of [key, `${certificate}\n${key}\n${certificate}`, 'MIIB', certificate.slice(0, 40)]) {
      const refused = parsed({ certificateAuthority: pem })
      expect(refused.error?.issues[0]?.path).toEqual(['certificateAuthority'])
      expect(JSON.stringify(refused.error)).not.toContain('hush')
    }
  })

  it('may be a fingerprint, in small letters as well', () => {
    const pin = Array.from({ length: 32 }, () => 'ab').join(':')
    expect(parsed({ pinnedCertificate: ` ${pin} ` }).data).toMatchObject({ pinnedCertificate: pin.toUpperCase() })
    for (const wrong of [pin.slice(3), pin.replaceAll(':', ''), `${pin}:00`]) expect(parsed({ pinnedCertificate: wrong }).success).toBe(false)
  })
})

describe('the way of a connection', () => {
  it('is the system’s proxy for what was stored before there was a choice', () => {
    for (const settings of withAddress('https://host.corp')) expect(ConnectionSettings.parse(settings)).toMatchObject(usualNetwork)
  })

  it.each(['', 'proxy.corp:3128', 'http://proxy.corp:3128/', 'HTTPS://10.0.0.1', 'socks5://[::1]:1080', 'http://代理.corp'])('may be a proxy at “%s”', (proxyUrl) => {
    expect(ProxySettings.parse({ proxy: 'own', proxyUrl: ` ${proxyUrl} ` })).toMatchObject({ proxyUrl })
  })

  it.each(['proxy.corp:99999', 'http://[::1:3128', 'http://[1::2::3]:3128', '"http://proxy.corp:3128"', "'proxy.corp:3128'", '::1', 'proxy.corp:', 'http://1.2.3.4.5:3128'])(
    'no proxy can be at %s, which the form says before anything is called',
    (proxyUrl) => expect(ProxySettings.safeParse({ proxyUrl }).success).toBe(false),
  )

  it.each(['http://anna:hush@proxy.corp', 'anna:hush@proxy.corp:3128', 'http://proxy.corp/?password=hush', 'http://proxy.corp#hush', 'ftp://proxy.corp', 'http:proxy.corp'])('never holds a password: %s', (proxyUrl) => {
    const parsed = ProxySettings.safeParse({ proxyUrl })
    expect(parsed.success).toBe(false)
    expect(JSON.stringify(parsed.error)).not.toContain('hush')
  })
})
