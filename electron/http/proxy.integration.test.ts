import { X509Certificate } from 'node:crypto'
import { createServer as createTcpServer } from 'node:net'
import { createServer as createBareTlsServer } from 'node:tls'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { describeFailure } from '../../shared/i18n/describe-failure.ts'
import { FailureError } from '../../shared/model/failure.ts'
import { Secret } from '../vault/secret.ts'
import { shortAnswer } from './answer-bounds.ts'
import certificates from './fixtures/test-certificates.json' with { type: 'json' }
import { httpProxy, socksProxy, viaProxy } from './fixtures/test-proxies.ts'
import { closeServers, failureFrom, http, https, listen, tcp } from './fixtures/test-servers.ts'
import { readPeerCertificate } from './peer-certificate.ts'
import type { ProxyChoice } from './proxy.ts'
import { send, type HttpRequest } from './send.ts'

afterEach(closeServers)

const fingerprint = (pem: string) => new X509Certificate(pem).fingerprint256
const signedBy = (certificateAuthority: string) => ({ certificateAuthority, pinnedCertificate: '' })
const pinned = (pem: string) => ({ certificateAuthority: '', pinnedCertificate: fingerprint(pem) })
const get = (url: string, proxy: ProxyChoice, more: Partial<HttpRequest> = {}) =>
  send({ method: 'GET', url, headers: { Authorization: 'Basic hush' }, secrets: [], timeoutMs: 10_000, bound: shortAnswer, proxy, ...more })
const text = ({ bytes }: { bytes: Uint8Array }) => new TextDecoder().decode(bytes)
const dead = async () => {
  const at = await listen(createTcpServer())
  await closeServers()
  return { port: Number(at.split(':')[1]) }
}
const credentials = { user: 'corp\\anna', password: new Secret('pâss:word') }

describe.each([
  ['http', {}],
  ['https', { certificate: certificates.localhost }],
] as const)('an %s proxy', (scheme, behaviour) => {
  const trust = signedBy(certificates.authority)

  it('carries https in a tunnel, with the authority of the connection for the server behind it', async () => {
    const proxy = await httpProxy(behaviour)
    const base = await https(certificates.localhost)
    expect(text(await get(`${base}/a?b=1`, viaProxy(scheme, proxy), { trust }))).toBe('secure')
    expect(proxy.asked).toEqual([`CONNECT ${new URL(base).host}`])
    expect(proxy.passed()).not.toContain('hush')
    expect(await failureFrom(get(base, viaProxy('http', await httpProxy())))).toMatchObject({ code: 'network.tlsUnknownIssuer', retrySafe: true })
  })

  it('is signed in to, with any character', async () => {
    const proxy = await httpProxy({ ...behaviour, user: 'corp\\anna', password: 'pâss:word' })
    const base = await https(certificates.localhost)
    expect(text(await get(base, viaProxy(scheme, proxy, credentials), { trust }))).toBe('secure')
  })

  it('echoed its password in the words of its refusal', async () => {
    const echo = `407 hush hush is wrong (Basic ${Buffer.from('anna:hush hush').toString('base64')})`
    const proxy = await httpProxy({ ...behaviour, onConnect: (socket) => socket.end(`HTTP/1.1 ${echo}\r\nContent-Length: 0\r\n\r\n`) })
    const failure = await failureFrom(get('https://db.corp/', viaProxy(scheme, proxy, { user: 'anna', password: new Secret('hush hush') }), { trust }))
    expect(failure).toMatchObject({ code: 'network.proxyPassword', server: { text: '[secret] is wrong (Basic [secret])' } })
  })

  it('keeps a tunnel for calls that follow each other', async () => {
    const proxy = await httpProxy(behaviour)
    const base = await https(certificates.localhost)
    for (let call = 0; call < 5; call += 1) await get(base, viaProxy(scheme, proxy), { trust })
    expect(proxy.asked.length).toBeLessThanOrEqual(2)
  })
})

