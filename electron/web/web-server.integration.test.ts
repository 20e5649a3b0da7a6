import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, it, vi } from 'vitest'
import { protocolsOf, transportOf } from './fixtures/host-session.ts'
import { decodeFrame, encodeFrame } from '../../shared/contract/frame.ts'
import { echo, openSocket, hostForTests } from './fixtures/web-host.ts'

const host = hostForTests()

const get = (path: string, headers: Record<string, string>) =>
  new Promise<{ status?: number; body: string }>((resolve, reject) => {
    const options = { port: host.server.port, host: '127.0.0.1', path, headers }
    httpRequest(options, async (response) => {
      let body = ''
      for await (const chunk of response) body += String(chunk)
      resolve({ status: response.statusCode, body })
    })
      .once('error', reject)
      .end()
  })

describe('the printed address', () => {
  it('is exchanged once, for a cookie and the page with its key', async () => {
    const url = host.server.issueUrl()
    const answer = await fetch(url, { redirect: 'manual' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('set-cookie')).toMatch(new RegExp(`^tessera_${host.server.port}=.*HttpOnly; SameSite=Strict`))
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.text()).toMatch(/<title>Tessera<\/title>[\s\S]*<meta name="tessera-key" content="[\w-]{43}\.[\w-]{43}">/)
    const again = await fetch(url, { redirect: 'manual' })
    expect(again.status).toBe(403)
    expect(again.headers.get('set-cookie')).toBeNull()
    expect(await again.text()).toMatch(/Press <kbd>Enter<\/kbd>[\s\S]*请在运行 Tessera 的终端中按/)
  })

  it('works again in the browser that used it, and a reload works by the cookie; neither shows the key again', async () => {
    const url = host.server.issueUrl()
    const cookie = (await fetch(url)).headers.get('set-cookie')?.split(';')[0] ?? ''
    expect((await fetch(url, { headers: { cookie }, redirect: 'manual' })).status).toBe(303)
    for (const address of [url, host.origin, `${host.origin}/?token=`]) {
      const page = await fetch(address, { headers: { cookie } })
      expect(page.status).toBe(200)
      expect(await page.text()).not.toContain('tessera-key')
    }
  })

  it('is not used up by a browser that looks ahead', async () => {
    const url = host.server.issueUrl()
    expect((await fetch(url, { headers: { 'sec-purpose': 'prefetch;prerender' } })).status).toBe(403)
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(403)
    expect((await fetch(url)).status).toBe(200)
  })

  it('signs in several browsers, one address each', async () => {
    const sessions = [await host.signIn(), await host.signIn()]
    for (const session of sessions) expect(await host.upgrade(host.headersOf(session), protocolsOf(session))).toBe(101)
  })

  it('tells a page that lost its key how another address is had', async () => {
    const { cookie } = await host.signIn()
    const page = await fetch(`${host.origin}/no-key`, { headers: { cookie } })
    expect(page.status).toBe(403)
    expect(await page.text()).toContain('Press <kbd>Enter</kbd>')
  })
})

describe('a second window', () => {
  it('takes over: the first is told, served no more and does not come back by itself', async () => {
    const session = await host.signIn()
    const first = transportOf(session)
    const call = { domain: '', action: '', input: null }
    expect(await first.invoke(call)).toEqual({ ok: true, value: call })
    const told = new Promise((resolve) => first.subscribe('window.takenOver', resolve))
    const underWay = Promise.withResolvers<void>()
    host.dispatch = () => (underWay.resolve(), new Promise(() => undefined))
    const pending = first.invoke(call)
    await underWay.promise
    host.dispatch = echo
    const second = transportOf(session)
    expect(await second.invoke(call)).toEqual({ ok: true, value: call })
    await told
    expect(await pending).toMatchObject({ ok: false, failure: { code: 'host.takenOver' } })
    expect(await first.invoke(call)).toMatchObject({ ok: false, failure: { code: 'host.takenOver' } })
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(await second.invoke(call)).toEqual({ ok: true, value: call })
  })
})

