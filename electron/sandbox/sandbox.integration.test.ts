import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningSandbox, SandboxAddresses } from './addresses.ts'
import { baseCalls } from './drds/base-calls.ts'
import { serverSignature, serverStringToSign } from './drds/server-signature.ts'
import { signedCall } from './drds/signed-call.ts'
import { startSandboxThread } from './sandbox-thread.ts'
import { startSandbox } from './sandbox.ts'

const program = fileURLToPath(new URL('./main.ts', import.meta.url))

async function viaDms({ dms }: SandboxAddresses, sql: string): Promise<{ success: boolean; rows: Record<string, unknown>[] }> {
  const response = await fetch(`${dms.endpoint}/server/${dms.schema}`, {
    method: 'POST',
    headers: { accessId: dms.accessId, accessSecret: dms.accessSecret, 'Content-Type': 'text/plain' },
    body: sql,
  })
  return (await response.json()) as { success: boolean; rows: Record<string, unknown>[] }
}

async function viaMaxScale({ maxscale }: SandboxAddresses, sql: string): Promise<unknown[][]> {
  const headers = {
    Authorization: `Basic ${Buffer.from(`${maxscale.restUser}:${maxscale.restPassword}`).toString('base64')}`,
    'Content-Type': 'application/json',
  }
  const { target, databaseUser: user, databasePassword: password, database: db } = maxscale
  const opened = await fetch(`${maxscale.baseUrl}/v1/sql`, { method: 'POST', headers, body: JSON.stringify({ target, user, password, db }) })
  const { data, meta } = (await opened.json()) as { data: { id: string }; meta: { token: string } }
  const connection = `${maxscale.baseUrl}/v1/sql/${data.id}`
  const answer = await fetch(`${connection}/queries?token=${meta.token}`, { method: 'POST', headers, body: JSON.stringify({ sql }) })
  const { data: query } = (await answer.json()) as { data: { attributes: { results: { data: unknown[][] }[] } } }
  await fetch(`${connection}?token=${meta.token}`, { method: 'DELETE', headers })
  return query.attributes.results[0]?.data ?? []
}

async function viaDrds({ drds }: SandboxAddresses): Promise<string[]> {
  const parameters = new Map([
    ['AccessKeyId', drds.accessKeyId],
    ['Action', 'DescribeDrdsInstances'],
    ['Format', 'JSON'],
    ['RegionId', drds.regionId],
    ['SignatureMethod', 'HMAC-SHA1'],
    ['SignatureNonce', crypto.randomUUID()],
    ['SignatureVersion', '1.0'],
    ['Timestamp', new Date().toISOString().replace(/\.\d+/, '')],
    ['Version', '2015-04-13'],
  ])
  parameters.set('Signature', serverSignature(serverStringToSign('GET', parameters), drds.accessKeySecret))
  const response = await fetch(`${drds.endpoint}/?${new URLSearchParams([...parameters])}`)
  const { Data } = (await response.json()) as { Data: { Instance: { DrdsInstanceId: string }[] } }
  return Data.Instance.map((one) => one.DrdsInstanceId)
}

/** A small database, where the demo's size does not matter. */
let folder = ''
let seedFile = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-seed-'))
  seedFile = join(folder, 'seed.sql')
  const sql = "CREATE DATABASE garden; USE garden; CREATE TABLE herb (id INT PRIMARY KEY, name VARCHAR(20)); INSERT INTO herb VALUES (1, '薄荷');"
  await writeFile(seedFile, sql)
})
afterAll(() => rm(folder, { recursive: true }))