describe('an http address', () => {
  it('is asked of an HTTP proxy whole: most let tunnels go to port 443 only', async () => {
    const proxy = await httpProxy({ user: 'u', password: 'p' })
    let host = ''
    const base = await http((request, answer) => {
      host = `${request.headers.host} ${request.headers['proxy-authorization']}`
      answer.end(`${request.method} ${request.url}`)
    })
    const via = viaProxy('http', proxy, { user: 'u', password: new Secret('p') })
    expect(text(await get(`${base}/gate/way?a=%2F`, via, { method: 'POST', body: 'x' }))).toBe('POST /gate/way?a=%2F')
    expect(host).toBe(`${new URL(base).host} undefined`)
    expect(proxy.asked).toEqual([`POST ${base}/gate/way?a=%2F`])
  })

  it('tells the proxy’s demand to sign in from the server’s, before anything ran', async () => {
    const base = await http((_, answer) => answer.writeHead(401).end())
    const proxy = await httpProxy({ user: 'u', password: 'p' })
    expect(await failureFrom(get(base, viaProxy('http', proxy)))).toMatchObject({ code: 'network.proxySignIn', params: { proxy: proxy.at }, retrySafe: true })
    expect(await failureFrom(get(base, viaProxy('http', proxy, { user: 'u', password: new Secret('wrong') })))).toMatchObject({ code: 'network.proxyPassword' })
    expect((await get(base, viaProxy('http', proxy, { user: 'u', password: new Secret('p') }))).status).toBe(401)
  })
})

describe('a pin holds through a tunnel', () => {
  it.each(['selfSigned', 'elsewhere', 'expired'] as const)('the pinned certificate is accepted whoever signed it: %s', async (name) => {
    expect(text(await get(await https(certificates[name]), viaProxy('http', await httpProxy()), { trust: pinned(certificates[name]) }))).toBe('secure')
  })

  it.each(['http', 'socks5'] as const)('another certificate gets no byte of the request, through %s', async (scheme) => {
    const written: Buffer[] = []
    const server = createBareTlsServer({ cert: certificates.localhost, key: certificates.key }, (socket) => void socket.on('error', () => socket.destroy()).on('data', (chunk) => written.push(chunk)))
    const base = `https://${await listen(server)}`
    const proxy = scheme === 'http' ? await httpProxy() : await socksProxy()
    expect(await failureFrom(get(base, viaProxy(scheme, proxy), { trust: { ...pinned(certificates.selfSigned), certificateAuthority: certificates.authority } }))).toMatchObject({
      code: 'network.tlsPinMismatch', retrySafe: true, params: { proxy: proxy.at, shown: fingerprint(certificates.localhost) },
    })
    expect(written).toEqual([])
  })

  it('a certificate is looked at through the proxy as well', async () => {
    const proxy = await httpProxy()
    const base = await https(certificates.selfSigned)
    expect(await readPeerCertificate(base, viaProxy('http', proxy))).toMatchObject({ fingerprint256: fingerprint(certificates.selfSigned), trusted: false, reason: 'selfSigned' })
    expect(proxy.asked).toEqual([`CONNECT ${new URL(base).host}`])
    expect(await failureFrom(readPeerCertificate(base, viaProxy('http', await dead())))).toMatchObject({ code: 'network.proxyRefused' })
  })
})

