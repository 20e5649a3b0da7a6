import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { behindMaxScale, firstRow } from './fixtures/behind-maxscale.ts'

/** Statements that begin, end or leave a transaction alone, in all the ways that people write them. */
const statements = [
  'BEGIN', 'START TRANSACTION', 'COMMIT', 'ROLLBACK', 'ROLLBACK AND CHAIN', 'SET autocommit = 0', 'SET autocommit = 1', 'SET autocommit = OFF',
  'SAVEPOINT s', 'ROLLBACK TO s', 'SELECT 1', 'SELECT * FROM owners', "UPDATE owners SET name = '吴' WHERE id = 7", 'UPDATE nowhere SET a = 1',
  'CREATE TEMPORARY TABLE IF NOT EXISTS mine (n INT)', 'INSERT INTO mine VALUES (1)', 'DROP TEMPORARY TABLE IF EXISTS mine', 'DROP TABLE IF EXISTS mine',
  'CREATE OR REPLACE VIEW v AS SELECT 1', 'ALTER TABLE nowhere ADD a INT', 'TRUNCATE nowhere', 'SELEC 1', 'SET @x = 1', 'USE goods', 'SHOW TABLES',
  'LOCK TABLES owners READ', 'UNLOCK TABLES', 'ANALYZE TABLE owners', 'FLUSH STATUS', 'DO 1', 'EXPLAIN SELECT 1', 'SET `autocommit` = 0', 'SET autocommit = 1 - 1', 'SET autocommit = 0, autocommit = 1', 'SET autocommit = 1, autocommit = 0', 'SET @@session.autocommit = 0, @x = 2, @@local.autocommit := ON', 'SET autocommit = 0, nonsense = 1',
  'SET @x = (SELECT COUNT(*) FROM owners)', 'SET autocommit = 0, @x = (SELECT COUNT(*) FROM owners)', 'SET @x = (SELECT COUNT(*) FROM owners), autocommit = 1', 'SET autocommit = DEFAULT', 'SET NAMES utf8mb4', 'COMIT', "'x'", "SET completion_type = 'CHAIN'", 'SET completion_type = 0', 'CREATE TEMPORARY SEQUENCE IF NOT EXISTS s', 'CALL fails()', 'CALL starts()', 'CALL nothing()',
]

describe('what the words of statements tell of a transaction', () => {
  const { open, run } = behindMaxScale('mariadb')

  it('is what the server says, or "may be"', async () => {
    const session = await open()
    await run(session, 'CREATE OR REPLACE PROCEDURE starts() START TRANSACTION')
    await run(session, 'CREATE OR REPLACE PROCEDURE nothing() BEGIN END')
    await run(session, "CREATE OR REPLACE PROCEDURE fails() BEGIN START TRANSACTION; EXECUTE IMMEDIATE 'SELEC 1'; END")
    const reset = async () => {
      for (const sql of ['SET completion_type = 0', 'UNLOCK TABLES', 'ROLLBACK', 'SET autocommit = 1', 'DROP TEMPORARY TABLE IF EXISTS mine']) await run(session, sql)
      await session.check()
    }
    let certain = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...statements), { minLength: 1, maxLength: 8 }), async (script) => {
        await reset()
        for (const sql of script) {
          await run(session, sql)
          const { transaction, autocommit } = session.trace
          // Beside the trace, which must not learn from the answer.
          const [inTransaction, auto] = firstRow(await run(session, 'SELECT @@in_transaction, @@autocommit'))
          if (transaction !== 'maybe') expect(`${sql}: ${inTransaction === '1' ? 'open' : 'none'}`).toBe(`${sql}: ${transaction}`)
          if (autocommit !== null) expect(`${sql}: ${auto === '1'}`).toBe(`${sql}: ${autocommit}`)
          certain += transaction === 'maybe' ? 0 : 1
        }
      }),
      { numRuns: 120 },
    )
    // "May be" for everything would be true, and of no use.
    expect(certain).toBeGreaterThan(200)
  }, 120_000)
})
