import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'

/** Sockets by the address of this machine; an IPv4 connection may be made through either family (proc(5), /proc/net/tcp). */
const tables = ['/proc/net/tcp', '/proc/net/tcp6']
/** What Linux shows for users that this namespace does not know. */
const OVERFLOW = 65_534
const ROOT = 0

/**
 * Whether another user of this machine is certainly at the far end of a loopback connection. An address that is handed
 * to a browser stands in the list of processes, where every user sees it. False where the system does not tell (all but
 * Linux), and for root, who may do anything and forwards ports for others.
 */
export async function isOtherUsers(socket: Socket, own: number | undefined = process.getuid?.()): Promise<boolean> {
  const { remotePort, localPort } = socket
  if (process.platform !== 'linux' || own === undefined || remotePort === undefined || localPort === undefined) return false
  for (const table of tables) {
    const owner = ownerIn(await readFile(table, 'latin1').catch(() => ''), remotePort, localPort)
    if (owner !== undefined) return owner !== own && owner !== ROOT && owner !== OVERFLOW
  }
  return false
}

/** The user id in the row of the socket from one loopback port to another: `sl local rem st queues timer retransmits uid …`. */
export function ownerIn(table: string, from: number, to: number): number | undefined {
  const address = (port: number) => `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`
  for (const line of table.split('\n')) {
    const fields = line.trim().split(/\s+/)
    if (fields[1]?.endsWith(address(from)) && fields[2]?.endsWith(address(to))) return Number(fields[7])
  }
  return undefined
}
