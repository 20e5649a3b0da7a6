/** A connection to a server through a proxy, before anything is said on it. */
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls, type SecureContext } from 'node:tls'
import { CONNECT_TIMEOUT_MS } from './connect-timeout.ts'
import { codeOf } from './error-code.ts'
import { maskOf } from './masking/mask.ts'
import { proxyAuthorization, proxyLabel, proxySecrets, type Proxy } from './proxy.ts'
import { proxyCode, ProxyFault, statusFault } from './proxy-fault.ts'
import { shakeHandsSocks5 } from './socks5.ts'

export interface Destination {
  /** A name or an address, an IPv6 one without brackets; names are resolved by the proxy. */
  host: string
  port: number
}

/**
 * Throws a ProxyFault. `secureContext` decides whose certificate is accepted of a proxy that is spoken to over TLS, and
 * is null for any other. One clock for the whole way: a proxy that drips its answer does not start it anew.
 */
export async function openTunnel(proxy: Proxy, to: Destination, secureContext: SecureContext | null): Promise<Socket> {
  const { host, port } = proxy
  const isTls = proxy.scheme === 'https'
  const socket = isTls
    ? connectTls({ host, port, ...(secureContext && { secureContext }), servername: isIP(host) === 0 ? host : '', ALPNProtocols: ['http/1.1'] })
    : connect({ host, port, noDelay: true })
  // It stays: between two users of the socket an error would be one that nobody catches.
  const failed = new Promise<never>((_, reject) => socket.on('error', reject))
  const clock = setTimeout(() => socket.destroy(new ProxyFault('network.proxyTimeout')), CONNECT_TIMEOUT_MS)
  try {
    // Only then: credentials go to nobody whose certificate was not looked at.
    await once(socket, isTls ? 'secureConnect' : 'connect')
    await Promise.race([failed, proxy.scheme === 'socks5' ? shakeHandsSocks5(socket, proxy, to) : askToConnect(socket, proxy, to)])
    return socket
  } catch (error) {
    socket.destroy()
    throw faultOf(error)
  } finally {
    failed.catch(() => undefined)
    clearTimeout(clock)
  }
}

/** What an error on the way to a proxy means. */
export function faultOf(error: unknown): ProxyFault {
  if (error instanceof ProxyFault) return error
  const { code, detail } = codeOf(error)
  return new ProxyFault(proxyCode(code), { params: { detail }, cause: error })
}

/** CONNECT (RFC 9110, 9.3.6); afterwards what is written to the socket goes to the server. */
function askToConnect(socket: Socket, proxy: Proxy, to: Destination): Promise<void> {
  const path = proxyLabel(to)
  const authorization = proxyAuthorization(proxy)
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      method: 'CONNECT',
      path,
      headers: { Host: path, ...(authorization && { 'Proxy-Authorization': authorization }) },
      createConnection: () => socket,
    })
    request.once('connect', ({ statusCode = 0, statusMessage = '', headers }: IncomingMessage, _socket: Socket, first: Buffer) => {
      if (statusCode < 200 || statusCode > 299) {
        const refusal = { signedIn: authorization !== undefined, challenges: headers['proxy-authenticate'] }
        return reject(statusFault(statusCode, statusMessage, refusal, maskOf(proxySecrets(proxy))))
      }
      if (first.length > 0) socket.unshift(first)
      resolve()
    })
    request.on('error', reject)
    request.end()
  })
}
