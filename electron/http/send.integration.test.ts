import { X509Certificate } from 'node:crypto'
import { createServer } from 'node:http'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { failureOf, FailureError } from '../../shared/model/failure.ts'
import { resultBound, shortAnswer } from './answer-bounds.ts'
import certificates from './fixtures/test-certificates.json' with { type: 'json' }
import { closeServers, failureFrom, http, https, listen, tcp } from './fixtures/test-servers.ts'
import { send, type HttpRequest } from './send.ts'

// The first call decides what is trusted from then on.
beforeAll(() => setDefaultCACertificates([...getCACertificates('default'), certificates.authority]))

afterEach(closeServers)

const get = (url: string, more: Partial<HttpRequest> = {}) => send({ method: 'GET', url, headers: {}, secrets: [], timeoutMs: 10_000, bound: shortAnswer, ...more })
const resultOf2Mib = { ...resultBound, bytes: 2 * 1_048_576 }

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('send', () => {
  it('answers status, headers, cookies and the whole body in one array', async () => {
    const base = await http((_, answer) => {
      answer.writeHead(418, { 'X-Thing': 'tea', 'Set-Cookie': ['a=1; HttpOnly', 'b=2'] })
      answer.write('一半')
      setTimeout(() => answer.end('另一半'), 20)
    })
    const answer = await get(`${base}/a?b=c`)
    expect(answer).toMatchObject({ status: 418, setCookies: ['a=1; HttpOnly', 'b=2'] })
    expect(answer.headers['x-thing']).toBe('tea')
    expect(text(answer.bytes)).toBe('一半另一半')
    expect(answer.elapsedMs).toBeGreaterThan(0)
  })

  it('answers a single cookie as a list of one, which came as a text', async () => {
    const base = await http((_, answer) => answer.writeHead(204, { 'Set-Cookie': 'only=1; HttpOnly' }).end())
    expect((await get(base)).setCookies).toEqual(['only=1; HttpOnly'])
  })

  it('a 204 that announced a body was read as that many zero bytes', async () => {
    const base = await tcp((socket) => void socket.once('data', () => socket.end('HTTP/1.1 204 No Content\r\nContent-Length: 10\r\n\r\n')))
    expect((await get(base)).bytes).toHaveLength(0)
  })

  it('sends bodies with Content-Length in bytes, never chunked, and an empty POST with length 0', async () => {
    const seen: (string | undefined)[][] = []
    const base = await http((request, answer) => {
      let body = ''
      request.setEncoding('utf8').on('data', (part: string) => (body += part))
      request.on('end', () => {
        seen.push([request.headers['content-length'], request.headers['transfer-encoding'], body])
        answer.end()
      })
    })
    await send({ method: 'POST', url: base, headers: {}, body: '选择 1', secrets: [], timeoutMs: 5_000, bound: shortAnswer })
    await send({ method: 'POST', url: base, headers: {}, body: new TextEncoder().encode('é'), secrets: [], timeoutMs: 5_000, bound: shortAnswer })
    await send({ method: 'POST', url: base, headers: {}, secrets: [], timeoutMs: 5_000, bound: shortAnswer })
    expect(seen).toEqual([
      ['8', undefined, '选择 1'],
      ['2', undefined, 'é'],
      ['0', undefined, ''],
    ])
  })

  it.each([
    ['gzip', gzipSync], ['deflate', deflateSync], ['deflate', deflateRawSync], ['br', brotliCompressSync], ['identity', (given: Buffer) => given],
  ] as const)('reads an answer that came encoded, asked for or not: %s', async (encoding, encode) => {
    let asked: string | undefined
    const base = await http((request, answer) => {
      asked = request.headers['accept-encoding']
      answer.writeHead(200, { 'Content-Encoding': encoding, 'Content-Type': 'application/json' }).end(encode(Buffer.from('{"名":1}')))
    })
    const { headers, bytes } = await get(base)
    expect([text(bytes), headers]).toEqual(['{"名":1}', expect.not.objectContaining({ 'content-encoding': expect.anything() as string })])
    // Nothing is asked for that is not decoded.
    expect(asked).toBe('gzip')
  })

  it('ends with a failure where the encoding is broken, where it is none of ours, and where it hides a bomb', async () => {
    const bodies: Record<string, [string, Buffer]> = { '/cut': ['gzip', gzipSync('x'.repeat(9_999)).subarray(0, -9)], '/zstd': ['zstd', Buffer.from('x')], '/bomb': ['gzip', gzipSync(Buffer.alloc(3_000_000))] }
    const base = await http((request, answer) => {
      const [encoding, body] = bodies[request.url ?? ''] ?? ['', Buffer.alloc(0)]
      answer.writeHead(200, { 'Content-Encoding': encoding }).end(body)
    })
    expect(await failureFrom(get(`${base}/cut`))).toMatchObject({ code: 'response.encodingBroken', retrySafe: false })
    expect(await failureFrom(get(`${base}/zstd`))).toMatchObject({ code: 'response.encodingUnknown', params: { encoding: 'zstd' } })
    expect(await failureFrom(get(`${base}/bomb`, { bound: resultOf2Mib }))).toMatchObject({ code: 'network.tooLarge', params: { limitMb: 2 } })
    const head = await http((_, answer) => answer.writeHead(204, { 'Content-Encoding': 'gzip' }).end())
    expect((await get(head)).bytes).toHaveLength(0)
  })

  it('keeps its connections for calls that follow each other', async () => {
    let connections = 0
    const server = createServer((_, answer) => answer.end('x'))
    server.on('connection', () => (connections += 1))
    const base = `http://${await listen(server)}`
    for (let call = 0; call < 10; call += 1) await get(base)
    expect(connections).toBeLessThanOrEqual(2)
  })

  it('does not follow redirects, which would carry credentials elsewhere', async () => {
    const base = await http((_, answer) => answer.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end())
    expect((await get(base)).status).toBe(302)
  })
})

