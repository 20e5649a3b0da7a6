/** The proxy that an environment names, as curl reads it: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY in small or capital letters. */
import { BlockList, isIP } from 'node:net'
import { domainToASCII } from 'node:url'

type Environment = Readonly<Record<string, string | undefined>>

/** The proxy's address as it is written there; empty for none. An empty variable counts as one that is not set. */
export function environmentProxy(url: URL, env: Environment): string {
  const variable = (name: string): string => (env[name] || env[name.toUpperCase()] || '').trim()
  const proxy = variable(url.protocol === 'https:' ? 'https_proxy' : 'http_proxy') || variable('all_proxy')
  return proxy !== '' && isExcepted(url, variable('no_proxy')) ? '' : proxy
}

/**
 * `*`, or entries between commas or blanks: a name and everything below it (with or without a dot or `*.` before it), an
 * address, a network such as 10.0.0.0/8, each with a port or without.
 */
function isExcepted(url: URL, list: string): boolean {
  const host = plain(url.hostname)
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '') return false
    if (entry === '*') return true
    const { name, port: only } = partsOf(entry)
    return (only === '' || only === port) && covers(name, host)
  })
}

/** In small letters, without brackets or a last dot; a name beyond ASCII as addresses have it. */
const plain = (host: string): string => {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
  return /^[\0-\x7f]*$/.test(name) ? name : domainToASCII(name)
}

function partsOf(entry: string): { name: string; port: string } {
  // Colons alone are an IPv6 address, which has its port behind brackets.
  const [, name = entry, port = ''] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? []
  return { name: plain(name).replace(/^\*?\./, ''), port }
}

function covers(name: string, host: string): boolean {
  const family = isIP(host)
  if (family === 0) return name !== '' && (host === name || host.endsWith(`.${name}`))
  const [network = '', bits] = name.split('/')
  if (isIP(network) !== family) return false
  const addresses = new BlockList()
  const type = family === 6 ? 'ipv6' : 'ipv4'
  const longest = family === 6 ? 128 : 32
  const prefix = bits === undefined ? longest : /^\d+$/.test(bits) ? Number(bits) : Number.NaN
  if (!(prefix <= longest)) return false
  addresses.addSubnet(network, prefix, type)
  return addresses.check(host, type)
}
