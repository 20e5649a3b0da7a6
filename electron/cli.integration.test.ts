import { execFile, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ConnectionSettings } from '../shared/model/connection.ts'
import { openCore, type Core } from './app-core.ts'
import { httpProxy } from './http/fixtures/test-proxies.ts'
import { closeServers } from './http/fixtures/test-servers.ts'
import { nodePlatform } from './platform/node-platform.ts'
import { startSandboxThread } from './sandbox/sandbox-thread.ts'

const program = fileURLToPath(new URL('../out/cli.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tessera-cli-'))
const passphrase = 'correct horse battery'

let sandbox: Awaited<ReturnType<typeof startSandboxThread>>
beforeAll(async () => {
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../build/build.mjs', import.meta.url))])
  sandbox = await startSandboxThread({ engine: 'sqlite' })
  const core = await openCore(nodePlatform('terminal', folder), { sandboxEngine: 'sqlite' })
  await core.handlers.vault.create({ passphrase })
  await createConnections(core)
  await core.close()
})
afterAll(async () => {
  await closeServers()
  await sandbox.close()
  rmSync(folder, { recursive: true })
})

/** One connection of each kind to the sandbox, one to where nothing is, and one by a name that only a proxy resolves. */
async function createConnections(core: Core): Promise<void> {
  const common = { environment: 'development', readOnly: false, timeoutSeconds: 30 }
  const { dms, maxscale, drds } = sandbox
  const dmsSettings = { ...common, kind: 'dms', ...dms }
  await create(core, { ...dmsSettings, name: '订单' }, { accessSecret: dms.accessSecret })
  await create(core, { ...dmsSettings, name: 'nowhere', endpoint: 'http://127.0.0.1:9' }, { accessSecret: 'x' })
  await create(core, { ...dmsSettings, name: 'far', endpoint: `http://dp.corp.invalid:${new URL(dms.endpoint).port}` }, { accessSecret: dms.accessSecret })
  const { restPassword, databasePassword } = maxscale
  await create(core, { ...common, kind: 'maxscale', name: 'max', ...maxscale }, { restPassword, databasePassword })
  await create(core, { ...common, kind: 'drds', name: 'drds', format: 'JSON', ...drds }, { accessKeySecret: drds.accessKeySecret })
}

const create = (core: Core, settings: object, secrets: Record<string, string>) =>
  core.handlers.connections.create({ settings: ConnectionSettings.parse(settings), secrets })

interface Ended {
  code: number | null
  out: string
  err: string
}

async function tessera(words: string[], given: { input?: string; env?: Record<string, string> } = {}): Promise<Ended> {
  const env = { PATH: process.env.PATH, LANG: 'en_US.UTF-8', TESSERA_PASSPHRASE: passphrase, ...given.env }
  const child = spawn(process.execPath, [program, '--user-data', folder, ...words], { env })
  child.stdin.end(given.input ?? '')
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, out, err }
}

async function openSessions(): Promise<unknown[]> {
  const { baseUrl, restUser, restPassword } = sandbox.maxscale
  const answer = await fetch(`${baseUrl}/v1/sql`, { headers: { Authorization: `Basic ${btoa(`${restUser}:${restPassword}`)}` } })
  return ((await answer.json()) as { data: unknown[] }).data
}

const query = (connection: string, sql: string, ...more: string[]) =>
  tessera(['query', '--connection', connection, '--sql', sql, ...more])

