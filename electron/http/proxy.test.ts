import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { FailureError } from '../../shared/model/failure.ts'
import { Secret } from '../vault/secret.ts'
import { parseProxy, proxyFor, proxyLabel, sameChoice, type Proxy } from './proxy.ts'
import { schemesOf } from './proxy-fault.ts'

describe('parseProxy', () => {
  it.each([
    ['proxy.corp:3128', 'http', 'proxy.corp:3128'],
    ['http://proxy.corp:3128/', 'http', 'proxy.corp:3128'],
    ['http://proxy.corp', 'http', 'proxy.corp:80'],
    ['HTTPS://Proxy.Corp', 'https', 'proxy.corp:443'],
    ['socks5h://10.0.0.1', 'socks5', '10.0.0.1:1080'],
    ['socks://[2001:db8::1]:1081', 'socks5', '[2001:db8::1]:1081'],
  ])('reads %s', (text, scheme, label) => {
    const proxy = parseProxy(text)
    expect([proxy.scheme, proxyLabel(proxy), proxy.user]).toEqual([scheme, label, ''])
    expect(proxy.password).toBeUndefined()
  })

  it('takes a user and a password out, encoded or not, and prints neither', () => {
    const proxy = parseProxy('http://corp%5Canna:hush%40100%@proxy.corp:3128')
    expect([proxy.user, proxy.password?.reveal()]).toEqual(['corp\\anna', 'hush@100%'])
    expect(inspect(proxy)).not.toContain('hush')
    expect(parseProxy('anna:hush@proxy.corp:3128').password?.reveal()).toBe('hush')
  })

  it.each(['socks4://proxy.corp', 'ftp://proxy.corp', 'http://', 'http://anna:hush@', 'http://anna:80/hush@proxy.corp', 'http://anna:hush/x@proxy.corp', 'http://a b', 'http://anna:hu\nsh/hush@proxy.corp', '"http://anna:hush@proxy.corp:3128"', "'proxy.corp:3128'", 'quic://proxy.corp:443'])(
    'refuses %s without its password',
    (text) => {
      expect(() => parseProxy(text)).toThrow(FailureError)
      try {
        parseProxy(text)
      } catch (error) {
        expect((error as FailureError).failure).toMatchObject({ code: 'network.proxyUnusable' })
        expect(JSON.stringify((error as FailureError).failure)).not.toContain('hush')
      }
    },
  )
})

it('an own proxy is used for this machine as well: somebody chose it', async () => {
  const own: Proxy = { scheme: 'http', host: 'proxy.corp', port: 3128, user: '' }
  expect(await proxyFor({ kind: 'own', proxy: own }, new URL('http://127.0.0.1:8989/'))).toBe(own)
  expect(await proxyFor({ kind: 'none' }, new URL('https://db.corp/'))).toBeNull()
  expect(await proxyFor(undefined, new URL('https://db.corp/'))).toBeNull()
})

it.each(['http://localhost/', 'http://127.1/', 'http://127.200.3.4:9/', 'http://[::1]:9/', 'http://x.localhost/', 'http://[::ffff:127.0.0.1]/'])('%s is this machine', async (url) => {
  expect(await proxyFor({ kind: 'system', find: () => Promise.reject(new Error('asked')) }, new URL(url))).toBeNull()
})

it('ways are the same only with the same password', () => {
  const way = (password: string) => ({ kind: 'own', proxy: { scheme: 'http', host: 'p', port: 1, user: 'u', password: new Secret(password) } }) as const
  expect(sameChoice(way('a'), way('a'))).toBe(true)
  expect(sameChoice(way('a'), way('b'))).toBe(false)
  expect(sameChoice(way('a'), { kind: 'none' })).toBe(false)
  expect(sameChoice({ kind: 'none' }, { kind: 'none' })).toBe(true)
})

it.each([
  ['Basic realm="corp, inc"', ['Basic']],
  [['Negotiate', 'NTLM'], ['Negotiate', 'NTLM']],
  ['Negotiate, Digest realm="a, Basic b", nonce="x\\"y", qop=auth, Basic realm=corp', ['Negotiate', 'Digest', 'Basic']],
  ['NTLM TlRMTVNTUAAB==', ['NTLM']],
  [undefined, []],
])('the schemes of %j', (challenge, schemes) => {
  expect(schemesOf(challenge)).toEqual(schemes)
})