describe('send fails with its own sentence when', () => {
  it('the host name does not exist', async () => {
    const failure = await failureFrom(get('http://no-such-host.invalid/'))
    expect(failure).toMatchObject({ kind: 'network', params: { host: 'no-such-host.invalid' }, retrySafe: true })
    // A machine without any name server says EAI_AGAIN for the same question.
    expect(['network.dnsNotFound', 'network.dnsFailed']).toContain(failure.code)
  })

  it('the port is closed', async () => {
    const base = await http((_, answer) => answer.end())
    await closeServers()
    expect(await failureFrom(get(base))).toMatchObject({ code: 'network.refused', retrySafe: true })
  })

  it('the server resets the connection before it answers, and says that a statement may have run', async () => {
    const base = await tcp((socket) => socket.once('data', () => socket.resetAndDestroy()))
    expect(await failureFrom(get(base))).toMatchObject({ code: 'network.closedPlain', retrySafe: false })
  })

  it('the server closes the connection without an answer', async () => {
    const base = await tcp((socket) => socket.once('data', () => socket.end()))
    expect(await failureFrom(get(base))).toMatchObject({ code: 'network.closedPlain', retrySafe: false })
  })

  it('the answer does not come in time', async () => {
    const base = await http(() => {})
    expect(await failureFrom(get(base, { timeoutMs: 50 }))).toMatchObject({ code: 'network.answerTimeout', retrySafe: false })
  })

  it('the answer starts but does not end in time', async () => {
    const base = await http((_, answer) => void answer.write('half'))
    expect(await failureFrom(get(base, { timeoutMs: 50 }))).toMatchObject({ code: 'network.answerTimeout' })
  })

  it.each([
    ['with a length', { 'Content-Length': '100' }],
    ['chunked', {}],
  ])('the body is cut short, %s', async (_, headers) => {
    const base = await http((_request, answer) => {
      answer.writeHead(200, headers)
      answer.write('half')
      setTimeout(() => answer.socket?.destroy(), 20)
    })
    expect(await failureFrom(get(base))).toMatchObject({ code: 'network.cutShort', retrySafe: false })
  })

  it('the connection is reset in mid-body', async () => {
    const base = await http((_, answer) => {
      answer.writeHead(200, { 'Content-Length': '100' })
      answer.write('half')
      setTimeout(() => answer.socket?.resetAndDestroy(), 20)
    })
    expect(await failureFrom(get(base))).toMatchObject({ code: 'network.cutShort' })
  })

  it.each([
    ['announced', { 'Content-Length': '3000000' }],
    ['not announced', {}],
  ])('the body is too large, %s', async (_, headers) => {
    const base = await http((_request, answer) => answer.writeHead(200, headers).end(Buffer.alloc(3_000_000)))
    const failure = await failureFrom(get(base, { bound: resultOf2Mib }))
    expect(failure).toMatchObject({ code: 'network.tooLarge', params: { limitMb: 2 } })
  })

  it('is cancelled before, while waiting and in mid-body', async () => {
    const base = await http((request, answer) => {
      if (request.url === '/half') answer.write('half')
    })
    const early = AbortSignal.abort()
    expect(await failureFrom(get(base, { signal: early }))).toMatchObject({ kind: 'cancelled', code: 'network.cancelled' })
    for (const path of ['/', '/half']) {
      const cancel = new AbortController()
      setTimeout(() => cancel.abort(), 50)
      expect(await failureFrom(get(base + path, { signal: cancel.signal }))).toMatchObject({ kind: 'cancelled' })
    }
  })

  it('is cancelled with a reason of ours, which is then the failure', async () => {
    const reason = new FailureError(failureOf('cancelled', 'query.cancelled'))
    await expect(get('http://127.0.0.1:1/', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it.each([['in one header', `X-Big: ${'a'.repeat(300_000)}`], ['in many', Array.from({ length: 9_000 }, (_, at) => `Set-Cookie: c${at}=${'v'.repeat(30)}`).join('\r\n')]])('the answer’s headers are too large, %s', async (_, header) => {
    const base = await tcp((socket) => socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\n${header}\r\nContent-Length: 0\r\n\r\n`)))
    expect(await failureFrom(get(base))).toMatchObject({ kind: 'network', code: 'network.headersTooLarge', retrySafe: false })
  })

  it('something else than HTTP answers', async () => {
    const base = await tcp((socket) => void socket.write('SSH-2.0-OpenSSH_9.9\r\n'))
    expect(await failureFrom(get(base))).toMatchObject({ code: 'network.notHttp' })
  })
})

describe('send over TLS', () => {
  it('trusts a certificate of a known authority for this host', async () => {
    expect(text((await get(await https(certificates.localhost))).bytes)).toBe('secure')
  })

  it.each([
    ['self-signed', certificates.selfSigned, 'network.tlsSelfSigned'],
    ['expired', certificates.expired, 'network.tlsExpired'],
    ['not yet valid', certificates.future, 'network.tlsNotYetValid'],
    ['for another name', certificates.elsewhere, 'network.tlsHostname'],
  ])('refuses a certificate that is %s', async (_, certificate, code) => {
    expect(await failureFrom(get(await https(certificate)))).toMatchObject({ kind: 'network', code, retrySafe: true })
  })

  const old = { ciphers: 'ALL:@SECLEVEL=0' }
  const weak = { ...old, key: certificates.weakKey }
  it.each([
    ['TLS 1.0 only', certificates.localhost, { ...old, minVersion: 'TLSv1', maxVersion: 'TLSv1' }, 'network.tlsTooOld'],
    ['TLS 1.1 only', certificates.localhost, { ...old, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' }, 'network.tlsTooOld'],
    ['an RSA key of 1,024 bits', certificates.weak, weak, 'network.tlsWeakKey'],
    ['no cipher that is sound', certificates.weak, { ciphers: 'AES128-SHA:@SECLEVEL=0', key: certificates.weakKey, maxVersion: 'TLSv1.2', honorCipherOrder: true, sigalgs: 'RSA+SHA1' }, 'network.tlsNoAgreement'],
    ['a wish for our own certificate', certificates.localhost, { requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' }, 'network.tlsNoAgreement'],
  ] as const)('names a server that has %s', async (_, certificate, options, code) => {
    expect(await failureFrom(get(await https(certificate, undefined, options)))).toMatchObject({ kind: 'network', code, retrySafe: true })
  })

  it('names Diffie-Hellman parameters that are too short, even where the certificate is pinned', async () => {
    const base = await https(certificates.weak, undefined, { key: certificates.weakKey, ciphers: 'DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0', dhparam: certificates.weakDh, maxVersion: 'TLSv1.2' })
    const trust = { certificateAuthority: '', pinnedCertificate: new X509Certificate(certificates.weak).fingerprint256 }
    expect(await failureFrom(get(base, { trust }))).toMatchObject({ code: 'network.tlsWeakKey', retrySafe: true })
  })

  it('says so when https meets a port without TLS', async () => {
    const base = await http((_, answer) => answer.end())
    expect(await failureFrom(get(base.replace('http:', 'https:')))).toMatchObject({ code: 'network.tlsNotSpoken' })
  })

  it('hints at the scheme when http meets a TLS port', async () => {
    const base = await https(certificates.localhost)
    const failure = await failureFrom(get(base.replace('https:', 'http:')))
    expect(['network.notHttp', 'network.closedPlain']).toContain(failure.code)
  })

  it('says so when the handshake is broken off', async () => {
    const base = await tcp((socket) => socket.once('data', () => socket.destroy()))
    expect(await failureFrom(get(base.replace('http:', 'https:')))).toMatchObject({ code: 'network.tlsClosed' })
  })
})

it('a failure never carries a credential, not even in its causes', async () => {
  const base = await tcp((socket) => socket.once('data', () => socket.destroy()))
  const error: unknown = await get(`${base}/?accessSecret=hush-url`, { headers: { Authorization: 'hush-header', accessSecret: 'hush-own' } }).catch(
    (thrown: unknown) => thrown,
  )
  const told: string[] = []
  for (let at: unknown = error; at instanceof Error; at = at.cause) told.push(at.message, at.stack ?? '', JSON.stringify(at))
  expect(told.join()).toContain('accessSecret=[secret]')
  expect(told.join()).not.toContain('hush')
})
