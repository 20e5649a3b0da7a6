/** An HTTP proxy on 127.0.0.1 that wants to be signed in to, for http addresses; whole addresses are what it is asked for. */
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LoopbackProxy {
  /** Host and port. */
  at: string
  /** What it let through: `POST http://…`. */
  passed: string[]
  stop(): void
}

export async function startLoopbackProxy(user: string, password: string): Promise<LoopbackProxy> {
  const passed: string[] = []
  const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const server = createServer((incoming, answer) => {
    const { 'proxy-authorization': given, ...headers } = incoming.headers
    if (given !== wanted) return void answer.writeHead(407, { 'Proxy-Authenticate': 'Basic realm="corp"' }).end()
    passed.push(`${incoming.method} ${incoming.url}`)
    const onward = request(incoming.url ?? '', { method: incoming.method, headers }, (from) => {
      answer.writeHead(from.statusCode ?? 0, from.headers)
      from.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    at: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
