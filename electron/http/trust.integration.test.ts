import { X509Certificate } from 'node:crypto'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createBareTlsServer } from 'node:tls'
import { afterEach, expect, it } from 'vitest'
import type { Trust } from './agents.ts'
import { shortAnswer } from './answer-bounds.ts'
import certificates from './fixtures/test-certificates.json' with { type: 'json' }
import { closeServers, failureFrom, http, https, listen } from './fixtures/test-servers.ts'
import { send } from './send.ts'

afterEach(closeServers)

const fingerprint = (pem: string) => new X509Certificate(pem).fingerprint256
const pinned = (pem: string): Trust => ({ certificateAuthority: '', pinnedCertificate: fingerprint(pem) })
const signedBy = (certificateAuthority: string): Trust => ({ certificateAuthority, pinnedCertificate: '' })

const get = (url: string, trust?: Trust) => send({ method: 'GET', url, headers: { Authorization: 'Basic hush' }, secrets: [], timeoutMs: 10_000, bound: shortAnswer, ...(trust && { trust }) })
const text = ({ bytes }: { bytes: Uint8Array }) => new TextDecoder().decode(bytes)

it('an authority of the connection is trusted for its calls, and for no other', async () => {
  const base = await https(certificates.localhost)
  expect(text(await get(base, signedBy(certificates.authority)))).toBe('secure')
  expect(await failureFrom(get(base))).toMatchObject({ code: 'network.tlsUnknownIssuer', retrySafe: true })
  expect(await failureFrom(get(base, signedBy(certificates.selfSigned)))).toMatchObject({ code: 'network.tlsUnknownIssuer' })
})

it('a private authority is told from one certificate that signed itself', async () => {
  const base = await https(certificates.localhost + certificates.authority)
  expect(await failureFrom(get(base))).toMatchObject({ code: 'network.tlsPrivateAuthority', retrySafe: true })
  expect(text(await get(base, signedBy(certificates.authority)))).toBe('secure')
  expect(await failureFrom(get(await https(certificates.selfSigned)))).toMatchObject({ code: 'network.tlsSelfSigned' })
})

it('an authority may be one of several, with words between them', async () => {
  const bundle = `${certificates.selfSigned}\nsubject=Tessera test authority\n${certificates.authority}`
  expect(text(await get(await https(certificates.localhost), signedBy(bundle)))).toBe('secure')
})

it('an authority does not excuse another host’s name or an ended life', async () => {
  expect(await failureFrom(get(await https(certificates.elsewhere), signedBy(certificates.authority)))).toMatchObject({ code: 'network.tlsHostname' })
  expect(await failureFrom(get(await https(certificates.expired), signedBy(certificates.authority)))).toMatchObject({ code: 'network.tlsExpired' })
})

it.each([
  ['no certificate at all', 'authority'],
  ['a certificate that is cut', certificates.authority.replace(/.{40}\n-----END/, '\n-----END')],
  ['a good one and a broken one', `${certificates.authority}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----`],
])('an authority that is %s is said to be none, before anything is sent', async (_, pem) => {
  let asked = 0
  const base = await https(certificates.localhost, (_request, answer) => answer.end(String((asked += 1))))
  expect(await failureFrom(get(base, signedBy(pem)))).toMatchObject({ kind: 'input', code: 'network.tlsBadAuthority', retrySafe: true })
  expect(asked).toBe(0)
})

it.each(['localhost', 'selfSigned', 'elsewhere', 'expired'] as const)('a pinned certificate is accepted whoever signed it: %s', async (name) => {
  expect(text(await get(await https(certificates[name]), pinned(certificates[name])))).toBe('secure')
})

it('another certificate than the pinned one gets no byte of the request, even where its authority is trusted', async () => {
  const written: Buffer[] = []
  let connections = 0
  const server = createBareTlsServer({ cert: certificates.localhost, key: certificates.key }, (socket) => {
    socket.on('error', () => socket.destroy()).on('data', (chunk) => {
      written.push(chunk)
      socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')
    })
  })
  server.on('connection', () => (connections += 1))
  const base = `https://${await listen(server)}`
  for (let call = 0; call < 3; call += 1) {
    expect(await failureFrom(get(base, { ...pinned(certificates.selfSigned), certificateAuthority: certificates.authority }))).toMatchObject({
      kind: 'network', code: 'network.tlsPinMismatch', retrySafe: true,
      params: { host: '127.0.0.1', expected: fingerprint(certificates.selfSigned), shown: fingerprint(certificates.localhost) },
    })
  }
  expect(connections).toBe(3)
  expect(written).toEqual([])
  // The same server hears the request of who pinned it.
  expect((await get(base, pinned(certificates.localhost))).status).toBe(204)
  expect(String(written)).toContain('Basic hush')
})

it('where both are given, the pin decides', async () => {
  const trust = { ...pinned(certificates.selfSigned), certificateAuthority: certificates.authority }
  expect(text(await get(await https(certificates.selfSigned), trust))).toBe('secure')
})

it('a pinned connection is kept for calls that follow each other, and a new one is looked at again', async () => {
  let connections = 0
  const server = createTlsServer({ cert: certificates.selfSigned, key: certificates.key }, (_, answer) => answer.end('x'))
  server.on('secureConnection', () => (connections += 1))
  const base = `https://${await listen(server)}`
  for (let call = 0; call < 10; call += 1) await get(base, pinned(certificates.selfSigned))
  expect(connections).toBeLessThanOrEqual(2)

  // The server's certificate changes: a session that is resumed would not show it.
  server.setSecureContext({ cert: certificates.localhost, key: certificates.key })
  server.closeAllConnections()
  await expect.poll(() => failureFrom(get(base, pinned(certificates.selfSigned))).catch(() => null)).toMatchObject({ code: 'network.tlsPinMismatch' })
})

it.each([
  ['a pin', pinned(certificates.localhost)],
  ['an authority', signedBy(certificates.authority)],
])('%s on an http address is refused: nothing goes in clear to whoever answers', async (_, trust) => {
  let asked = 0
  const base = await http((_request, answer) => answer.end(String((asked += 1))))
  expect(await failureFrom(get(base, trust))).toMatchObject({ kind: 'input', code: 'network.trustNeedsTls', retrySafe: true })
  expect(asked).toBe(0)
})

it('a pin does not hide that a port speaks no TLS', async () => {
  const base = await http((_, answer) => answer.end())
  expect(await failureFrom(get(base.replace('http:', 'https:'), pinned(certificates.localhost)))).toMatchObject({ code: 'network.tlsNotSpoken' })
})