describe('files', () => {
  it('carry the policy and are had by the cookie only', async () => {
    const { cookie } = await host.signIn()
    const page = await fetch(host.origin, { headers: { cookie } })
    expect(await page.text()).toContain('Tessera')
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/)
    expect(page.headers.get('cache-control')).toBe('no-store')
    const asset = await fetch(`${host.origin}/assets/main-abc.js`, { headers: { cookie } })
    expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(asset.headers.get('cache-control')).toContain('immutable')
    expect((await fetch(`${host.origin}/assets/main-abc.js`)).status).toBe(403)
    expect((await fetch(host.origin, { method: 'POST', headers: { cookie } })).status).toBe(405)
  })

  it.each(['/../secret.json', '/%2e%2e/secret.json', '/..%2fsecret.json', '/assets/..%5c..%5csecret.json', '/%00', '/%zz', '/assets', '/none.js'])(
    'outside the build do not exist: %s',
    async (path) => {
      expect((await get(path, { host: `127.0.0.1:${host.server.port}`, cookie: (await host.signIn()).cookie })).status).toBe(404)
    },
  )
})

describe('strangers', () => {
  it('that rebind a name of theirs to 127.0.0.1 are refused by their Host header', async () => {
    const session = await host.signIn()
    for (const name of [`evil.example:${host.server.port}`, `localhost:${host.server.port}`, '127.0.0.1', `127.0.0.1:${host.server.port}.evil.example`, `[::1]:${host.server.port}`]) {
      expect((await get('/', { host: name, cookie: session.cookie })).status).toBe(403)
      expect(await host.upgrade({ host: name, cookie: session.cookie, origin: `http://${name}` }, protocolsOf(session))).toBe(403)
    }
  })

  it('on another origin, without a cookie or on another path get no socket', async () => {
    const session = await host.signIn()
    const { cookie, origin } = host.headersOf(session)
    const protocols = protocolsOf(session)
    expect(await host.upgrade({ cookie, origin: 'http://evil.example' }, protocols)).toBe(403)
    expect(await host.upgrade({ cookie, origin: `http://127.0.0.1:${host.server.port + 1}` }, protocols)).toBe(403)
    expect(await host.upgrade({ cookie }, protocols)).toBe(403)
    expect(await host.upgrade({ origin }, protocols)).toBe(403)
    expect(await host.upgrade({ cookie, origin }, protocols, '/other')).toBe(403)
    expect(await host.upgrade({ cookie, origin }, protocols)).toBe(101)
  })

  it('on the network do not reach the server at all', async () => {
    const outside = Object.values(networkInterfaces()).flat().find((one) => one?.family === 'IPv4' && !one.internal)
    const address = outside?.address ?? '127.0.0.2'
    const outcome = await new Promise((resolve) => {
      connect(host.server.port, address).once('connect', () => resolve('connected')).once('error', () => resolve('refused'))
    })
    expect(outcome).toBe('refused')
  })
})

