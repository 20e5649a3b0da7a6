import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest'
import type { ConnectionSettings } from '../../shared/model/connection.ts'
import { FailureError } from '../../shared/model/failure.ts'
import { connectionId, runId, tabId } from '../../shared/model/ids.ts'
import type { StatementResult } from '../../shared/model/statement-result.ts'
import { classifyStatement } from '../../shared/sql/classify.ts'
import { ordinaryReads } from '../../shared/sql/fixtures/ordinary-reads.ts'
import { seededEngine } from '../clients/fixtures/seeded-engine.ts'
import { startDmsProxy } from '../sandbox/dms-proxy.ts'
import type { Engine } from '../sandbox/engine/engine.ts'
import { createFaults } from '../sandbox/faults.ts'
import type { LoopbackServer } from '../sandbox/loopback-server.ts'
import { startMaxScaleRest, type MaxScaleRest } from '../sandbox/maxscale-rest.ts'
import { Secret } from '../vault/secret.ts'
import { queryServices } from './fixtures/query-services.ts'

const secrets = { accessSecret: new Secret('dms-secret'), restPassword: new Secret('rest-secret'), databasePassword: new Secret('db-secret') }

/** Each of these changed something on a real MariaDB, or held a lock, while it passed for a read. */
const holes = [
  "SELECT 1.INTO OUTFILE '/tmp/never-written'", "SELECT .5INTO OUTFILE '/tmp/never-written'", "SELECT 1e5INTO OUTFILE '/tmp/never-written'",
  'SELECT id FROM items WHERE id>1.FOR UPDATE', "SELECT `GET_LOCK`('k', 0)", "SELECT mariadb_schema.GET_LOCK('k', 0)", 'SHOW DATABASES WHERE NEXTVAL(sq) > 0',
  "SHOW TABLES WHERE GET_LOCK('k', 0)", "EXPLAIN SELECT * FROM (SELECT GET_LOCK('k', 0)) d", "DESC SELECT * FROM (SELECT GET_LOCK('k', 0)) d", 'SET @a = (SELECT MAX(id) FROM items FOR UPDATE)',
  'EXPLAIN SELECT * FROM items WHERE id = 1 FOR UPDATE', String.raw`SELECT 'it\'s' AS "a\"; DELETE FROM items -- "`, 'SET STATEMENT tx_read_only=0 FOR SELECT fw()', 'START TRANSACTION READ WRITE',
  'SET SESSION TRANSACTION READ WRITE', 'SET @@session.`tx_read_only` = 0', 'BEGIN NOT ATOMIC SET SESSION TRANSACTION READ WRITE; END', "EXECUTE IMMEDIATE 'SET tx_read_only=0'",
]
/** Functions of others, which nothing but the server can judge. */
const stored = ['SELECT fw()', 'SET @a = fw()', 'SELECT goods . `fw` ()', 'SHOW STATUS WHERE fw()', 'EXPLAIN SELECT * FROM (SELECT fw()) d', 'VALUES (fw())', 'SELECT COUNT (1)', 'SELECT m\u0131n(1)', 'SELECT {`x` fw()}', 'SELECT IF(1, (SELECT fw()), 0)']

