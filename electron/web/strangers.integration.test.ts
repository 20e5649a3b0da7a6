import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { encodeFrame, NO_ID } from '../../shared/contract/frame.ts'
import { protocolsOf, signIn, transportOf, type HostSession } from './fixtures/host-session.ts'
import { clientMessage, exchange, exchangeAs, openByHand, upgradeRequest } from './fixtures/raw-client.ts'
import { echo, hostForTests } from './fixtures/web-host.ts'

const host = hostForTests()
const call = { domain: 'connections', action: 'list', input: {} }

/** What a session's page sends with its upgrade. */
const headersOf = ({ cookie, key }: HostSession) => [
  `Cookie: ${cookie}`, `Origin: ${host.origin}`, `Sec-WebSocket-Protocol: ${protocolsOf({ key }).join(', ')}`,
]
const getRequest = (path: string, lines: readonly string[] = []) =>
  [`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${host.server.port}`, 'Connection: close', ...lines, '', ''].join('\r\n')

describe('another user of this computer', () => {
  const NOBODY = 65_534
  // Only root can become somebody else; elsewhere peer-owner.test.ts has what its table says.
  const becomesAnother = process.platform === 'linux' && process.getuid?.() === 0

  it.runIf(becomesAnother).each([1_234, NOBODY])('gets nothing with the cookie and the key that it took, on any request or upgrade (uid %i)', async (uid) => {
    const session = await host.signIn()
    const calls: unknown[] = []
    host.dispatch = async (request) => (calls.push(request), { ok: true, value: 'all connections' })
    const { port } = host.server
    const upgrade = upgradeRequest(port, headersOf(session))
    const blind = Buffer.concat([Buffer.from(upgrade), clientMessage(encodeFrame(1, call))])
    const url = new URL(host.server.issueUrl())
    const tries = [
      getRequest('/', [`Cookie: ${session.cookie}`]), getRequest('/assets/main-abc.js', [`Cookie: ${session.cookie}`]), getRequest(url.pathname + url.search), upgrade, blind,
    ]
    const answers = await Promise.all([
      ...tries.map((bytes) => exchangeAs(uid, port, bytes)),
      // The table of sockets has the address that a connection was made from, which need not be 127.0.0.1.
      ...tries.map((bytes) => exchangeAs(uid, port, bytes, '127.0.0.2')),
    ])
    for (const answer of answers) {
      expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/)
      expect(answer).toContain('This address no longer works')
      expect(answer).not.toMatch(/101 Switching|<title>Tessera<\/title>\s*<meta name="tessera-key|export \{\}/)
    }
    expect(calls).toEqual([])
    // The address is still good for its own user, and root, who may do anything, forwards ports for others.
    expect((await signIn(url.href)).status).toBe(200)
    expect(await exchangeAs(0, port, getRequest('/', [`Cookie: ${session.cookie}`]))).toMatch(/^HTTP\/1\.1 200 OK/)
  })

  it.runIf(becomesAnother)('does not hold connections open without a word', async () => {
    expect(await exchangeAs(1_234, host.server.port, '')).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/)
  })

  it('reads nothing by the cookie alone, which goes to every port of 127.0.0.1', async () => {
    const other = createServer((request, response) => response.end(request.headers.cookie ?? ''))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const session = await host.signIn()
    const received = await (await fetch(`http://127.0.0.1:${(other.address() as AddressInfo).port}`, { headers: { cookie: session.cookie } })).text()
    other.close()
    expect(received).toBe(session.cookie)
    const headers = { cookie: received, origin: host.origin }
    for (const protocols of [[], ['tessera'], ['tessera', received.split('=')[1] ?? ''], ['tessera', session.key?.host ?? '']]) expect(await host.upgrade(headers, protocols)).toBe(403)
    for (const path of ['/', '/?token=', '/index.html', '/rpc', '/assets/main-abc.js']) {
      expect(await (await fetch(host.origin + path, { headers: { cookie: received } })).text()).not.toContain('tessera-key')
    }
    expect(await host.upgrade(headers, protocolsOf(session))).toBe(101)
  })

  it('locks nobody out with as many cookies as a browser keeps', async () => {
    const session = await host.signIn()
    const name = session.cookie.split('=')[0]
    const planted = Array.from({ length: 180 }, (_, place) => `${name}=${String(place).padEnd(4_000, 'x')}`)
    const cookie = [...planted, session.cookie].join('; ')
    expect((await fetch(host.origin, { headers: { cookie } })).status).toBe(200)
    expect(await host.upgrade({ cookie, origin: host.origin }, protocolsOf(session))).toBe(101)
  })

  it('that listens on the port after Tessera ended is told nothing by a page that comes back', async () => {
    const session = await host.signIn()
    const transport = transportOf(session)
    expect(await transport.invoke(call)).toMatchObject({ ok: true })
    const { port } = host.server
    await host.server.close()

    const heard: unknown[] = []
    const impostor = new WebSocketServer({ port, host: '127.0.0.1', handleProtocols: () => 'tessera' })
    // The page's own half is what it learns; another answer comes each time that the page comes back.
    const shown = [{ hostProof: session.key?.page ?? '' }, { hostProof: 'guessed' }, { event: 'vault.changed', payload: null }]
    let visits = 0
    impostor.on('connection', (socket) => {
      socket.on('message', (data) => heard.push(data))
      socket.send(Buffer.concat(encodeFrame(NO_ID, shown[visits++ % shown.length])))
    })
    const pending = vi.waitFor(async () => {
      expect(visits).toBeGreaterThanOrEqual(shown.length)
      return transport.invoke({ domain: 'vault', action: 'unlock', input: { passphrase: 'open sesame' } })
    }, { timeout: 10_000 })
    expect(await pending).toMatchObject({ ok: false, failure: { code: 'host.disconnected' } })
    expect(heard).toEqual([])
    for (const socket of impostor.clients) socket.terminate()
    await new Promise((resolve) => impostor.close(resolve))
  })
})

