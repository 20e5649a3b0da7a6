import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { endianness } from 'node:os'

/** Sockets by the address of this machine; an IPv4 connection may be made through either family (proc(5), /proc/net/tcp). */
const tables = ['/proc/net/tcp', '/proc/net/tcp6']
const ROOT = 0
/** The system writes a table in pieces, and a row may slip between two of them while others come and go. */
const READINGS = 3

/** One end of an IPv4 connection. */
export interface End {
  address: string
  port: number
}

export interface Owner {
  uid: number
  /** False where the process has closed its end: such a row may be shown as root's, whoever made the connection. */
  held: boolean
}

/**
 * Whether another user of this machine is at the far end of a loopback connection, or nobody is any more. An address
 * that is handed to a browser stands in the list of processes, where every user sees it, and cookies go to every port.
 * False for root, who may do anything and forwards ports for others, and where the system does not tell (all but
 * Linux, and who comes from outside of it, as through WSL): there the page's key stands alone.
 */
export async function isOtherUsers(socket: Socket, own: number | undefined = process.getuid?.()): Promise<boolean> {
  const { remoteAddress, remotePort, localAddress, localPort } = socket
  if (process.platform !== 'linux' || own === undefined) return false
  if (remoteAddress === undefined || remotePort === undefined || localAddress === undefined || localPort === undefined) return true
  const far = { address: remoteAddress, port: remotePort }
  const near = { address: localAddress, port: localPort }
  for (let reading = 0; reading < READINGS; reading++) {
    for (const table of tables) {
      const owner = ownerIn(await readFile(table, 'latin1').catch(() => ''), far, near)
      if (owner) return !owner.held || (owner.uid !== own && owner.uid !== ROOT)
    }
  }
  return false
}

/** Who made the connection from one end to the other, by its row: `sl local rem st queues timer retransmits uid timeout inode …`. */
export function ownerIn(table: string, from: End, to: End): Owner | undefined {
  const [local, remote] = [written(from), written(to)]
  for (const line of table.split('\n')) {
    if (!line.includes(local)) continue
    const fields = line.trim().split(/\s+/)
    if (fields[1]?.endsWith(local) && fields[2]?.endsWith(remote)) return { uid: Number(fields[7]), held: fields[9] !== '0' }
  }
  return undefined
}

/** `0100007F:1F90`: the address as a word of this machine. */
function written({ address, port }: End): string {
  const bytes = address.replace('::ffff:', '').split('.').map((part) => hex(Number(part), 2))
  return `${(endianness() === 'LE' ? bytes.reverse() : bytes).join('')}:${hex(port, 4)}`
}

const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0')
