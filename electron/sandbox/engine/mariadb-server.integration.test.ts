import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freePort, startMariadbServer } from './mariadb-server.ts'

test('temporary tables that vanished under a server: one that starts beside it leaves them alone', async () => {
  // Named as a server names them; a server that starts removes all of these from its folder for temporary tables.
  const foreign = join(tmpdir(), `#sql-temptable-${process.pid}-1-1.MAI`)
  await writeFile(foreign, 'of another server')
  try {
    const server = await startMariadbServer()
    await server.stop()
    expect(existsSync(foreign)).toBe(true)
  } finally {
    await rm(foreign, { force: true })
  }
})

test('a port that was taken meanwhile is given up for another', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const taken = (other.address() as AddressInfo).port
  const proposed = [taken, await freePort()]
  const server = await startMariadbServer(() => Promise.resolve(proposed.shift() ?? 0))
  expect(server.port).not.toBe(taken)
  expect(proposed).toEqual([])
  await server.stop()
  other.close()
})