describe('a read-only connection', () => {
  let engine: Engine
  let dms: LoopbackServer
  let maxscale: MaxScaleRest
  let services: Awaited<ReturnType<typeof queryServices>>
  let runs = 0

  const asRoot = async (...statements: string[]) => {
    const session = await engine.open({ database: 'goods' })
    try {
      const results = []
      for (const sql of statements) results.push(...(await session.execute(sql)))
      return results
    } finally {
      await session.close()
    }
  }
  const written = async () => JSON.stringify(await asRoot("SELECT COUNT(*), IS_USED_LOCK('k') FROM written", 'SELECT next_not_cached_value FROM sq', 'SELECT * FROM items'))

  beforeAll(async () => {
    engine = await seededEngine('mariadb', [{ user: 'shopkeeper', password: 'db-secret' }])
    dms = await startDmsProxy({ engine, port: 0, grants: [{ accessId: 'user', accessSecret: 'dms-secret' }], collaboration: 'secure', faults: createFaults() })
    maxscale = await startMaxScaleRest({ engine, port: 0, users: [{ name: 'admin', password: 'rest-secret' }], faults: createFaults() })
    const writing = (name: string, parameters = '') => `CREATE FUNCTION ${name}(${parameters}) RETURNS INT BEGIN INSERT INTO written VALUES (1); RETURN 1; END`
    await asRoot('CREATE TABLE written (a INT)', 'CREATE SEQUENCE sq NOCACHE', writing('fw'), writing('`COUNT`', 'a INT'), writing('`m\u0131n`', 'a INT'), writing('`COLUMNS`', 'a INT'),
      'CREATE FUNCTION lifts() RETURNS INT BEGIN SET SESSION tx_read_only = 0; RETURN 1; END')
  })
  afterAll(async () => {
    for (const part of [dms, maxscale, engine]) await part.close()
  })
  beforeEach(async () => {
    services = await queryServices((id) => Promise.resolve({ settings: settings()[id]!, secrets }))
  })
  afterEach(() => services.close())

  const settings = (): Record<string, ConnectionSettings> => {
    const common = { environment: 'production', readOnly: true, timeoutSeconds: 20, certificateAuthority: '', pinnedCertificate: '', proxy: 'none', proxyUrl: '', proxyUser: '' } as const
    return {
      dms: { ...common, kind: 'dms', name: 'DMS', endpoint: dms.url, accessId: 'user', schema: 'goods', collaboration: 'secure' },
      maxscale: {
        ...common, kind: 'maxscale', name: 'MaxScale', baseUrl: maxscale.url, restUser: 'admin', signIn: 'basic', tokenPlace: 'cookie',
        target: maxscale.targets.at(-1) ?? '', databaseUser: 'shopkeeper', database: 'goods',
      },
    }
  }
  const run = (connection: string, sql: string): Promise<StatementResult[]> =>
    Promise.resolve(services.query.handlers.run({ runId: runId(`run-${(runs += 1)}`), tabId: tabId('tab-1'), connectionId: connectionId(connection), sql, rowLimit: 100 }))
  const session = async () => (await services.sessions.list({}))[0]
  const refusal = async (connection: string, sql: string) => {
    const error: unknown = await run(connection, sql).catch((thrown: unknown) => thrown)
    return error instanceof FailureError ? error.failure.kind : JSON.stringify(error)
  }

  it.each(['dms', 'maxscale'])('sends nothing through %s that only looks like a read', async (connection) => {
    const before = await written()
    for (const sql of holes) expect([sql, await refusal(connection, sql)]).toEqual([sql, sql.includes('; DELETE') && connection === 'maxscale' ? expect.stringContaining('"kind":"resultset"') : 'guarded'])
    expect(await written()).toBe(before)
  })

  it('does not ask DMS for what a function of others would do', async () => {
    const before = await written()
    for (const sql of stored) expect([sql, await refusal('dms', sql)]).toEqual([sql, 'guarded'])
    expect(await written()).toBe(before)
  })

  it('has MaxScale’s server refuse what a function of others would write, also after a reconnect and after one that lifts it', async () => {
    const before = await written()
    const refused = async () => {
      for (const sql of stored) expect([sql, await run('maxscale', sql)]).toEqual([sql, [expect.objectContaining({ kind: 'error', code: '1792' })]])
    }
    await refused()
    expect(await run('maxscale', 'SELECT lifts()')).toMatchObject([{ kind: 'resultset' }])
    await refused()
    await run('maxscale', 'SELECT lifts()')
    await run('maxscale', 'START TRANSACTION')
    expect(await run('maxscale', 'SELECT fw()')).toMatchObject([{ kind: 'error', code: '1792' }])
    await run('maxscale', 'ROLLBACK')
    await services.sessions.reconnect({ tabId: tabId('tab-1') })
    await refused()
    expect(await written()).toBe(before)
  })

  it('knows the sql_mode of its session, and reads as the server does', async () => {
    await run('maxscale', 'SELECT 1')
    // What keeps it read-only is nothing that the person holds.
    expect(await session()).toMatchObject({ sqlMode: expect.stringContaining('STRICT_TRANS_TABLES') as string, trace: { holds: [] } })
    await run('maxscale', "SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'")
    expect((await session())?.sqlMode).toBe('NO_BACKSLASH_ESCAPES,ANSI_QUOTES')
    expect(await run('maxscale', String.raw`SELECT 'C:\' AS "a\"`)).toMatchObject([{ kind: 'resultset' }])
    expect(await refusal('maxscale', String.raw`SELECT 'C:\'; DELETE FROM items -- '`)).toBe('input')
  })

  it('lets the server run what is a read everywhere', async () => {
    const wrong: string[] = []
    for (const sql of ordinaryReads) {
      // Whether MariaDB knows it is not the question; that it was sent is.
      const error: unknown = await run('dms', sql).then(() => null, (thrown: unknown) => thrown)
      if (error !== null) wrong.push(sql)
    }
    expect(wrong).toEqual([])
  })

  it('never takes for a read what wrote, locked or drew a number, however it was hidden', async () => {
    const harmful = fc.constantFrom<string[]>(
      'fw()', 'goods.fw()', '`fw` ()', 'goods . `fw`()', 'fw/* c */()', "GET_LOCK('k', 0)", "`get_lock`('k', 0)", "mariadb_schema.GET_LOCK('k', 0)", 'NEXTVAL(sq)', 'NEXT VALUE FOR sq', '{fn fw()}', '{`x` fw()}',
      'COUNT (1)', '`COUNT`(1)', 'goods.COUNT(1)', 'm\u0131n(1)', 'COLUMNS(1)', '/*!50000 fw()*/', '/*M! fw()*/', '/*!99999 1+*/fw()', '(SELECT fw())', "(SELECT MAX(id) FROM items WHERE id>0.FOR UPDATE)+fw()",
    )
    const wraps: ((inner: string) => string)[] = [
      (e) => e, (e) => `(${e})`, (e) => `1.+${e}`, (e) => `.5+${e}`, (e) => `ABS(${e})`, (e) => `IF(1, ${e}, 2)`, (e) => `CASE WHEN(${e})THEN 1 END`, (e) => `1 IN(2, ${e})`, (e) => `1 BETWEEN(${e})AND(3)`,
      (e) => `CAST(${e} AS CHAR(5))`, (e) => `CONVERT(${e}, CHAR(5))`, (e) => `(SELECT ${e})`, (e) => `EXISTS(SELECT 1 FROM items WHERE ${e})`, (e) => `NOT(${e})`, (e) => `'it''s'+${e}`, (e) => String.raw`'a\'b'+${e}`,
      (e) => `"q"+${e}`, (e) => `NOW()-INTERVAL(${e})DAY`, (e) => `TRIM(BOTH ${e} FROM 'a')`, (e) => `ROW(1, ${e})=ROW(1, 1)`, (e) => `1=ANY(SELECT ${e})`, (e) => `@v:=${e}`, (e) => `1 # c\n+${e}`, (e) => `SUM(${e})`,
      (e) => `GROUP_CONCAT(1 ORDER BY ${e} SEPARATOR 'x')`, (e) => `SUM(1) OVER (ORDER BY ${e})`,
    ]
    const statements: ((e: string) => string)[] = [
      (e) => `SELECT ${e}`, (e) => `SELECT * FROM items WHERE ${e}`, (e) => `SELECT 1 FROM items ORDER BY ${e}`, (e) => `SELECT 1 FROM items GROUP BY id HAVING ${e}`, (e) => `WITH c (v) AS (SELECT ${e}) SELECT v FROM c`,
      (e) => `(SELECT 1) UNION (SELECT ${e})`, (e) => `EXPLAIN SELECT * FROM (SELECT ${e}) x`, (e) => `DESC SELECT * FROM (SELECT ${e}) x`, (e) => `ANALYZE FORMAT=JSON SELECT ${e}`, (e) => `SHOW TABLES WHERE ${e}`,
      (e) => `SHOW STATUS WHERE ${e}`, (e) => `SHOW COLUMNS FROM items WHERE ${e}`, (e) => `SET @a=${e}`, (e) => `SET @a:=(SELECT ${e})`, (e) => `SET sort_buffer_size=2097152+0*(${e})`, (e) => `VALUES (${e})`,
      (e) => `SELECT ${e} INTO @z`, (e) => `SELECT j.* FROM JSON_TABLE(CONCAT('[', ${e}, ']'), '$[*]' COLUMNS (a INT PATH '$')) AS j`, (e) => `SELECT * FROM items i JOIN items u ON(${e})`, (e) => `SELECT'a'x,${e}`,
      (e) => `SELECT \`id\`,${e} FROM items`, (e) => `SELECT SQL_NO_CACHE ${e}`, (e) => `SET STATEMENT max_statement_time=5 FOR SELECT ${e}`, (e) => `SELECT * FROM items WHERE id>0.AND ${e}`,
    ]
    const direct = await engine.open({ database: 'goods' })
    let before = await written()
    let wrote = 0
    try {
      await fc.assert(
        fc.asyncProperty(harmful, fc.array(fc.constantFrom(...wraps), { maxLength: 2 }), fc.constantFrom(...statements), async (expression, around, statement) => {
          const sql = statement(around.reduce((inner, wrap) => wrap(inner), expression))
          await direct.execute(sql).catch(() => undefined)
          const after = await written()
          if (after !== before) {
            wrote += 1
            for (const sqlMode of [undefined, '']) expect([sql, classifyStatement(sql, sqlMode).kind]).not.toEqual([sql, expect.stringMatching(/^(?:read|session)$/)])
            await direct.execute('DO RELEASE_ALL_LOCKS()')
          }
          before = await written()
        }),
        { numRuns: 400 },
      )
    } finally {
      await direct.close()
    }
    // Texts that no server runs would prove nothing.
    expect(wrote).toBeGreaterThan(150)
  })
})