describe.each(['sqlite', 'mariadb'] as const)('a sandbox on %s', (engine) => {
  let sandbox: RunningSandbox
  beforeAll(async () => void (sandbox = await startSandbox({ engine })))
  afterAll(() => sandbox.close())

  test('shows the same demo orders through DMS and MaxScale, and instances through DRDS', async () => {
    const sql = 'SELECT COUNT(*) AS orders FROM orders'
    const { rows } = await viaDms(sandbox, sql)
    expect(Number(rows[0]?.orders)).toBeGreaterThan(1_000)
    expect(await viaMaxScale(sandbox, sql)).toEqual([[rows[0]?.orders]])
    expect((await viaDrds(sandbox)).length).toBeGreaterThan(3)
  })

  test('makes new credentials at each start', async () => {
    const { close, ...other } = await startSandbox({ engine: 'sqlite', seedFile })
    await close()
    for (const name of ['accessId', 'accessSecret'] as const) expect(other.dms[name]).not.toBe(sandbox.dms[name])
    expect(other.drds.accessKeySecret).not.toBe(sandbox.drds.accessKeySecret)
    expect(other.maxscale.databasePassword).not.toBe(sandbox.maxscale.databasePassword)
  })
})

test('credentials, ports and a seed can be given', async () => {
  const first = await startSandbox({ engine: 'sqlite', seedFile })
  const port = Number(new URL(first.dms.endpoint).port)
  await first.close()
  const sandbox = await startSandbox({
    engine: 'sqlite',
    seedFile,
    ports: { dms: port },
    credentials: { accessId: 'me', accessSecret: 'mine' },
    drdsInstances: 40,
    drdsDatabases: 2,
    drdsTaskMilliseconds: 0,
  })
  expect(sandbox.dms).toMatchObject({ endpoint: `http://127.0.0.1:${port}`, accessId: 'me', accessSecret: 'mine', schema: 'garden' })
  expect((await viaDms(sandbox, 'SELECT name FROM garden.herb')).rows).toEqual([{ name: '薄荷' }])
  const drds = signedCall({ url: () => sandbox.drds.endpoint, account: sandbox.drds, now: Date.now })
  await drds({ Action: 'CreateDrdsDB', ...baseCalls.CreateDrdsDB })
  const databases = (await drds({ Action: 'DescribeDrdsDBs', ...baseCalls.DescribeDrdsDBs })).json().Data as { Db: { DbName: string; Status: number }[] }
  expect(databases.Db.map((one) => `${one.DbName} ${one.Status}`)).toEqual(['shop 1', 'shop_report 1', 'crm 1'])
  await expect(startSandbox({ engine: 'sqlite', seedFile, ports: { dms: port } })).rejects.toThrow(`Port ${port} is taken`)
  await sandbox.close()
})

test('with a MaxScale configuration the recorded REST users sign in', async () => {
  const config = join(folder, 'maxscale.cnf')
  await writeFile(config, '[a]\ntype=server\n[s]\ntype=service\nservers=a\n[l]\ntype=listener\nservice=s\nport=4006\n')
  const sandbox = await startSandbox({ engine: 'sqlite', seedFile, maxscaleConfig: config })
  const status = async (user: string, method: string) =>
    (await fetch(`${sandbox.maxscale.baseUrl}/v1/servers/a`, { method, headers: { Authorization: `Basic ${btoa(user)}` } })).status
  expect(sandbox.maxscale).toMatchObject({ restUser: 'admin', restPassword: 'mariadb', target: 's' })
  expect([await status('admin:mariadb', 'GET'), await status('viewer:viewerpw', 'GET'), await status('viewer:viewerpw', 'DELETE'), await status('viewer:no', 'GET')]).toEqual([200, 200, 401, 401])
  await sandbox.close()
})