describe('tessera query', () => {
  it('answers 0 and exact rows, what is known about them on standard error', async () => {
    const { code, out, err } = await query('订单', "SELECT 9007199254740993 AS n, 1.10 AS d, '中文' AS t, NULL AS none", '--format', 'json')
    expect(JSON.parse(out)).toHaveLength(1)
    expect(out).toContain('9007199254740993')
    expect(out).toContain('1.10')
    expect(out).toContain('"none":null')
    expect(err).toContain('Rows: 1, complete')
    expect(code).toBe(0)
  })

  it('answers through MaxScale as a table and as CSV', async () => {
    const table = await query('MAX', "SELECT 1 AS one, 'a\nb' AS two")
    expect(table).toMatchObject({ code: 0, out: 'one │ two\n────┼─────\n  1 │ a\\nb\n' })
    const csv = await query('max', "SELECT 1 AS one, 'a\nb' AS two, '' AS empty, NULL AS none", '--format', 'csv')
    expect(csv).toMatchObject({ code: 0, out: 'one,two,empty,none\r\n1,"a\nb","",\r\n' })
  })

  it('answers 1 and the server’s words for an SQL error, 0 for ok without rows', async () => {
    const wrong = await query('max', 'SELECT * FROM no_such_table')
    expect(wrong).toMatchObject({ code: 1, out: '' })
    expect(wrong.err).toMatch(/^Error 1146 .*no_such_table/)
    const throughDms = await query('订单', 'SELECT *\nFROM no_such_table', '--format', 'json')
    expect(throughDms).toMatchObject({ code: 1, out: '' })
    expect(throughDms.err).toMatch(/no_such_table/)
    const ok = await query('max', 'CREATE TABLE scratch (id INT)')
    expect(ok).toMatchObject({ code: 0, out: '' })
    expect(ok.err).toContain('Affected rows: 0')
  })

  it('answers 2 and a next step where the call itself failed', async () => {
    expect(await query('nowhere', 'SELECT 1')).toMatchObject({ code: 2, out: '' })
    expect(await query('drds', 'SELECT 1')).toMatchObject({ code: 2, out: '' })
    const unknown = await query('none', 'SELECT 1')
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('No connection is called none.') })
    const locked = await tessera(['query', '--connection', 'max', '--sql', 'SELECT 1'], { env: { TESSERA_PASSPHRASE: '' } })
    expect(locked).toMatchObject({ code: 2, err: expect.stringContaining('The vault is locked.') })
    const wrong = await tessera(['query', '--connection', 'max', '--sql', 'SELECT 1'], { env: { TESSERA_PASSPHRASE: 'wrong passphrase' } })
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('does not open the vault') })
  })

  it('goes by the environment’s proxy, signs in to it, and names it where it refuses', async () => {
    const proxy = await httpProxy({ user: 'anna', password: 'hush-proxy' })
    const far = (env: Record<string, string>) => tessera(['query', '--connection', 'far', '--sql', 'SELECT 1 AS one', '--format', 'csv'], { env })
    expect(await far({ HTTP_PROXY: `http://anna:hush-proxy@${proxy.at}` })).toMatchObject({ code: 0, out: 'one\r\n1\r\n' })
    const refused = await far({ http_proxy: proxy.at })
    expect(refused).toMatchObject({ code: 2, out: '', err: expect.stringContaining(`The proxy ${proxy.at} requires a user name and password.`) })
    expect((await far({ http_proxy: proxy.at, NO_PROXY: 'corp.invalid' })).err).not.toContain('proxy')
  })

  it.each([['query'], ['query', '--connection', 'max'], ['query', '--connection', 'max', '--sql', 'SELECT 1', '--format', 'xml'], ['query', '--nothing'], ['nothing']])(
    'answers 2 and the usage to %s %s',
    async (...words) => {
      const { code, out, err } = await tessera(words)
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).toMatch(/tessera query --connection/)
    },
  )

  it('reads one statement from standard input, and refuses several', async () => {
    const read = await tessera(['query', '--connection', 'max', '--sql', '-', '--format', 'csv'], { input: '-- a note\nSELECT 2 AS two;\n' })
    expect(read).toMatchObject({ code: 0, out: 'two\r\n2\r\n' })
    const several = await query('max', 'SELECT 1; SELECT 2')
    expect(several).toMatchObject({ code: 2, out: '', err: expect.stringContaining('The text contains 2 statements') })
    // The body of a routine is no other statement; what servers read in different ways may be.
    const body = await query('max', 'BEGIN NOT ATOMIC SELECT 1 AS one; SELECT 2; END;')
    expect(body.err).not.toContain('statements')
    const unsure = await query('max', "SELECT 1 /*!80000 don't */;\nDELETE FROM t;")
    expect(unsure).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Servers do not agree') })
  })

  it('stops at the limit and says that there may be more', async () => {
    const { out, err } = await query('max', 'SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3', '--limit', '2', '--format', 'csv')
    expect(out).toBe('n\r\n1\r\n2\r\n')
    expect(err).toContain('Rows: 2, and there are more')
  })

  it('ends quietly where its reader goes away', async () => {
    const child = spawn(process.execPath, [program, 'query', '--connection', 'max', '--sql', 'SELECT * FROM orders', '--limit', '20000', '--user-data', folder], {
      env: { PATH: process.env.PATH, LANG: 'C', TESSERA_PASSPHRASE: passphrase },
    })
    child.stdout.once('data', () => child.stdout.destroy())
    const [code, err] = await Promise.all([new Promise((resolve) => child.once('close', resolve)), text(child.stderr)])
    expect(err).not.toContain('EPIPE')
    expect(code).not.toBe(null)
  })

  it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('closes its session on MaxScale when %s ends it in mid-statement', async (signal) => {
    const child = spawn(process.execPath, [program, 'query', '--connection', 'max', '--sql', 'SELECT SLEEP(20)', '--user-data', folder], {
      env: { PATH: process.env.PATH, LANG: 'C', TESSERA_PASSPHRASE: passphrase },
    })
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    await vi.waitFor(async () => expect(await openSessions()).toHaveLength(1), { timeout: 10_000 })
    child.kill(signal)
    expect(await ended).toBeGreaterThan(0)
    expect(await openSessions()).toEqual([])
  })

  it('run again and again while a window saves secrets takes none of them away', async () => {
    const shared = join(folder, 'shared')
    for (const name of ['tessera.db', 'vault.json']) cpSync(join(folder, name), join(shared, name))
    const opened = () => openCore(nodePlatform('terminal', shared), { sandboxEngine: 'sqlite' })
    const core = await opened()
    await core.handlers.vault.unlock({ passphrase })
    const ended: Ended[] = []
    const four = async () => {
      for (let run = 0; run < 4; run++) ended.push(await query('max', 'SELECT 1 AS one', '--format', 'csv', '--user-data', shared))
    }
    const running = new Set(['runs'])
    const runs = Promise.all([four(), four(), four()]).finally(() => running.clear())
    const saved: string[] = []
    while (running.size > 0) {
      const settings = { kind: 'dms', environment: 'development', readOnly: false, timeoutSeconds: 30, ...sandbox.dms, name: `kept ${saved.length}` }
      saved.push((await create(core, settings, { accessSecret: 's' })).id)
    }
    await runs
    await core.close()
    expect(ended.filter(({ code, out }) => code !== 0 || out !== 'one\r\n1\r\n')).toEqual([])
    const later = await opened()
    const kept = (await later.handlers.connections.list({})).filter(({ id, secrets }) => saved.includes(id) && secrets.accessSecret === 'stored')
    expect(kept).toHaveLength(saved.length)
    expect(await openSessions()).toEqual([])
    await later.close()
  })

  it('speaks Chinese where the terminal does', async () => {
    const { err } = await tessera(['query', '--connection', '无', '--sql', 'SELECT 1'], { env: { LANG: 'zh_CN.UTF-8' } })
    expect(err).toContain('没有名为 无 的连接')
  })

  it('brings its own sandbox to try', async () => {
    const { code, out } = await tessera(['query', '--sandbox', '--sql', 'SELECT 1 AS one', '--format', 'csv'])
    expect({ code, out }).toEqual({ code: 0, out: 'one\r\n1\r\n' })
  })
})

describe('tessera connections', () => {
  it('lists what there is without any secret, as table, JSON or CSV', async () => {
    const table = await tessera(['connections'])
    expect(table.code).toBe(0)
    expect(table.out).toContain('订单    │ dms')
    const json = await tessera(['connections', '--format', 'json'])
    expect(JSON.parse(json.out)).toHaveLength(5)
    const csv = await tessera(['connections', '--format', 'csv'])
    expect(csv.out.split('\r\n')[0]).toBe('id,name,kind,environment,readOnly,address')
    for (const { out } of [table, json, csv]) expect(out).not.toContain(sandbox.maxscale.restPassword)
  })
})
