import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { REQUEST_LIMIT_BYTES } from '../../shared/contract/frame.ts'
import { KEY_ELEMENT, NO_KEY_PATH, SOCKET_PROTOCOL } from '../../shared/contract/page-key.ts'
import type { Dispatch } from '../ipc/router.ts'
import type { EventHub } from '../services/event-hub.ts'
import { createAccess } from './access.ts'
import { isOtherUsers } from './peer-owner.ts'
import { refusalPage } from './refusal-page.ts'
import { rendererFile, securityHeaders } from './renderer-files.ts'
import { endTakenOver, serveSocket } from './socket.ts'

export interface WebServer {
  readonly port: number
  /** A fresh address that opens the app in one browser, once. */
  issueUrl(): string
  close(): Promise<void>
}

export interface WebServerOptions {
  dispatch: Dispatch
  events: EventHub
  /** The built renderer. */
  rendererFolder: string
  /** 0 for any free port. */
  port: number
}

/** Headers in which another port of 127.0.0.1 planted as many cookies as a browser keeps for a host still pass. */
const MOST_HEADER_BYTES = 1_000_000

/** The browser host's server, on 127.0.0.1 only. Rejects where the port is taken. */
export async function startWebServer({ dispatch, events, rendererFolder, port }: WebServerOptions): Promise<WebServer> {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, maxHeaderSize: MOST_HEADER_BYTES })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const bound = (server.address() as AddressInfo).port
  const access = createAccess(bound)
  const sockets = new WebSocketServer({
    noServer: true,
    // Room for a frame's head, so that the router, not a dropped connection, says what is too large.
    maxPayload: REQUEST_LIMIT_BYTES + 65_536,
    perMessageDeflate: false,
    handleProtocols: () => SOCKET_PROTOCOL,
  })

  /** Whether a connection is another user's, found once for each. */
  const strangers = new WeakMap<Duplex, Promise<boolean>>()
  const isStranger = (socket: Duplex) => strangers.get(socket) ?? Promise.resolve(true)
  server.on('connection', (socket: Socket) => {
    const found = isOtherUsers(socket)
    strangers.set(socket, found)
    // At once, whatever was sent or is not sent: nobody else holds connections open here.
    void found.then((other) => other && refuseStranger(socket))
  })

  /** At most one: tabs are saved whole, and two windows would save over each other. */
  const windows = new Set<WebSocket>()

  server.on('request', (request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy())
    openWindow(request, stream, head).catch(() => stream.destroy())
  })

  async function openWindow(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    if (await isStranger(stream)) return
    const hostProof = request.url === '/rpc' && !access.refusal(request, { origin: true }) ? access.hostProof(request) : null
    if (hostProof === null) return refuseUpgrade(stream)
    sockets.handleUpgrade(request, stream, head, (socket) => {
      for (const open of windows) endTakenOver(open)
      windows.clear()
      windows.add(socket)
      socket.on('close', () => windows.delete(socket))
      serveSocket(socket, { dispatch, events, hostProof })
    })
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (await isStranger(request.socket)) return
    if (access.refusal(request, { origin: false })) return send(response, 403, 'Refused')
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'GET only', { allow: 'GET, HEAD' })
    const url = URL.parse(request.url ?? '/', 'http://127.0.0.1')
    if (!url) return send(response, 400, 'Bad request')
    const token = url.searchParams.get('token')
    // What a browser fetches ahead may never be shown, and the address would be used up.
    const entered = token !== null && request.method === 'GET' && request.headers['sec-purpose'] === undefined ? access.redeem(token) : null
    if (entered) return sendFirstPage(response, rendererFolder, entered)
    if (!access.isSignedIn(request) || url.pathname === NO_KEY_PATH) return sendRefusalPage(response)
    // A reload of an address that was used up goes on, where this is the browser that used it.
    if (token !== null) return send(response, 303, '', { location: '/' })
    const file = await rendererFile(rendererFolder, url.pathname)
    if (!file) return send(response, 404, 'Not found')
    response.writeHead(200, { ...file.headers, 'content-length': file.bytes.byteLength })
    response.end(request.method === 'HEAD' ? undefined : file.bytes)
  }

  return {
    port: bound,
    issueUrl: () => access.issueUrl(),
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The page with its key in it, which no other answer holds; it takes the token out of the address itself. */
async function sendFirstPage(response: ServerResponse, folder: string, { cookie, key }: { cookie: string; key: string }): Promise<void> {
  const page = await rendererFile(folder, '/')
  if (!page) return send(response, 404, 'Not found')
  send(response, 200, `${page.bytes.toString()}<meta name="${KEY_ELEMENT}" content="${key}">\n`, { ...page.headers, 'set-cookie': cookie })
}

const sendRefusalPage = (response: ServerResponse) =>
  send(response, 403, refusalPage, { 'content-type': 'text/html; charset=utf-8' })

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  const plain = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
  response.writeHead(status, { ...securityHeaders, ...plain, ...headers, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

function refuseUpgrade(stream: Duplex): void {
  stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}

const strangersAnswer = [
  'HTTP/1.1 403 Forbidden',
  ...Object.entries({ ...securityHeaders, 'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(refusalPage) }).map(([name, value]) => `${name}: ${value}`),
  'connection: close',
  '',
  refusalPage,
].join('\r\n')

/** Answers without having read anything; the other end may take a moment to read it, and no longer. */
function refuseStranger(socket: Socket): void {
  socket.end(strangersAnswer)
  setTimeout(() => socket.destroy(), 1_000).unref()
}
