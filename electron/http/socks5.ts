/** SOCKS5 (RFC 1928) with a user name and password (RFC 1929), as `ssh -D` and companies speak it. */
import { isIP, type Socket } from 'node:net'
import { bare, type Proxy } from './proxy.ts'
import { ProxyFault } from './proxy-fault.ts'

const VERSION = 5
const method = { none: 0, password: 2, refused: 0xff } as const
const address = { ipv4: 1, name: 3, ipv6: 4 } as const

/** What a reply other than 0 says, in the RFC's words. */
const replies: Readonly<Record<number, string>> = {
  1: 'general SOCKS server failure', 2: 'connection not allowed by ruleset', 3: 'Network unreachable', 4: 'Host unreachable',
  5: 'Connection refused', 6: 'TTL expired', 7: 'Command not supported', 8: 'Address type not supported',
}
/** Of them what is the proxy's rule, and not the network behind it. */
const rules: ReadonlySet<number> = new Set([2, 7, 8])

/** From a socket that is connected to the proxy to one that is connected to the server. Throws a ProxyFault, or what the socket throws. */
export async function shakeHandsSocks5(socket: Socket, proxy: Pick<Proxy, 'user' | 'password'>, to: { host: string; port: number }): Promise<void> {
  const read = reader(socket)
  const signsIn = proxy.user !== ''
  socket.write(Uint8Array.from(signsIn ? [VERSION, 2, method.none, method.password] : [VERSION, 1, method.none]))
  const [version, chosen] = await read(2)
  if (version !== VERSION) throw new ProxyFault('network.proxyNotSocks')
  if (chosen === method.password && signsIn) {
    socket.write(credentials(proxy))
    const [, status] = await read(2)
    if (status !== 0) throw new ProxyFault('network.proxyPassword')
  } else if (chosen !== method.none) throw new ProxyFault(signsIn ? 'network.proxyPassword' : 'network.proxySignIn')
  socket.write(Buffer.concat([Uint8Array.from([VERSION, 1, 0]), addressOf(to.host), Uint8Array.from([to.port >> 8, to.port & 0xff])]))
  const [, reply = 1, , kind] = await read(4)
  if (reply !== 0) {
    throw new ProxyFault(rules.has(reply) ? 'network.proxyForbids' : 'network.proxyNoWay', { params: { status: `SOCKS ${reply}` }, words: { text: replies[reply] ?? '' } })
  }
  // Where the proxy connects from: of no use here, but it stands before the server's first byte.
  const length = kind === address.ipv4 ? 4 : kind === address.ipv6 ? 16 : ((await read(1))[0] ?? 0)
  await read(length + 2)
  read.end()
}

function credentials({ user, password }: Pick<Proxy, 'user' | 'password'>): Buffer {
  const parts = [Buffer.from(user, 'utf8'), Buffer.from(password?.reveal() ?? '', 'utf8')]
  // The length of each is one byte.
  if (parts.some(({ length }) => length > 255)) throw new ProxyFault('network.proxyPassword')
  return Buffer.concat([Uint8Array.of(1), ...parts.flatMap((part) => [Uint8Array.of(part.length), part])])
}

function addressOf(host: string): Uint8Array {
  if (isIP(host) === 4) return Uint8Array.of(address.ipv4, ...host.split('.').map(Number))
  if (isIP(host) === 6) return Uint8Array.of(address.ipv6, ...ipv6Bytes(host))
  const name = Buffer.from(host, 'utf8')
  return Uint8Array.of(address.name, name.length, ...name)
}

/** Eight groups, those between two colons filled in; an address of a URL has no dotted part any more. */
function ipv6Bytes(host: string): number[] {
  const [before = '', after] = bare(new URL(`http://[${host}]`).hostname).split('::')
  const groups = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)))
  const [head, tail] = [groups(before), groups(after ?? '')]
  const between = Array.from({ length: 8 - head.length - tail.length }, () => 0)
  return [...head, ...between, ...tail].flatMap((group) => [group >> 8, group & 0xff])
}

/** Exactly so many bytes at a time, leaving what follows in the socket. */
function reader(socket: Socket) {
  let waiting: (() => void) | undefined
  const wake = () => waiting?.()
  socket.on('readable', wake).on('end', wake).on('close', wake)
  const read = async (length: number): Promise<Uint8Array> => {
    for (;;) {
      const bytes: unknown = length === 0 ? Buffer.alloc(0) : socket.read(length)
      // At its end a stream hands out what there is, however little was asked for.
      if (bytes instanceof Uint8Array && bytes.length === length) return bytes
      if (bytes !== null || socket.destroyed || socket.readableEnded) throw new ProxyFault('network.proxyClosed')
      await new Promise<void>((resolve) => (waiting = resolve))
    }
  }
  return Object.assign(read, {
    end: () => void socket.off('readable', wake).off('end', wake).off('close', wake),
  })
}
