import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { isOtherUsers, ownerIn } from './peer-owner.ts'

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F90 0100007F:00FF 01 00000000:00000000 00:00000000 00000000  1000        0 12 1 0000000000000000 20 4 30 10 -1
   2: 0100007F:00FF 0100007F:1F90 01 00000000:00000000 02:00000000 00000000  1001        0 13 2 0000000000000000 20 4 30 10 -1
   3: 0200007F:00FD 0100007F:1F90 01 00000000:00000000 02:00000000 00000000  1003        0 15 2 0000000000000000 20 4 30 10 -1
   4: 0100007F:00FC 0100007F:1F90 04 00000000:00000000 01:00000010 00000000     0        0 0 2 0000000000000000 20 0 0 11 -1
`
const table6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0000000000000000FFFF00000100007F:00FE 0000000000000000FFFF00000100007F:1F90 01 00000000:00000000 00:00000000 00000000  1002        0 14 1 0 20 4 30 10 -1
`

const end = (port: number, address = '127.0.0.1') => ({ address, port })

it('finds who made a connection, not who took it', () => {
  expect(ownerIn(table, end(255), end(8080))).toEqual({ uid: 1001, held: true })
  expect(ownerIn(table6, end(254), end(8080))).toEqual({ uid: 1002, held: true })
  expect(ownerIn(table, end(254), end(8080))).toBeUndefined()
  expect(ownerIn('', end(255), end(8080))).toBeUndefined()
})

it('finds it from whichever loopback address it was made', () => {
  expect(ownerIn(table, end(253, '127.0.0.2'), end(8080))).toEqual({ uid: 1003, held: true })
  expect(ownerIn(table, end(253), end(8080))).toBeUndefined()
})

it('does not take a row that nobody holds any more for that of a user', () => {
  expect(ownerIn(table, end(252), end(8080))).toEqual({ uid: 0, held: false })
})

const sockets: Socket[] = []
afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()))

it.each(['127.0.0.1', '::ffff:127.0.0.1'])('knows our own connection through %s for ours', async (host) => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const taken = new Promise<Socket>((resolve) => server.once('connection', resolve))
  sockets.push(connect((server.address() as AddressInfo).port, host), await taken)
  const own = process.getuid?.() ?? 0
  expect(await isOtherUsers(await taken)).toBe(false)
  // Seen by another user, it is another user's, unless root made it or the system does not tell.
  expect(await isOtherUsers(await taken, own + 1)).toBe(process.platform === 'linux' && own !== 0)
  server.close()
})