describe('the thread', () => {
  test('serves, and ends when closed, however often', async () => {
    const sandbox = await startSandboxThread({ engine: 'sqlite', seedFile })
    expect((await viaDms(sandbox, 'SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await sandbox.close()
    expect(await sandbox.ended).toBeNull()
    await expect(viaDms(sandbox, 'SELECT 1')).rejects.toThrow()
    await sandbox.close()
  })

  test('says why it cannot start', async () => {
    await expect(startSandboxThread({ engine: 'sqlite', seedFile: '/nowhere/seed.sql' })).rejects.toThrow(/^Cannot read \/nowhere\/seed\.sql/)
  })
})

/** Ports that were free a moment ago, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

describe('npm run sandbox', () => {
  const run = (...words: string[]) => {
    const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
    const out: string[] = []
    const err: string[] = []
    createInterface(child.stdout).on('line', (line) => out.push(line))
    createInterface(child.stderr).on('line', (line) => err.push(line))
    return { child, out, err, ended: once(child, 'close') }
  }

  test.each(['SIGTERM', 'SIGINT'] as const)('prints one line of JSON and ends cleanly on %s', async (signal) => {
    const { child, out, err, ended } = run('--seed', seedFile, '--drds-instances', '30')
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const addresses = JSON.parse(line) as SandboxAddresses
    expect((await viaDms(addresses, 'SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    child.kill(signal)
    expect((await ended)[0]).toBe(0)
    expect(out).toEqual([line])
    expect(err.join('\n')).toMatch(/sandbox/)
    expect(err.join('\n')).not.toContain(addresses.dms.accessSecret)
  })

  test.each(['sqlite', 'mariadb'])('starts on %s, on the ports and with the file that were asked for', async (engine) => {
    const [dms, drds, maxscale] = await freePorts(3)
    const { child, ended } = run('--engine', engine, '--seed', seedFile, '--dms-port', `${dms}`, '--drds-port', `${drds}`, '--maxscale-port', `${maxscale}`)
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const addresses = JSON.parse(line) as SandboxAddresses
    expect([addresses.dms.endpoint, addresses.drds.endpoint, addresses.maxscale.baseUrl]).toEqual([dms, drds, maxscale].map((port) => `http://127.0.0.1:${port}`))
    expect((await viaDms(addresses, 'SELECT name FROM garden.herb')).rows).toEqual([{ name: '薄荷' }])
    expect(await viaMaxScale(addresses, 'SELECT id, name FROM garden.herb')).toEqual([[1, '薄荷']])
    expect((await viaDrds(addresses)).length).toBeGreaterThan(3)
    const { rows } = await viaDms(addresses, 'SELECT VERSION() AS version')
    expect(String(rows[0]?.version).endsWith('-sqlite')).toBe(engine === 'sqlite')
    child.kill('SIGTERM')
    expect((await ended)[0]).toBe(0)
  })

  test('starts a server like a recorded one: MariaDB, its configuration and its accounts', async () => {
    const config = fileURLToPath(new URL('./fixtures/maxscale.cnf', import.meta.url))
    const { child, ended } = run('--engine', 'mariadb', '--maxscale-config', config, '--seed', seedFile)
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const addresses = JSON.parse(line) as SandboxAddresses
    expect(addresses.maxscale).toMatchObject({ restUser: 'admin', restPassword: 'mariadb', target: 'RW-Split' })
    expect(await viaMaxScale(addresses, 'SELECT id, name FROM garden.herb')).toEqual([[1, '薄荷']])
    const servers = await fetch(`${addresses.maxscale.baseUrl}/v1/servers`, { headers: { Authorization: `Basic ${btoa('viewer:viewerpw')}` } })
    const { data } = (await servers.json()) as { data: { id: string; attributes: { state: string } }[] }
    expect(data.map(({ id, attributes }) => [id, attributes.state])).toEqual([['server1', 'Master, Running'], ['server-dead', 'Down']])
    child.kill('SIGTERM')
    expect((await ended)[0]).toBe(0)
  })

  test.each([
    [['--engine', 'oracle'], '--engine must be sqlite or mariadb.'],
    [['--seed', '/nowhere/seed.sql'], 'Cannot read /nowhere/seed.sql'],
    [['--maxscale-config', '/nowhere/m.cnf'], 'Cannot read /nowhere/m.cnf'],
    [['--dms-port', '1.5'], '--dms-port must be a whole number'],
  ])('refuses %o with a sentence on stderr and exit code 2', async (words, sentence) => {
    const { out, err, ended } = run(...words)
    expect((await ended)[0]).toBe(2)
    expect(out).toEqual([])
    expect(err.join('\n')).toContain(sentence)
    expect(err.join('\n')).not.toMatch(/\n\s+at /)
  })
})