describe('frames over the socket', () => {
  it('bring typed arrays through whole, in both directions and in any size', async () => {
    const transport = transportOf(await host.signIn())
    const bytes = new Uint8Array(3_000_001).map((_, place) => place * 7)
    const index = new Uint32Array(60_000).map((_, place) => place * 65_537)
    const answer = await transport.invoke({ domain: 'd', action: 'a', input: { bytes, index, none: new Uint8Array(0) } })
    if (!answer.ok) throw new Error(answer.failure.code)
    const { input } = answer.value as { input: { bytes: Uint8Array; index: Uint32Array; none: Uint8Array } }
    expect(Buffer.compare(input.bytes, bytes)).toBe(0)
    expect(input.index).toEqual(index)
    expect(input.none).toEqual(new Uint8Array(0))
  })

  it('are not made of half a character, which would arrive as another one', async () => {
    const asked: unknown[] = []
    host.dispatch = async (request) => (asked.push(request), echo(request))
    const transport = transportOf(await host.signIn())
    const long = `SELECT '${'x'.repeat(500)}',\n  'a\ud83d'`
    expect(await transport.invoke({ domain: 'query', action: 'run', input: { sql: long } })).toMatchObject({ ok: false, failure: { code: 'query.halfCharacter', params: { line: 2, column: 5 } } })
    expect(asked).toEqual([])
    expect(await transport.invoke({ domain: 'query', action: 'run', input: { sql: `${long}\ude00`.replace("'\ude00", "\ude00'") } })).toMatchObject({ ok: true })
  })

  it('answer each call with its own result, however late', async () => {
    host.dispatch = async (request) => {
      const { input } = request as { input: number }
      await new Promise((resolve) => setTimeout(resolve, 20 - input))
      return { ok: true, value: input }
    }
    const transport = transportOf(await host.signIn())
    const inputs = Array.from({ length: 20 }, (_, place) => place)
    const answers = await Promise.all(inputs.map((input) => transport.invoke({ domain: '', action: '', input })))
    expect(answers).toEqual(inputs.map((value) => ({ ok: true, value })))
  })

  it('bring events to those who listen', async () => {
    const transport = transportOf(await host.signIn())
    await transport.invoke({ domain: '', action: '', input: null })
    const heard: unknown[] = []
    const stop = transport.subscribe('vault.changed', (status) => heard.push(status))
    host.events.emit('connections.changed', null)
    host.events.emit('vault.changed', { kind: 'session', state: 'open' })
    await transport.invoke({ domain: '', action: '', input: null })
    stop()
    host.events.emit('vault.changed', { kind: 'system', state: 'open' })
    await transport.invoke({ domain: '', action: '', input: null })
    expect(heard).toEqual([{ kind: 'session', state: 'open' }])
  })

  it('that drop answer a Failure, and the transport opens a new socket by itself', async () => {
    const sockets: WebSocket[] = []
    const transport = transportOf(await host.signIn(), sockets)
    const call = { domain: '', action: '', input: null }
    await transport.invoke(call)
    host.dispatch = () => new Promise(() => undefined)
    const pending = transport.invoke(call)
    sockets[0]?.close()
    expect(await pending).toMatchObject({ ok: false, failure: { code: 'host.disconnected' } })
    host.dispatch = echo
    expect(await transport.invoke(call)).toMatchObject({ ok: false, failure: { retrySafe: true } })
    let reconnected = 0
    transport.subscribe('host.reconnected', () => (reconnected += 1))
    await vi.waitFor(async () => expect(await transport.invoke(call)).toEqual({ ok: true, value: call }), { timeout: 5_000 })
    expect(reconnected).toBe(1)
  })

  it('cannot be had any more once the host ended', async () => {
    const transport = transportOf(await host.signIn())
    host.dispatch = () => new Promise(() => undefined)
    const pending = transport.invoke({ domain: '', action: '', input: null })
    await host.server.close()
    expect(await pending).toMatchObject({ ok: false, failure: { kind: 'network', code: 'host.disconnected' } })
  })

  it('that are malformed get a Failure where they have an id, and are closed where they have none', async () => {
    const socket = await openSocket(await host.signIn())
    const whole = Buffer.concat(encodeFrame(5, { domain: 'x' }))
    const answered = new Promise<Buffer>((resolve) => socket.once('message', (data: Buffer) => resolve(data)))
    socket.send(whole.subarray(0, whole.length - 9).fill(0xc1, 8))
    const failure = decodeFrame(await answered)
    expect(failure).toMatchObject({ id: 5, body: { result: { ok: false, failure: { code: 'input.malformed' } } } })
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.send('text')
    expect(await closed).toBe(1003)
  })

  it('that cannot be sent are a defect, not the end of the host', async () => {
    host.dispatch = async () => ({ ok: true, value: 1n })
    const transport = transportOf(await host.signIn())
    expect(await transport.invoke({ domain: '', action: '', input: null })).toMatchObject({ failure: { code: 'internal.defect' } })
  })
})
