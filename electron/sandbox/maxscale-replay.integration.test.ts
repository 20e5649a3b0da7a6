import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine } from './engine/engine.ts'
import { startMariadbEngine } from './engine/mariadb-engine.ts'
import { createFaults } from './faults.ts'
import { startMaxScaleRest, type MaxScaleRest } from './maxscale-rest.ts'
import { exchange } from './maxscale/replay/exchange.ts'
import { Replay } from './maxscale/replay/replay.ts'
import { scenes } from './maxscale/replay/scenes.ts'
import { admin } from './maxscale/replay/stage.ts'
import type { Transcript } from './maxscale/replay/transcript.ts'
import { observed, unsupported } from './maxscale/replay/unsupported.ts'

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url))
const recording = readFileSync(fixture('maxscale-transcripts.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Transcript)
const replayed = recording.filter(({ name }) => unsupported[name] === undefined && !observed.includes(name))
const users = [{ name: 'admin', password: 'mariadb' }, { name: 'viewer', password: 'viewerpw', role: 'basic' as const }]

let folder = ''
let engine: Engine
let servers: { plain: MaxScaleRest; tls: MaxScaleRest; defaults: MaxScaleRest }
let replay: Replay
const root = async (sql: string) => {
  const session = await engine.open({})
  try {
    return await session.execute(sql)
  } finally {
    await session.close()
  }
}
const runaways = "SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT COUNT(*) FROM numbers a, numbers b%'"

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-replay-'))
  const write = async (name: string, text: string) => {
    await writeFile(join(folder, name), text)
    return join(folder, name)
  }
  const configuration = readFileSync(fixture('maxscale.cnf'), 'utf8')
  const { key, cert } = JSON.parse(readFileSync(fixture('loopback-certificate.json'), 'utf8')) as { key: string; cert: string }
  const secure = `admin_enabled=true\nadmin_ssl_key=${await write('key.pem', key)}\nadmin_ssl_cert=${await write('cert.pem', cert)}`
  engine = await startMariadbEngine({ seedFile: fixture('maxscale-schema.sql') })
  const start = (configFile: string) => startMaxScaleRest({ engine, port: 0, users, faults: createFaults(), configFile })
  servers = {
    plain: await start(fixture('maxscale.cnf')),
    tls: await start(await write('tls.cnf', configuration.replace('admin_enabled=true', secure))),
    defaults: await start(await write('defaults.cnf', configuration.replace(/admin_secure_gui=.*\n/, ''))),
  }
  replay = new Replay(replayed, { plain: servers.plain.url, tls: servers.tls.url, defaults: servers.defaults.url }, root)
})

afterAll(async () => {
  for (const server of Object.values(servers)) await server.close()
  await engine.close()
  await rm(folder, { recursive: true })
})

test.each(replayed.map((transcript) => [transcript.name, transcript] as const))('a recorded request is answered as MaxScale answered: %s', async (name, transcript) => {
  const { actual, expected } = await replay.send(transcript)
  expect(actual).toEqual(expected)
  if (name !== 'q01-read-timeout') return
  // q02: the statement runs on at the server when MaxScale has given it up.
  const [result] = await root(runaways)
  const ids = result?.kind === 'rows' ? result.rows.flatMap(([cell]) => (cell?.kind === 'number' ? [cell.literal] : [])) : []
  expect(ids.length).toBe(1)
  for (const id of ids) await root(`KILL ${id}`)
}, 30_000)

test('every recorded name is replayed, observed here or listed with its reason', () => {
  const names = recording.map(({ name }) => name)
  expect([...Object.keys(unsupported), ...observed, ...Object.keys(scenes)].filter((name) => !names.includes(name))).toEqual([])
  expect(replayed.length + Object.keys(unsupported).length + observed.length).toBe(names.length)
})

test('TLS to the plain port ends in no answer (n08)', async () => {
  await expect(exchange(servers.plain.url.replace('http:', 'https:'), { method: 'GET', headers: {}, body: null, chunked: false })).rejects.toThrow(/wrong version number/i)
})

test('the connection stays open after a request with a body only (q12)', async () => {
  const post = (body: string | null, path: string, method = 'POST') =>
    new Promise<string | undefined>((resolve, reject) => {
      const outgoing = request(`${servers.plain.url}/v1${path}`, { method, headers: { Authorization: admin } }, (response) => {
        response.resume()
        resolve(response.headers.connection)
      })
      outgoing.on('error', reject)
      outgoing.end(body ?? undefined)
    })
  expect([await post('{}', '/sql'), await post(null, '/sql', 'GET'), await post(null, '/sql/x/cancel')]).toEqual([undefined, 'close', 'close'])
})
