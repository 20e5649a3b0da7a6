/** A server on 127.0.0.1 with fault control; the protocol is the caller's. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BodyTooLarge } from './loopback-http.ts'
import { sendAnswer, type Answer, type FaultPlan, type Faults } from './faults.ts'

export interface LoopbackServer {
  port: number
  /** Scheme, host and port, without a slash at the end. */
  url: string
  /** Stops listening, ends latencies and cuts the connections that are open. */
  close(): Promise<void>
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
}): Promise<LoopbackServer> {
  const { faults } = options

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    if (await faults.control(request, response)) return
    const answer = await options.answer(request, response)
    await sendAnswer(response, answer.plan, answer)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // The client went away, or a defect of ours: either way nobody must wait for an answer.
      if (response.headersSent || response.destroyed) response.destroy()
      else if (error instanceof BodyTooLarge) response.writeHead(413, { Connection: 'close' }).end()
      else response.writeHead(500, { 'Content-Type': 'text/plain' }).end(`sandbox defect: ${String(error)}`)
    })
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
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        faults.close()
        server.closeAllConnections()
      }),
  }
}
