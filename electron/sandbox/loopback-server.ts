/** A server on 127.0.0.1 with fault control; the protocol is the caller's. */
import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { BodyTooLarge } from './loopback-http.ts'
import { sendAnswer, type Answer, type FaultPlan, type Faults } from './faults.ts'

export interface LoopbackServer {
  port: number
  /** Scheme, host and port, without a slash at the end. */
  url: string
  /** Stops listening, ends latencies and cuts the connections that are open. */
  close(): Promise<void>
}

/** The first lines of a request that Node does not read. */
export interface RequestHead {
  method: string
  target: string
  /** By lower-case name. */
  headers: Record<string, string>
}

/**
 * Starts the server. `port` 0 takes a free one. `answer` gets every request but those for /sandbox/faults, and
 * makes its own plan with `faults.planFor`, since only the protocol knows where the statement is.
 * Throws where the port is taken.
 */
export async function serveLoopback(options: {
  port: number
  faults: Faults
  /** The response is there for what no header can say; the answer is written by `serveLoopback`. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<Answer & { plan: FaultPlan }>
  /** A method that Node does not know; it is refused with 400 unless given. */
  answerUnknownMethod?(head: RequestHead): Answer
  /** Speaks https with these, as PEM. */
  tls?: { key: string; cert: string }
}): Promise<LoopbackServer> {
  const { faults, tls, answerUnknownMethod } = options

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    if (await faults.control(request, response)) return
    const answer = await options.answer(request, response)
    await sendAnswer(response, answer.plan, answer, request)
  }

  const receive = (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response).catch((error: unknown) => {
      // The client went away, or a defect of ours: either way nobody must wait for an answer.
      if (response.headersSent || response.destroyed) response.destroy()
      else if (error instanceof BodyTooLarge) response.writeHead(413, { Connection: 'close' }).end()
      else response.writeHead(500, { 'Content-Type': 'text/plain' }).end(`sandbox defect: ${String(error)}`)
    })
  }
  const server = tls ? createSecureServer(tls, receive) : createServer(receive)
  server.on('clientError', (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket) => {
    const head = error.code === 'HPE_INVALID_METHOD' ? readHead(error.rawPacket) : null
    refuse(socket, head && answerUnknownMethod ? answerUnknownMethod(head) : { status: 400, headers: {}, body: '' })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${options.port} is taken by another program.`) : error),
    )
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo

  return {
    port,
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        faults.close()
        server.closeAllConnections()
      }),
  }
}

function readHead(packet: Buffer | undefined): RequestHead | null {
  const [first = '', ...lines] = (packet?.toString('latin1').split('\r\n\r\n')[0] ?? '').split('\r\n')
  const [, method, target] = /^([!-~]+) (\/\S*) HTTP\/1\.[01]$/.exec(first) ?? []
  if (method === undefined || target === undefined) return null
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])
  return { method, target, headers: Object.fromEntries(headers) }
}

function refuse(socket: Duplex, { status, headers, body }: Answer): void {
  if (!socket.writable) return void socket.destroy()
  const lines = Object.entries({ Server: 'tessera-sandbox', Date: new Date().toUTCString(), ...headers, Connection: 'close', 'Content-Length': Buffer.byteLength(body) })
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${body}`)
}