describe('a SOCKS5 proxy', () => {
  it.each(['http', 'https'] as const)('carries %s, and resolves names itself', async (scheme) => {
    const proxy = await socksProxy({ user: 'anna', password: 'hush' })
    const base = scheme === 'http' ? await http((_, answer) => answer.end('secure')) : await https(certificates.localhost)
    const { port } = new URL(base)
    const via = viaProxy('socks5', proxy, { user: 'anna', password: new Secret('hush') })
    expect(text(await get(base, via, scheme === 'https' ? { trust: signedBy(certificates.authority) } : {}))).toBe('secure')
    if (scheme === 'http') expect(text(await get(`http://db.corp.invalid:${port}/`, via))).toBe('secure')
    expect(proxy.asked.at(-1)).toBe(scheme === 'http' ? `db.corp.invalid:${port}` : `127.0.0.1:${port}`)
  })

  it.each([
    [{ user: 'u', password: 'p' }, {}, 'network.proxySignIn'],
    [{ user: 'u', password: 'p' }, { user: 'u', password: new Secret('wrong') }, 'network.proxyPassword'],
    [{ reply: 2 }, {}, 'network.proxyForbids'],
    [{ reply: 5 }, {}, 'network.proxyNoWay'],
  ])('that answers %j is said to', async (behaviour, own, code) => {
    const proxy = await socksProxy(behaviour)
    expect(await failureFrom(get('https://db.corp.invalid/', viaProxy('socks5', proxy, own)))).toMatchObject({ kind: 'network', code, params: { proxy: proxy.at }, retrySafe: true })
  })

  it('is told from what is none, and from one that hangs up', async () => {
    const other = await tcp((socket) => void socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')))
    expect(await failureFrom(get('https://db.corp.invalid/', viaProxy('socks5', { port: Number(new URL(other).port) })))).toMatchObject({ code: 'network.proxyNotSocks' })
    const gone = await tcp((socket) => void socket.once('data', () => socket.end(Buffer.of(5))))
    expect(await failureFrom(get('https://db.corp.invalid/', viaProxy('socks5', { port: Number(new URL(gone).port) })))).toMatchObject({ code: 'network.proxyClosed' })
  })

  it('is asked for an IPv6 address in its sixteen bytes', async () => {
    const proxy = await socksProxy({ reply: 4 })
    await failureFrom(get('https://[2001:db8::5:1]:99/', viaProxy('socks5', proxy)))
    expect(proxy.asked).toEqual(['20010db8000000000000000000050001:99'])
  })
})

describe('a failure of the proxy is said as such, and named', () => {
  const answering = (answer: string) => httpProxy({ onConnect: (socket) => void socket.end(answer) })
  it.each([
    ['needs sign-in', () => httpProxy({ user: 'u', password: 'p' }), {}, 'network.proxySignIn', {}],
    ['refuses the password', () => httpProxy({ user: 'u', password: 'p' }), credentials, 'network.proxyPassword', {}],
    ['wants Negotiate', () => httpProxy({ user: 'u', password: 'p', challenge: ['Negotiate', 'NTLM'] }), {}, 'network.proxyScheme', { schemes: 'Negotiate, NTLM' }],
    ['offers Basic among others', () => httpProxy({ user: 'u', password: 'p', challenge: 'Negotiate, Digest realm="a, Basic b", nonce="x", basic realm=corp' }), {}, 'network.proxySignIn', {}],
    ['forbids it', () => answering('HTTP/1.1 403 Blocked by policy\r\n\r\n'), {}, 'network.proxyForbids', { status: 403 }],
    ['knows no tunnels', () => answering('HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n'), {}, 'network.proxyForbids', { status: 405 }],
    ['cannot reach the server', () => answering('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno'), {}, 'network.proxyNoWay', { status: 502 }],
    ['is none', () => answering('SSH-2.0-OpenSSH_9.9\r\n'), {}, 'network.proxyNotHttp', {}],
    ['hangs up', () => answering(''), {}, 'network.proxyClosed', {}],
    ['is not there', dead, {}, 'network.proxyRefused', {}],
  ] as const)('a proxy that %s', async (_, start, own, code, params) => {
    const proxy = await start()
    const failure = await failureFrom(get('https://db.corp.invalid:8443/', viaProxy('http', proxy, own)))
    expect(failure).toMatchObject({ kind: 'network', code, retrySafe: true, params: { host: 'db.corp.invalid', port: '8443', proxy: `127.0.0.1:${proxy.port}`, ...params } })
    for (const locale of ['en', 'zh-CN'] as const) {
      const { message, next } = describeFailure(failure, locale)
      expect(message).toContain(`127.0.0.1:${proxy.port}`)
      expect(message + next).not.toContain('{{')
    }
  })

  it('its name does not resolve', async () => {
    const choice: ProxyChoice = { kind: 'own', proxy: { scheme: 'http', host: 'no-such-proxy.invalid', port: 3128, user: '' } }
    for (const url of ['https://db.corp.invalid/', 'http://db.corp.invalid/']) {
      expect(await failureFrom(get(url, choice))).toMatchObject({ code: 'network.proxyNotFound', params: { proxy: 'no-such-proxy.invalid:3128' }, retrySafe: true })
    }
  })

  it('its certificate is not trusted, or it speaks no TLS', async () => {
    const proxy = await httpProxy({ certificate: certificates.localhost })
    expect(await failureFrom(get('https://db.corp.invalid/', viaProxy('https', proxy, credentials)))).toMatchObject({ code: 'network.proxyTls' })
    expect(proxy.authorizations).toEqual([])
    expect(await failureFrom(get('https://db.corp.invalid/', viaProxy('https', await httpProxy())))).toMatchObject({ code: 'network.proxyTls', params: { detail: 'ERR_SSL_WRONG_VERSION_NUMBER' } })
  })

  it('a proxy that drips its answer is given up when the call’s time is over', async () => {
    const proxy = await httpProxy({
      onConnect: (socket) => {
        const answer = `HTTP/1.1 200 OK\r\nX-Long: ${'a'.repeat(1_000)}`
        let at = 0
        const drip = setInterval(() => socket.write(answer[at++] ?? 'a'), 5)
        socket.on('close', () => clearInterval(drip))
      },
    })
    expect(await failureFrom(get('https://db.corp.invalid/', viaProxy('http', proxy), { timeoutMs: 300 }))).toMatchObject({ code: 'network.proxyTimeout', params: { proxy: proxy.at }, retrySafe: true })
  })

  it('what fails behind the tunnel keeps its own words, and names the proxy', async () => {
    const proxy = await httpProxy()
    const failure = await failureFrom(get(await https(certificates.selfSigned), viaProxy('http', proxy)))
    expect(describeFailure(failure, 'en').message).toBe(`127.0.0.1 uses a self-signed certificate. The connection goes through the proxy ${proxy.at}.`)
    const silent = await https(certificates.localhost, () => undefined)
    const late = await failureFrom(get(silent, viaProxy('http', proxy), { trust: signedBy(certificates.authority), timeoutMs: 300 }))
    expect(late).toMatchObject({ code: 'network.answerTimeout', params: { proxy: proxy.at }, retrySafe: false })
  })
})

it('a proxy’s password is in no failure, cause or inspection', async () => {
  const proxy = await httpProxy({ user: 'u', password: 'p' })
  const secret = new Secret('hush-proxy')
  const basic = Buffer.from('u:hush-proxy').toString('base64')
  for (const url of ['https://db.corp.invalid/', 'http://db.corp.invalid/']) {
    const error: unknown = await get(url, viaProxy('http', proxy, { user: 'u', password: secret })).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(FailureError)
    const told = inspect(error, { depth: 12 }) + JSON.stringify(error)
    expect(told).not.toContain('hush-proxy')
    expect(told).not.toContain(basic)
  }
})

it('nothing is sent once a call was cancelled while its proxy was asked', async () => {
  let asked = 0
  const base = await https(certificates.localhost, (_, answer) => answer.end(String((asked += 1))))
  const cancel = new AbortController()
  const proxy = await httpProxy({ onConnect: () => cancel.abort() })
  expect(await failureFrom(get(base, viaProxy('http', proxy), { signal: cancel.signal }))).toMatchObject({ kind: 'cancelled' })
  expect(asked).toBe(0)
})

describe('the system’s proxy', () => {
  it('is asked for with each call, and never for this machine itself', async () => {
    const proxy = await httpProxy()
    const asked: string[] = []
    const system: ProxyChoice = { kind: 'system', find: async (url) => (asked.push(url.href), viaProxy('http', proxy).proxy) }
    const base = await http((_, answer) => answer.end('here'))
    const { port } = new URL(base)
    for (const own of ['127.0.0.1', 'localhost']) expect(text(await get(`http://${own}:${port}/`, system))).toBe('here')
    expect(asked).toEqual([])
    for (let call = 0; call < 2; call += 1) await get(`http://db.corp.invalid:${port}/`, system)
    expect(asked).toHaveLength(2)
    expect(proxy.asked).toHaveLength(2)
  })
})
