import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RowLimits } from './row-limits.ts'

const asks = (limits: RowLimits, sql: string, rowLimit: number) => limits.for(sql, rowLimit).limits.max_rows

describe('the row limit of a session', () => {
  it('that was 100,000 once does not fetch as many ever after', () => {
    const limits = new RowLimits(60)
    expect(asks(limits, 'SELECT * FROM big', 100_000)).toBe(100_001)
    expect(asks(limits, 'SELECT * FROM big', 3_000)).toBe(3_001)
    expect(asks(limits, 'CALL many_rows()', 10)).toBe(11)
  })

  it.each([
    'SELECT ROW_COUNT()', 'SET @n = ROW_COUNT()', 'SELECT @x, `ROW_COUNT`() FROM t', 'SELECT FOUND_ROWS() FROM t', 'SHOW WARNINGS', 'SHOW COUNT(*) WARNINGS', 'SHOW ERRORS',
    'SELECT @@warning_count FROM t', 'SELECT @@session.error_count', 'GET DIAGNOSTICS @n = ROW_COUNT',
  ])('neither falls nor rises before %s, which reads what the statement before left', (sql) => {
    const limits = new RowLimits(60)
    asks(limits, "UPDATE t SET a = '5x'", 1_000)
    expect(asks(limits, sql, 10)).toBe(1_001)
    expect(asks(limits, sql, 5_000)).toBe(1_001)
  })

  it.each(['SELECT 1', 'SHOW TABLES', 'USE shop', 'SET @a = 1', 'SELECT CONNECTION_ID(), DATABASE(), @@autocommit'])('does not fall before %s, which leaves the warnings as they are', (sql) => {
    const limits = new RowLimits(60)
    asks(limits, "INSERT INTO t VALUES ('5x')", 1_000)
    expect(asks(limits, sql, 10)).toBe(1_001)
  })

  it("leaves the person's own sql_select_limit alone", () => {
    const limits = new RowLimits(60)
    asks(limits, 'SELECT * FROM t', 1_000)
    limits.follow('SET sql_select_limit = 3')
    expect(asks(limits, 'SELECT * FROM t', 10)).toBe(1_001)
    expect(limits.own).toBe(true)
  })

  it('is gone for rows that go elsewhere, and back for whatever follows', () => {
    const limits = new RowLimits(60)
    asks(limits, 'SELECT * FROM t', 1_000)
    expect(asks(limits, "SELECT * INTO OUTFILE '/tmp/f' FROM t", 1_000)).toBeGreaterThan(1e9)
    expect(asks(limits, 'SHOW TABLES', 1_000)).toBe(1_001)
  })

  it('is never 0, has room for the rows asked for, and is another number after a reconnect', () => {
    const step = fc.record({ sql: fc.constantFrom('SELECT * FROM t', 'SELECT 1', 'UPDATE t SET a = 1', 'SHOW TABLES', 'USE shop', "SELECT * INTO OUTFILE '/tmp/f' FROM t", 'reconnect'), rows: fc.integer({ min: 1, max: 1_000_000 }) })
    fc.assert(
      fc.property(fc.constantFrom(0, 1, 60), fc.array(step), (seconds, steps) => {
        const limits = new RowLimits(seconds)
        let believed = 0
        let isNew = false
        for (const { sql, rows } of steps) {
          if (sql === 'reconnect') {
            limits.begin()
            isNew = true
            continue
          }
          const asked = asks(limits, sql, rows)
          expect(asked).toBeGreaterThan(rows)
          // MaxScale sets a number when it changes, and believes in force what is not any more; no limit is what a new one has.
          if (isNew && asked < 1e9) expect(asked).not.toBe(believed)
          isNew = false
          believed = asked
        }
      }),
    )
  })
})
