import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { REQUEST_LIMIT_BYTES } from '../../shared/contract/frame.ts'
import type { Dispatch } from '../ipc/router.ts'
import type { EventHub } from '../services/event-hub.ts'
import { createAccess, type Access } from './access.ts'
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

/** The browser host's server, on 127.0.0.1 only. Rejects where the port is taken. */
export async function startWebServer({ dispatch, events, rendererFolder, port }: WebServerOptions): Promise<WebServer> {
  const server = createServer({ requestTimeout: 30_000 })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const bound = (server.address() as AddressInfo).port
  const access = createAccess(bound)
  // Room for a frame's head, so that the router, not a dropped connection, says what is too large.
  const sockets = new WebSocketServer({ noServer: true, maxPayload: REQUEST_LIMIT_BYTES + 65_536, perMessageDeflate: false })

  /** At most one: tabs are saved whole, and two windows would save over each other. */
  const windows = new Set<WebSocket>()

  server.on('request', (request, response) => {
    answer(request, response, access, rendererFolder).catch(() => response.destroy())
  })
  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy())
    const path = request.url === '/rpc'
    if (!path || access.refusal(request, { origin: true }) || !access.isSignedIn(request)) return refuseUpgrade(stream)
    sockets.handleUpgrade(request, stream, head, (socket) => {
      for (const open of windows) endTakenOver(open)
      windows.clear()
      windows.add(socket)
      socket.on('close', () => windows.delete(socket))
      serveSocket(socket, dispatch, events)
    })
  })

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

async function answer(request: IncomingMessage, response: ServerResponse, access: Access, folder: string): Promise<void> {
  if (access.refusal(request, { origin: false })) return send(response, 403, 'Refused')
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'GET only', { allow: 'GET, HEAD' })
  const url = URL.parse(request.url ?? '/', 'http://127.0.0.1')
  if (!url) return send(response, 400, 'Bad request')
  const token = url.searchParams.get('token')
  if (token !== null) {
    // A reload of an address that was used up goes on, where this is the browser that used it.
    const mayRedeem = request.method === 'GET' && !(await isOtherUsers(request.socket))
    const cookie = mayRedeem ? access.redeem(token) : null
    if (!cookie && !access.isSignedIn(request)) return sendRefusalPage(response)
    return send(response, 303, '', { location: '/', ...(cookie && { 'set-cookie': cookie }) })
  }
  if (!access.isSignedIn(request)) return sendRefusalPage(response)
  const file = await rendererFile(folder, url.pathname)
  if (!file) return send(response, 404, 'Not found')
  response.writeHead(200, { ...file.headers, 'content-length': file.bytes.byteLength })
  response.end(request.method === 'HEAD' ? undefined : file.bytes)
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
