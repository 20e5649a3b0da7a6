import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ResultSet } from '../../../shared/model/result-set.ts'
import type { StatementResult } from '../../../shared/model/statement-result.ts'
import { behindMaxScale, failureFrom, firstCell, firstRow, only, pause } from './fixtures/behind-maxscale.ts'
import { cloneSession } from './open-session.ts'

const gone = expect.stringMatching(/^20(?:02|06|13)$|^1927$/) as string
const kinds = (results: StatementResult[]) => results.map(({ kind }) => kind)

describe('a MaxScale session on a server that loses its connection', () => {
  const { open, run, asRoot, isRunning, keep, openCount, url } = behindMaxScale('mariadb')
  /** How many connections the database has of which that is true. */
  const threads = async (condition: string) => {
    const [result] = await asRoot(`SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ${condition}`)
    const cell = result?.kind === 'rows' ? result.rows[0]?.[0] : null
    return cell?.kind === 'number' ? Number(cell.literal) : NaN
  }
  const kill = async (thread: number | undefined) => void (await asRoot(`KILL ${thread}`))

  it('shows what the server says, names what is lost, and gets it back by reconnecting only', async () => {
    const session = await open()
    await run(session, 'SET @mine = 7')
    await run(session, 'CREATE TEMPORARY TABLE mine (n INT)')
    await run(session, 'BEGIN')
    await run(session, "UPDATE owners SET name = '钱' WHERE id = 7")
    const before = session.threadId
    await kill(before)
    expect(only(await run(session, 'SELECT 1'))).toMatchObject({ kind: 'error', code: gone, notices: [{ level: 'warning', code: 'sessionLost' }] })
    expect(session.condition).toEqual({ kind: 'lost', reason: 'connection', lost: ['transaction', 'variables', 'temporaryTables'] })
    await session.reconnect()
    expect(session.condition).toEqual({ kind: 'open' })
    expect(session.threadId).not.toBe(before)
    expect(session.trace).toEqual({ transaction: 'none', autocommit: true, holds: [] })
    expect(firstRow(await run(session, 'SELECT @mine, CONNECTION_ID(), DATABASE()'))).toEqual([null, String(session.threadId), 'goods'])
    expect(firstCell(await run(session, 'SELECT name FROM owners WHERE id = 7'))).not.toBe('钱')
  })

  it('says that nothing went where nothing was held', async () => {
    const session = await open()
    await kill(session.threadId)
    expect(only(await run(session, 'SELECT 1')).notices).toEqual([{ level: 'warning', code: 'sessionEnded', params: {} }])
    expect(session.condition).toMatchObject({ kind: 'lost', lost: [] })
  })

  it('is lost in the middle of a statement too', async () => {
    const session = await open()
    const running = run(session, 'SELECT SLEEP(20)')
    await expect.poll(() => isRunning('SELECT SLEEP(20)')).toBe(true)
    await kill(session.threadId)
    expect(only(await running)).toMatchObject({ kind: 'error', code: gone })
    expect(session.condition).toMatchObject({ kind: 'lost', reason: 'connection' })
  })

  it('is lost by the wait_timeout of the server, and is back in the last used database', async () => {
    const session = await open()
    await run(session, 'USE information_schema')
    await run(session, 'SET SESSION wait_timeout = 1')
    await expect.poll(() => threads(`ID = ${session.threadId}`), { timeout: 10_000 }).toBe(0)
    expect(only(await run(session, 'SELECT 1'))).toMatchObject({ kind: 'error', code: '2006' })
    await session.reconnect()
    expect(firstCell(await run(session, 'SELECT DATABASE()'))).toBe('information_schema')
  })

  it('has its row limit and its time limit again after it was reconnected', async () => {
    const session = await open({ timeoutSeconds: 5 })
    await run(session, 'SELECT 1', 10)
    await kill(session.threadId)
    await run(session, 'SELECT 1', 10)
    await session.reconnect()
    const [rows, seconds] = firstRow(await run(session, 'SELECT @@sql_select_limit, @@max_statement_time', 10))
    expect(Number(rows)).toBeLessThan(100)
    expect(Number(seconds)).toBeGreaterThanOrEqual(5)
    expect(Number(seconds)).toBeLessThan(10)
  })

  it('is not reconnected within a transaction, and the transaction goes on', async () => {
    const session = await open()
    await run(session, 'BEGIN')
    await run(session, "UPDATE owners SET name = '孙' WHERE id = 7")
    expect(await failureFrom(session.reconnect())).toMatchObject({ code: 'maxscale.reconnectRefused', server: { status: 503 } })
    expect(firstCell(await run(session, 'SELECT name FROM owners WHERE id = 7'))).toBe('孙')
    await run(session, 'ROLLBACK')
  })

  it('ends with its token: one second later nothing can be asked of it, not even to close', async () => {
    const session = await open({ tokenSeconds: 1 })
    await run(session, 'SET @mine = 7')
    // Tokens count whole seconds.
    await pause(session.endsAt + 1_100 - Date.now())
    expect(await failureFrom(run(session, 'SELECT 1'))).toMatchObject({ code: 'maxscale.sessionExpired', retrySafe: true })
    expect(session.condition).toEqual({ kind: 'lost', reason: 'expired', lost: ['variables'] })
    expect(await failureFrom(session.close())).toMatchObject({ server: { status: 400 } })
  })

  it('is forgotten when somebody else closes it: the statement did not run', async () => {
    const session = await open({ tokenPlace: 'parameter' })
    await run(session, 'SET @mine = 7')
    const Authorization = `Basic ${Buffer.from('admin:rest-secret').toString('base64')}`
    await fetch(`${url()}/v1/sql/${session.id}?token=${session.key.token.reveal()}`, { method: 'DELETE', headers: { Authorization } })
    expect(await failureFrom(run(session, 'SELECT 1'))).toMatchObject({ code: 'maxscale.sessionLost', retrySafe: true })
    expect(session.condition).toEqual({ kind: 'lost', reason: 'forgotten', lost: ['variables'] })
  })

  it('stops its statement when it is told to, and lives on', async () => {
    const session = await open()
    await run(session, 'SET @mine = 7')
    const running = run(session, 'SELECT COUNT(*) FROM numbers a, numbers b, numbers c, numbers d')
    await expect.poll(() => isRunning('SELECT COUNT(*) FROM numbers a, numbers b')).toBe(true)
    expect(await session.cancel()).toBe(true)
    expect(only(await running)).toMatchObject({ kind: 'error', code: '1317', sqlState: '70100' })
    expect(firstCell(await run(session, 'SELECT @mine'))).toBe('7')
  })

  it('keeps what several statements of a transaction did together, and rolls it back together', async () => {
    const [one, other] = [await open(), await open()]
    await run(one, 'BEGIN')
    await run(one, 'INSERT INTO owners VALUES (101, 1, NULL)')
    expect(one.trace.transaction).toBe('open')
    expect(firstCell(await run(other, 'SELECT COUNT(*) FROM owners WHERE id = 101'))).toBe('0')
    await run(one, 'COMMIT')
    expect(one.trace.transaction).toBe('none')
    expect(firstCell(await run(other, 'SELECT COUNT(*) FROM owners WHERE id = 101'))).toBe('1')
    await run(one, 'BEGIN')
    await run(one, 'DELETE FROM owners WHERE id = 101')
    await run(one, 'ROLLBACK')
    expect(firstCell(await run(other, 'SELECT COUNT(*) FROM owners WHERE id = 101'))).toBe('1')
    await run(one, 'DELETE FROM owners WHERE id = 101')
  })

  it('shows every result of a procedure', async () => {
    const session = await open()
    await run(session, 'CREATE OR REPLACE PROCEDURE p_two() BEGIN SELECT 1 AS one; SELECT 2 AS two, 3 AS three; END')
    const results = await run(session, 'CALL p_two()')
    expect(kinds(results)).toEqual(['resultset', 'resultset', 'ok'])
    expect(results.map((result) => (result.kind === 'resultset' ? result.data.columns.map(({ label }) => label) : []))).toEqual([['one'], ['two', 'three'], []])
    expect(session.trace.transaction).toBe('maybe')
  })

  it('shows the rows before an error of a procedure and then the error', async () => {
    const session = await open()
    await run(session, "CREATE OR REPLACE PROCEDURE p_err_after() BEGIN SELECT 1 AS one; SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'deliberate', MYSQL_ERRNO = 31001; END")
    const results = await run(session, 'CALL p_err_after()')
    expect(kinds(results)).toEqual(['resultset', 'error'])
    expect(results.at(-1)).toMatchObject({ code: '31001', sqlState: '45000', message: 'deliberate' })
    expect(firstCell(await run(session, 'SELECT 1'))).toBe('1')
  })

  it('drops the rows that came before an error of a query, as MaxScale does, and says the error', async () => {
    const session = await open()
    await run(session, "CREATE OR REPLACE FUNCTION f_fail(n INT) RETURNS INT DETERMINISTIC BEGIN IF n > 5 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'row failed'; END IF; RETURN n; END")
    expect(only(await run(session, 'SELECT f_fail(n) FROM numbers ORDER BY n'))).toMatchObject({ kind: 'error', code: '1644', message: 'row failed' })
  })

  it.each([100, 3])('shows values whole in the rows and the order of the statement itself, of which %i are shown', async (rowLimit) => {
    const session = await open()
    const sql = 'SELECT n, CAST(n AS BINARY(3)) AS raw FROM numbers ORDER BY n % 7 DESC, n DESC'
    const firsts = (results: StatementResult[]) => {
      const result = only(results)
      if (result.kind !== 'resultset') throw new Error(JSON.stringify(result))
      const set = new ResultSet(result.data)
      return { result, ids: Array.from({ length: set.rowCount }, (_, row) => set.text(row, 0)), raw: set.text(0, 1) }
    }
    const shown = firsts(await run(session, sql, rowLimit))
    const { fidelity } = shown.result.data.columns[1] ?? {}
    const whole = firsts(await run(session, (fidelity?.kind === 'lossy' && fidelity.exactSql) || '', rowLimit))
    expect(whole.ids).toEqual(shown.ids)
    expect(whole.ids).toHaveLength(rowLimit)
    expect(whole.raw).toMatch(/^[0-9A-F]{6}$/)
  })

  it('shows bits, geometries, bytes and the largest integers whole, where the result itself lost them', async () => {
    const session = await open()
    await run(session, 'CREATE TEMPORARY TABLE lossy (id INT, b BIT(10), g GEOMETRY, u BIGINT UNSIGNED, raw VARBINARY(8), t VARCHAR(8))')
    await run(session, "INSERT INTO lossy VALUES (1, b'1000000001', ST_GeomFromText('POINT(1 2)'), 18446744073709551615, X'610062', '中')")
    const result = only(await run(session, 'SELECT * FROM lossy'))
    if (result.kind !== 'resultset') throw new Error(JSON.stringify(result))
    const fidelities = result.data.columns.map(({ fidelity }) => (fidelity.kind === 'lossy' ? fidelity.reason : fidelity.kind))
    expect(fidelities).toEqual(['exact', 'bitAsText', 'cutAtNul', 'clampedUnsigned', 'cutAtNul', 'textCutAtNul'])
    const { fidelity } = result.data.columns[1] ?? {}
    const sql = (fidelity?.kind === 'lossy' && fidelity.exactSql) || ''
    expect(firstRow(await run(session, sql))).toEqual(['1', '201', '000000000101000000000000000000F03F0000000000000040', '18446744073709551615', '610062', '中'])
  })

  it('marks what MaxScale loses of numbers and texts, shows DOUBLE and FLOAT as the database does, and all of it whole by a query', async () => {
    const session = await open()
    await run(session, 'CREATE TEMPORARY TABLE lost (d DOUBLE, f FLOAT, m DOUBLE(10,3), big DOUBLE, z INT(8) ZEROFILL, t TEXT, v VARCHAR(9), n VARCHAR(9) NOT NULL, e ENUM("a"))')
    await run(session, "INSERT INTO lost VALUES (1.1, 16777217, 1.5, 1e16, 42, 'ab\\0cd', 'x', 'y', 'a')")
    const rowsOf = async (sql: string) => {
      const result = only(await run(session, sql))
      if (result.kind !== 'resultset') throw new Error(JSON.stringify(result))
      const set = new ResultSet(result.data)
      const columns = Object.fromEntries(set.columns.map(({ label, fidelity }) => [label, fidelity]))
      return { set, columns, notices: result.notices, row: set.columns.map((_, column) => set.text(0, column)) }
    }
    const { set, columns, notices, row } = await rowsOf('SELECT * FROM lost')
    expect(row).toEqual(['1.1', '16777200', '1.500', '1e16', '42', 'ab', 'x', 'y', 'a'])
    expect([set.written(0, 0), set.written(0, 2)]).toEqual(['1.1000000000000001', '1.5'])
    expect(Object.entries(columns).map(([label, fidelity]) => `${label} ${fidelity.kind === 'lossy' ? `${fidelity.reason}${fidelity.rare ? ' rare' : ''}` : fidelity.kind}`)).toEqual([
      'd exact', 'f floatDigits rare', 'm exact', 'big exact', 'z zerofill', 't textCutAtNul rare', 'v textCutAtNul rare', 'n textCutAtNul rare', 'e exact',
    ])
    // Only what was lost is warned of.
    expect(notices).toEqual([{ level: 'warning', code: 'lossyColumns', params: { columns: 'z' } }])
    const whole = async (label: string) => {
      const { exactSql } = { exactSql: '', ...columns[label] }
      return (await rowsOf(exactSql)).row[set.columns.findIndex((column) => column.label === label)]
    }
    // What is written in letters and digits is lost no more.
    expect((await rowsOf({ exactSql: '', ...columns['t'] }.exactSql)).columns['t']).toEqual({ kind: 'exact' })
    expect([await whole('z'), await whole('t'), await whole('f')]).toEqual(['00000042', '6162006364', '16777216'])
    expect((await rowsOf('SELECT PI() AS p, 0.1e0 + 0.2e0 AS s, -0e0 * 1 AS zero, AVG(m) AS a FROM lost')).row).toEqual(['3.141593', '0.30000000000000004', expect.stringMatching(/^-?0$/), '1.5000000'])
  })

  it('marks bytes of constants, NULL where none can be, and question marks for what the session’s charset lacks', async () => {
    const session = await open()
    const reasons = async (sql: string) => {
      const result = only(await run(session, sql))
      if (result.kind !== 'resultset') throw new Error(JSON.stringify(result))
      return result.data.columns.map(({ fidelity }) => (fidelity.kind === 'lossy' ? `${fidelity.reason}${fidelity.rare ? ' rare' : ''}` : fidelity.kind))
    }
    expect(await reasons("SELECT 0xFF, X'410042', UNHEX('FF'), b'1', UUID(), CAST('::1' AS INET6)")).toEqual(['cutAtNul', 'cutAtNul', 'cutAtNul', 'cutAtNul', 'textCutAtNul rare', 'exact'])
    await run(session, 'CREATE TEMPORARY TABLE charsets (k VARCHAR(9) NOT NULL, e VARCHAR(9))')
    await run(session, "INSERT INTO charsets VALUES ('é', '😀'), ('e', 'x')")
    expect(await reasons('SELECT k, COUNT(*) FROM charsets GROUP BY k WITH ROLLUP')).toEqual(['textCutAtNul rare', 'exact'])
    await run(session, 'SET NAMES utf8mb3')
    expect(await reasons('SELECT k, e FROM charsets')).toEqual(['textCutAtNul rare', 'charset'])
    await run(session, 'SET character_set_client = utf8mb4, character_set_results = utf8mb4')
    expect(await reasons('SELECT k, e FROM charsets')).toEqual(['textCutAtNul rare', 'textCutAtNul rare'])
    // Unseen by the reading of SET, the NULL in a column that has none tells.
    await run(session, 'PREPARE p FROM "SET character_set_results = latin1"')
    await run(session, 'EXECUTE p')
    expect(await reasons('SELECT k, e FROM charsets')).toEqual(['notUtf8', 'textCutAtNul rare'])
  })

  it('marks texts of a session that was told another character set, shows them whole, and is not fooled by a SET that failed', async () => {
    const session = await open()
    await run(session, 'CREATE TEMPORARY TABLE words (c VARCHAR(8)) CHARACTER SET utf8mb4')
    await run(session, "INSERT INTO words VALUES ('中é')")
    const fidelityOf = async () => {
      const result = only(await run(session, 'SELECT c FROM words'))
      if (result.kind !== 'resultset') throw new Error(JSON.stringify(result))
      return result.data.columns[0]?.fidelity
    }
    expect(only(await run(session, 'SET NAMES nonsense'))).toMatchObject({ kind: 'error', code: '1115' })
    expect(await fidelityOf()).toMatchObject({ reason: 'textCutAtNul', rare: true })
    await run(session, 'SET NAMES latin1')
    const lossy = await fidelityOf()
    if (lossy?.kind !== 'lossy') throw new Error(JSON.stringify(lossy))
    expect(lossy.reason).toBe('charset')
    expect(firstCell(await run(session, lossy.exactSql ?? ''))).toBe('E4B8ADC3A9')
    // It was taken for a session in UTF-8 again.
    expect(only(await run(session, "SET NAMES utf8mb4 COLLATE 'nonsense'"))).toMatchObject({ kind: 'error' })
    expect(await fidelityOf()).toMatchObject({ kind: 'lossy' })
    await run(session, 'SET NAMES utf8mb4')
    expect(await fidelityOf()).toMatchObject({ reason: 'textCutAtNul', rare: true })
  })

  it('writes all rows of INTO OUTFILE, though fewer are shown of a query', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'tessera-outfile-')), 'rows.txt')
    chmodSync(dirname(file), 0o777)
    await asRoot("GRANT FILE ON *.* TO 'shopkeeper'@'127.0.0.1'")
    const session = await open()
    await run(session, 'SELECT n FROM numbers', 3)
    expect(only(await run(session, `SELECT n INTO OUTFILE '${file}' FROM numbers`, 3))).toMatchObject({ kind: 'ok', affectedRows: '4096' })
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(4_096)
    expect(only(await run(session, 'SELECT n FROM numbers', 3))).toMatchObject({ completeness: { kind: 'atLeast' } })
    rmSync(dirname(file), { recursive: true })
  })

  it('offers no second look at a statement that assigns variables', async () => {
    const session = await open()
    const result = only(await run(session, "SELECT @n := 1 AS n, CAST('a' AS BINARY(3)) AS raw"))
    expect(result.kind === 'resultset' && result.data.columns[1]?.fidelity).toEqual({ kind: 'lossy', reason: 'cutAtNul' })
  })

  it('runs 64 sessions at once and leaves none on the server', async () => {
    const ours = () => threads("USER = 'shopkeeper'")
    const [count, others] = [await openCount(), await ours()]
    const first = await open()
    const sessions = [first, ...(await Promise.all(Array.from({ length: 63 }, async () => keep(await cloneSession(first)))))]
    const answers = await Promise.all(sessions.map(async (session, at) => firstCell(await run(session, `SELECT ${at} + SLEEP(0.2)`))))
    expect(answers.map(Number)).toEqual(sessions.map((_, at) => at))
    expect(await ours()).toBe(others + 64)
    await Promise.all(sessions.map((session) => session.close()))
    await expect.poll(async () => [await openCount(), await ours()]).toEqual([count, others])
  })
})
