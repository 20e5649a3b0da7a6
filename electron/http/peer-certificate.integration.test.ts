import { X509Certificate } from 'node:crypto'
import { createServer as createTlsServer } from 'node:https'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, beforeAll, expect, it } from 'vitest'
import certificates from './fixtures/test-certificates.json' with { type: 'json' }
import { closeServers, failureFrom, http, https, listen, tcp } from './fixtures/test-servers.ts'
import { readPeerCertificate } from './peer-certificate.ts'

beforeAll(() => setDefaultCACertificates([...getCACertificates('default'), certificates.authority]))
afterEach(closeServers)

it('tells what a certificate says of itself, and that it is trusted', async () => {
  const base = await https(certificates.localhost)
  expect(await readPeerCertificate(base)).toEqual({
    subject: 'CN=localhost',
    issuer: 'CN=Tessera test authority',
    names: 'DNS:localhost, IP Address:127.0.0.1',
    validFrom: Date.UTC(2020, 0, 1),
    validTo: Date.UTC(2120, 0, 1),
    fingerprint256: new X509Certificate(certificates.localhost).fingerprint256,
    selfSigned: false,
    trusted: true,
  })
})

it.each([
  ['selfSigned', { selfSigned: true, trusted: false, reason: 'selfSigned', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
  ['expired', { selfSigned: false, trusted: false, reason: 'expired', code: 'CERT_HAS_EXPIRED' }],
  ['future', { trusted: false, reason: 'notYetValid', code: 'CERT_NOT_YET_VALID' }],
  ['elsewhere', { subject: 'CN=elsewhere', trusted: false, reason: 'hostname', code: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
] as const)('shows a certificate that is not trusted, and says why: %s', async (name, expected) => {
  expect(await readPeerCertificate(await https(certificates[name]))).toMatchObject(expected)
})

it('sends no request', async () => {
  let asked = 0
  const server = createTlsServer({ cert: certificates.selfSigned, key: certificates.key }, () => (asked += 1))
  const ended = new Promise((resolve) => server.on('connection', (socket) => socket.once('close', resolve)))
  await readPeerCertificate(`https://${await listen(server)}`)
  await ended
  expect(asked).toBe(0)
})

it('an http address has no certificate, and is not called', async () => {
  let asked = 0
  const base = await http((_, answer) => answer.end(String((asked += 1))))
  expect(await failureFrom(readPeerCertificate(base))).toMatchObject({ kind: 'input', code: 'network.plainHasNoCertificate' })
  expect(asked).toBe(0)
})

it('fails with the network’s own sentences', async () => {
  const plain = await http((_, answer) => answer.end())
  const cut = await tcp((socket) => socket.once('data', () => socket.destroy()))
  expect(await failureFrom(readPeerCertificate(plain.replace('http:', 'https:')))).toMatchObject({ code: 'network.tlsNotSpoken' })
  expect(await failureFrom(readPeerCertificate(cut.replace('http:', 'https:')))).toMatchObject({ code: 'network.tlsClosed' })
  await closeServers()
  expect(await failureFrom(readPeerCertificate(plain.replace('http:', 'https:')))).toMatchObject({ code: 'network.refused' })
})