it('a window that was taken over and ignores its close dispatches nothing more, and is ended', async () => {
  const session = await host.signIn()
  const dispatched: unknown[] = []
  host.dispatch = async (request) => (dispatched.push(request), echo(request))
  const save = (text: string) => clientMessage(encodeFrame(1, { domain: 'workspace', action: 'save', input: text }))
  const first = await openByHand(host.server.port, upgradeRequest(host.server.port, headersOf(session)))
  first.socket.write(save('while it is the window'))
  await vi.waitFor(() => expect(dispatched).toHaveLength(1))

  const second = transportOf(session)
  await second.invoke(call)
  await vi.waitFor(() => expect(first.heard()).toContain('window.takenOver'))
  const ended = new Promise((resolve) => first.socket.once('end', resolve).once('close', resolve))
  for (let time = 0; time < 3; time++) first.socket.write(save('over the new one'))
  await ended
  first.socket.destroy()
  await second.invoke(call)
  expect(dispatched).toHaveLength(3)
  expect(JSON.stringify(dispatched)).not.toContain('over the new one')
})

describe('hostile bytes', () => {
  const port = () => host.server.port
  const upgrade = (session: HostSession, change: (text: string) => string) => change(upgradeRequest(port(), headersOf(session)))
  const get = (session: HostSession, change: (text: string) => string) => change(getRequest('/', [`Cookie: ${session.cookie}`]))

  it.each<[string, (session: HostSession) => string]>([
    ['two names of a host', (session) => get(session, (text) => text.replace('\r\n', '\r\nHost: evil.example\r\n'))],
    ['a host after a user', (session) => get(session, (text) => text.replace('Host: ', 'Host: me@'))],
    ['a host with a dot behind it', (session) => get(session, (text) => text.replace(/Host: 127\.0\.0\.1/, 'Host: 127.0.0.1.'))],
    ['a host as a number', (session) => get(session, (text) => text.replace(/Host: 127\.0\.0\.1/, 'Host: 2130706433'))],
    ['a host of the other family', (session) => get(session, (text) => text.replace(/Host: 127\.0\.0\.1/, 'Host: [::ffff:127.0.0.1]'))],
    ['no host, as HTTP/1.0 allows', (session) => get(session, (text) => text.replace('HTTP/1.1', 'HTTP/1.0').replace(/Host: .*\r\n/, ''))],
    ['a list of hosts', (session) => get(session, (text) => text.replace(/(Host: .*)\r\n/, '$1, evil.example\r\n'))],
    ['an origin of nobody', (session) => get(session, (text) => text.replace('\r\n', '\r\nOrigin: null\r\n'))],
    ['POST', (session) => get(session, (text) => text.replace('GET', 'POST'))],
    ['TRACE', (session) => get(session, (text) => text.replace('GET', 'TRACE'))],
    ['OPTIONS of everything', (session) => get(session, (text) => text.replace('GET /', 'OPTIONS *'))],
    ['CONNECT', (session) => get(session, (text) => text.replace('GET /', 'CONNECT evil.example:443'))],
    ['a method that there is not', (session) => get(session, (text) => text.replace('GET', 'STEAL'))],
    ['HTTP/2 outright', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['an upgrade to HTTP/2', (session) => upgrade(session, (text) => text.replace('websocket', 'h2c'))],
    ['TLS', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'.padEnd(200, '\0')],
    ['a header over all bounds', (session) => get(session, (text) => text.replace('\r\n', `\r\nX: ${'x'.repeat(1_100_000)}\r\n`))],
    ['a zero byte in a header', (session) => get(session, (text) => text.replace('\r\n', '\r\nX: a\0b\r\n'))],
    ['two lengths', (session) => get(session, (text) => text.replace('\r\n', '\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n'))],
    ['a path that leaves the page', (session) => get(session, (text) => text.replace('GET /', 'GET /../../../etc/passwd'))],
    ['an upgrade on a path that only looks like it', (session) => upgrade(session, (text) => text.replace('/rpc', '/%72pc'))],
    ['an upgrade with a query', (session) => upgrade(session, (text) => text.replace('/rpc', '/rpc?token=1'))],
    ['an upgrade by its whole address', (session) => upgrade(session, (text) => text.replace('/rpc', 'http://evil.example/rpc'))],
    ['an upgrade by POST', (session) => upgrade(session, (text) => text.replace('GET', 'POST'))],
    ['an upgrade of HTTP/1.0', (session) => upgrade(session, (text) => text.replace('HTTP/1.1', 'HTTP/1.0').replace(/Host: .*\r\n/, ''))],
    ['an upgrade of an unknown version', (session) => upgrade(session, (text) => text.replace('Version: 13', 'Version: 7'))],
    ['an upgrade without its key', (session) => upgrade(session, (text) => text.replace(/Sec-WebSocket-Key: .*\r\n/, ''))],
    ['an upgrade of two origins', (session) => upgrade(session, (text) => text.replace(/(Origin: .*)\r\n/, '$1\r\nOrigin: http://evil.example\r\n'))],
    ['an upgrade of an origin in capitals', (session) => upgrade(session, (text) => text.replace('Origin: http', 'Origin: HTTP'))],
    ['an upgrade with the key twice in one word', (session) => upgrade(session, (text) => text.replace(/(Protocol: tessera, )(.*)\r\n/, '$1$2$2\r\n'))],
    ['an upgrade whose cookie is another case', (session) => upgrade(session, (text) => text.replace('Cookie: tessera', 'Cookie: TESSERA'))],
  ])('are refused and break nothing: %s', async (_what, bytesFor) => {
    const session = await host.signIn()
    const answer = await exchange(port(), Buffer.from(bytesFor(session), 'latin1'))
    expect(answer).not.toMatch(/^HTTP\/1\.1 (?:1|2|3)\d\d/)
    expect(answer).not.toMatch(/tessera-key|<title>Tessera<\/title>\r?\n?$/)
    expect(await host.upgrade(host.headersOf(session), protocolsOf(session))).toBe(101)
  })

  it('that come one at a time, in hundreds, keep nobody else waiting', async () => {
    const session = await host.signIn()
    const slow: Socket[] = []
    await Promise.all(
      Array.from({ length: 300 }, () =>
        new Promise<void>((resolve) => {
          const socket = connect(port(), '127.0.0.1', () => (socket.write('GET / HT'), resolve()))
          socket.on('error', () => undefined)
          slow.push(socket)
        }),
      ),
    )
    expect(await transportOf(session).invoke(call)).toEqual({ ok: true, value: call })
    for (const socket of slow) socket.destroy()
  })
})
