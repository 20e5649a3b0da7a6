import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { isOtherUsers, ownerIn } from './peer-owner.ts'

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F90 0100007F:00FF 01 00000000:00000000 00:00000000 00000000  1000        0 12 1 0000000000000000 20 4 30 10 -1
   2: 0100007F:00FF 0100007F:1F90 01 00000000:00000000 02:00000000 00000000  1001        0 13 2 0000000000000000 20 4 30 10 -1
`
const table6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0000000000000000FFFF00000100007F:00FE 0000000000000000FFFF00000100007F:1F90 01 00000000:00000000 00:00000000 00000000  1002        0 14 1 0 20 4 30 10 -1
`

it('finds who made a connection, not who took it', () => {
  expect(ownerIn(table, 255, 8080)).toBe(1001)
  expect(ownerIn(table6, 254, 8080)).toBe(1002)
  expect(ownerIn(table, 254, 8080)).toBeUndefined()
  expect(ownerIn('', 255, 8080)).toBeUndefined()
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
