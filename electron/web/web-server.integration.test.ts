import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket as Socket } from 'ws'
import { encodeFrame } from '../../shared/contract/frame.ts'
import { socketTransport } from '../../renderer/rpc/socket-transport.ts'
import type { Dispatch } from '../ipc/router.ts'
import { createEventHub, type EventHub } from '../services/event-hub.ts'
import { startWebServer, type WebServer } from './web-server.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-web-'))
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'renderer', 'index.html'), '<!doctype html><title>Tessera</title>')
  writeFileSync(join(folder, 'renderer', 'assets', 'main-abc.js'), 'export {}')
  writeFileSync(join(folder, 'secret.json'), '{}')
})
afterAll(() => rmSync(folder, { recursive: true }))

let server: WebServer
let events: EventHub
const echo: Dispatch = async (request) => ({ ok: true, value: request })
let dispatch: Dispatch
beforeEach(async () => {
  events = createEventHub()
  dispatch = echo
  server = await startWebServer({ dispatch: (request) => dispatch(request), events, rendererFolder: join(folder, 'renderer'), port: 0 })
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await server.close()
})

const origin = () => `http://127.0.0.1:${server.port}`

/** Opens a printed address as a browser does; answers the cookie. */
async function signIn(): Promise<string> {
  const answer = await fetch(server.issueUrl(), { redirect: 'manual' })
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

const get = (path: string, headers: Record<string, string>) =>
  new Promise<{ status?: number; body: string }>((resolve, reject) => {
    const options = { port: server.port, host: '127.0.0.1', path, headers }
    httpRequest(options, async (response) => {
      let body = ''
      for await (const chunk of response) body += String(chunk)
      resolve({ status: response.statusCode, body })
    })
      .once('error', reject)
      .end()
  })

/** How an upgrade with these headers ends. */
const upgrade = (headers: Record<string, string>, path = '/rpc') =>
  new Promise<number>((resolve) => {
    const socket = new Socket(`ws://127.0.0.1:${server.port}${path}`, { headers })
    socket.once('open', () => (socket.close(), resolve(101)))
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.once('error', () => undefined)
  })

/** The renderer's own transport, with the cookie that a browser would send; `opened` collects its sockets. */
function transportWith(cookie: string, opened: WebSocket[] = []) {
  class BrowserSocket extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie, origin: origin() } })
      opened.push(this)
    }
  }
  vi.stubGlobal('WebSocket', BrowserSocket)
  return socketTransport(`ws://127.0.0.1:${server.port}/rpc`)
}

describe('the printed address', () => {
  it('is exchanged once for a cookie, without the token staying in the address bar', async () => {
    const url = server.issueUrl()
    const answer = await fetch(url, { redirect: 'manual' })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/')
    expect(answer.headers.get('set-cookie')).toMatch(new RegExp(`^tessera_${server.port}=.*HttpOnly; SameSite=Strict`))
    const again = await fetch(url, { redirect: 'manual' })
    expect(again.status).toBe(403)
    expect(again.headers.get('set-cookie')).toBeNull()
    expect(await again.text()).toMatch(/Press <kbd>Enter<\/kbd>[\s\S]*请在运行 Tessera 的终端中按/)
  })

  it('works again in the browser that used it, and a reload works by the cookie', async () => {
    const url = server.issueUrl()
    const cookie = (await fetch(url, { redirect: 'manual' })).headers.get('set-cookie')?.split(';')[0] ?? ''
    expect((await fetch(url, { headers: { cookie }, redirect: 'manual' })).status).toBe(303)
    for (let time = 0; time < 2; time++) expect((await fetch(origin(), { headers: { cookie } })).status).toBe(200)
  })

  it('signs in several browsers, one address each', async () => {
    const cookies = [await signIn(), await signIn()]
    for (const cookie of cookies) expect(await upgrade({ cookie, origin: origin() })).toBe(101)
  })
})

describe('a second window', () => {
  it('takes over: the first is told, served no more and does not come back by itself', async () => {
    const cookie = await signIn()
    const first = transportWith(cookie)
    const call = { domain: '', action: '', input: null }
    expect(await first.invoke(call)).toEqual({ ok: true, value: call })
    const told = new Promise((resolve) => first.subscribe('window.takenOver', resolve))
    const underWay = Promise.withResolvers<void>()
    dispatch = () => (underWay.resolve(), new Promise(() => undefined))
    const pending = first.invoke(call)
    await underWay.promise
    dispatch = echo
    const second = transportWith(cookie)
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
    const cookie = await signIn()
    const page = await fetch(origin(), { headers: { cookie } })
    expect(await page.text()).toContain('Tessera')
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/)
    expect(page.headers.get('cache-control')).toBe('no-store')
    const asset = await fetch(`${origin()}/assets/main-abc.js`, { headers: { cookie } })
    expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(asset.headers.get('cache-control')).toContain('immutable')
    expect((await fetch(`${origin()}/assets/main-abc.js`)).status).toBe(403)
    expect((await fetch(origin(), { method: 'POST', headers: { cookie } })).status).toBe(405)
  })

  it.each(['/../secret.json', '/%2e%2e/secret.json', '/..%2fsecret.json', '/assets/..%5c..%5csecret.json', '/%00', '/%zz', '/assets', '/none.js'])(
    'outside the build do not exist: %s',
    async (path) => {
      expect((await get(path, { host: `127.0.0.1:${server.port}`, cookie: await signIn() })).status).toBe(404)
    },
  )
})

