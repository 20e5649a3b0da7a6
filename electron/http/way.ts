import type { Agent } from 'undici'
import { agentFor, forwardingAgentFor, type Trust } from './agents.ts'
import { maskOf } from './masking/mask.ts'
import { proxyAuthorization, proxyLabel, proxySecrets, type Proxy } from './proxy.ts'
import { statusFault, type ProxyFault } from './proxy-fault.ts'

/** A request's way, as undici takes it. */
interface Way {
  agent: Agent
  origin: string
  path: string
  /** Beside the request's own. */
  headers: Record<string, string>
  /** What an answer of that status means where it is the proxy's own, and not the server's. */
  refusal(status: number, headers: Readonly<Record<string, string | string[] | undefined>>): ProxyFault | undefined
}

/**
 * https goes through a tunnel: the server's certificate is looked at as ever, and the proxy sees nothing but its name.
 * Over http a proxy is asked for the whole address, since most let tunnels go to port 443 only; whoever stands between
 * reads what goes in clear either way. Throws a FailureError where the authority is no certificate.
 */
export function wayTo(url: URL, trust: Trust | undefined, proxy: Proxy | null): Way {
  const path = `${url.pathname}${url.search}`
  if (!proxy || url.protocol === 'https:' || proxy.scheme === 'socks5') {
    return { agent: agentFor(trust, proxy), origin: url.origin, path, headers: {}, refusal: () => undefined }
  }
  const authorization = proxyAuthorization(proxy)
  return {
    agent: forwardingAgentFor(proxy),
    origin: `${proxy.scheme}://${proxyLabel(proxy)}`,
    path: `${url.origin}${path}`,
    headers: { Host: url.host, ...(authorization && { 'Proxy-Authorization': authorization }) },
    // Nothing but a proxy asks for this (RFC 9110, 15.5.8); a 502 may be a gateway's behind it as well.
    refusal: (status, headers) =>
      status === 407 ? statusFault(status, '', { signedIn: authorization !== undefined, challenges: headers['proxy-authenticate'] }, maskOf(proxySecrets(proxy))) : undefined,
  }
}