describe('strangers', () => {
  it('that rebind a name of theirs to 127.0.0.1 are refused by their Host header', async () => {
    const cookie = await signIn()
    for (const host of [`evil.example:${server.port}`, `localhost:${server.port}`, '127.0.0.1', `127.0.0.1:${server.port}.evil.example`]) {
      expect((await get('/', { host, cookie })).status).toBe(403)
      expect(await upgrade({ host, cookie, origin: `http://${host}` })).toBe(403)
    }
  })

  it('on another origin, without a cookie or on another path get no socket', async () => {
    const cookie = await signIn()
    expect(await upgrade({ cookie, origin: 'http://evil.example' })).toBe(403)
    expect(await upgrade({ cookie })).toBe(403)
    expect(await upgrade({ origin: origin() })).toBe(403)
    expect(await upgrade({ cookie, origin: origin() }, '/other')).toBe(403)
  })

  it('on the network do not reach the server at all', async () => {
    const outside = Object.values(networkInterfaces()).flat().find((one) => one?.family === 'IPv4' && !one.internal)
    const host = outside?.address ?? '127.0.0.2'
    const outcome = await new Promise((resolve) => {
      connect(server.port, host).once('connect', () => resolve('connected')).once('error', () => resolve('refused'))
    })
    expect(outcome).toBe('refused')
  })
})

describe('frames over the socket', () => {
  it('bring typed arrays through whole, in both directions and in any size', async () => {
    const transport = transportWith(await signIn())
    const bytes = new Uint8Array(3_000_001).map((_, place) => place * 7)
    const index = new Uint32Array(60_000).map((_, place) => place * 65_537)
    const answer = await transport.invoke({ domain: 'd', action: 'a', input: { bytes, index, none: new Uint8Array(0) } })
    if (!answer.ok) throw new Error(answer.failure.code)
    const { input } = answer.value as { input: { bytes: Uint8Array; index: Uint32Array; none: Uint8Array } }
    expect(Buffer.compare(input.bytes, bytes)).toBe(0)
    expect(input.index).toEqual(index)
    expect(input.none).toEqual(new Uint8Array(0))
  })

  it('answer each call with its own result, however late', async () => {
    dispatch = async (request) => {
      const { input } = request as { input: number }
      await new Promise((resolve) => setTimeout(resolve, 20 - input))
      return { ok: true, value: input }
    }
    const transport = transportWith(await signIn())
    const inputs = Array.from({ length: 20 }, (_, place) => place)
    const answers = await Promise.all(inputs.map((input) => transport.invoke({ domain: '', action: '', input })))
    expect(answers).toEqual(inputs.map((value) => ({ ok: true, value })))
  })

  it('bring events to those who listen', async () => {
    const transport = transportWith(await signIn())
    await transport.invoke({ domain: '', action: '', input: null })
    const heard: unknown[] = []
    const stop = transport.subscribe('vault.changed', (status) => heard.push(status))
    events.emit('connections.changed', null)
    events.emit('vault.changed', { kind: 'session', state: 'open' })
    await transport.invoke({ domain: '', action: '', input: null })
    stop()
    events.emit('vault.changed', { kind: 'system', state: 'open' })
    await transport.invoke({ domain: '', action: '', input: null })
    expect(heard).toEqual([{ kind: 'session', state: 'open' }])
  })

  it('that drop answer a Failure, and the transport opens a new socket by itself', async () => {
    const sockets: WebSocket[] = []
    const transport = transportWith(await signIn(), sockets)
    const call = { domain: '', action: '', input: null }
    await transport.invoke(call)
    dispatch = () => new Promise(() => undefined)
    const pending = transport.invoke(call)
    sockets[0]?.close()
    expect(await pending).toMatchObject({ ok: false, failure: { code: 'host.disconnected' } })
    dispatch = echo
    expect(await transport.invoke(call)).toMatchObject({ ok: false, failure: { retrySafe: true } })
    let reconnected = 0
    transport.subscribe('host.reconnected', () => (reconnected += 1))
    await vi.waitFor(async () => expect(await transport.invoke(call)).toEqual({ ok: true, value: call }), { timeout: 5_000 })
    expect(reconnected).toBe(1)
  })

  it('cannot be had any more once the host ended', async () => {
    const transport = transportWith(await signIn())
    dispatch = () => new Promise(() => undefined)
    const pending = transport.invoke({ domain: '', action: '', input: null })
    await server.close()
    expect(await pending).toMatchObject({ ok: false, failure: { kind: 'network', code: 'host.disconnected' } })
  })

  it('that are malformed get a Failure where they have an id, and are closed where they have none', async () => {
    const socket = new Socket(`ws://127.0.0.1:${server.port}/rpc`, { headers: { cookie: await signIn(), origin: origin() } })
    await new Promise((resolve) => socket.once('open', resolve))
    const whole = Buffer.concat(encodeFrame(5, { domain: 'x' }))
    const answered = new Promise<Buffer>((resolve) => socket.once('message', (data: Buffer) => resolve(data)))
    socket.send(whole.subarray(0, whole.length - 9).fill(0xc1, 8))
    expect((await answered).readUInt32LE(0)).toBe(5)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.send('text')
    expect(await closed).toBe(1003)
  })

  it('that cannot be sent are a defect, not the end of the host', async () => {
    dispatch = async () => ({ ok: true, value: 1n })
    const transport = transportWith(await signIn())
    expect(await transport.invoke({ domain: '', action: '', input: null })).toMatchObject({ failure: { code: 'internal.defect' } })
  })
})
