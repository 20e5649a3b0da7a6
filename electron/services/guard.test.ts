import { describe, expect, it } from 'vitest'
import { FailureError } from '../../shared/model/failure.ts'
import { guard, type GuardedBy } from './guard.ts'

const codeFor = (sql: string, readOnly: boolean, by?: GuardedBy): string => {
  try {
    guard(sql, { name: 'shop', readOnly }, by)
    return 'sent'
  } catch (error) {
    if (error instanceof FailureError) return error.failure.code
    throw error
  }
}

describe('guard', () => {
  it.each([
    'SELECT 1', 'SHOW TABLES', 'EXPLAIN DELETE FROM t', 'USE shop', 'SET @a = 1', 'START TRANSACTION', '/*+TDDL:node(0)*/ SELECT 1',
  ])('lets a read-only connection run %s', (sql) => expect(codeFor(sql, true)).toBe('sent'))

  it.each([
    ['DELETE FROM t', 'guard.readOnly'],
    ['/* harmless */ delete from t', 'guard.readOnly'],
    ['SELECT * FROM t FOR UPDATE', 'guard.readOnly'],
    ["SELECT * INTO OUTFILE '/tmp/x' FROM t", 'guard.readOnly'],
    ['WITH x AS (SELECT 1) DELETE FROM t', 'guard.readOnly'],
    ['EXPLAIN ANALYZE DELETE FROM t', 'guard.readOnly'],
    ['SET STATEMENT max_statement_time=1 FOR DELETE FROM t', 'guard.readOnly'],
    ['SET GLOBAL read_only = 0', 'guard.readOnly'],
    ['CALL p()', 'guard.readOnly'],
    ['DROP TABLE t', 'guard.readOnly'],
    ['KILL 7', 'guard.readOnly'],
    ['/*!50000 DELETE FROM t */', 'guard.readOnly'],
    ['/*!99999 EXPLAIN */ /*!50000 DELETE FROM t */', 'guard.readOnly'],
    ['/*M!100000 EXPLAIN */ /*!50700 DELETE FROM t */', 'guard.readOnly'],
    ['/*!50700 EXPLAIN */ /*M!100000 DELETE FROM t */', 'guard.readOnly'],
    ["SELECT 1 /*!99999 '*/ INTO OUTFILE '/tmp/x' -- ' */", 'guard.readOnlyUncertain'],
    ["SELECT 1 --\u007f '\nINTO OUTFILE '/tmp/x' -- '", 'guard.readOnly'],
    [String.raw`SELECT '\' INTO OUTFILE '/tmp/x' FROM t -- '`, 'guard.readOnly'],
    [String.raw`SELECT '\'; DELETE FROM t; SELECT '`, 'guard.readOnly'],
    ["XA COMMIT 'other'", 'guard.readOnly'],
    ["XA ROLLBACK 'other'", 'guard.readOnly'],
    ['SET @@global .read_only = 0', 'guard.readOnly'],
    ["SET @x = GET_LOCK('a', 1)", 'guard.readOnly'],
    ['SELECT seq.NEXTVAL FROM DUAL WHERE COUNT = 10', 'guard.readOnly'],
    ['SELECT NEXT VALUE FOR seq', 'guard.readOnly'],
    ["SELECT SPIDER_DIRECT_SQL('DELETE FROM t', 'x', 'srv \"a\"')", 'guard.readOnly'],
    ['SELECT group_replication_set_as_primary(@@server_uuid)', 'guard.readOnly'],
    ['HANDLER t OPEN; DELETE FROM t', 'query.severalStatements'],
    ["EXECUTE IMMEDIATE 'DELETE FROM t'", 'guard.readOnlyUncertain'],
    ['DELIMITER //', 'guard.readOnlyUncertain'],
    ['EXECUTE s', 'guard.readOnlyUncertain'],
    ['BEGIN NOT ATOMIC DELETE FROM t; END', 'guard.readOnlyUncertain'],
    ['SELECT fw()', 'guard.unknownFunction'],
    ['SET @a = shop.fw()', 'guard.unknownFunction'],
    ['SHOW STATUS WHERE fw()', 'guard.unknownFunction'],
    ["SELECT mariadb_schema.GET_LOCK('k', 0)", 'guard.readOnly'],
    ['SELECT * FROM t WHERE id>1.FOR UPDATE', 'guard.readOnly'],
    ['START TRANSACTION READ WRITE', 'guard.readOnly'],
    ['SET SESSION TRANSACTION READ WRITE', 'guard.readOnly'],
    [String.raw`SELECT 'it\'s' AS "a\"; DELETE FROM t -- "`, 'guard.readOnly'],
  ])('keeps a read-only connection from %s', (sql, code) => {
    expect(codeFor(sql, true)).toBe(code)
    expect(codeFor(sql, false)).toBe(code === 'query.severalStatements' ? code : 'sent')
  })

  it.each([
    String.raw`SELECT 'it\'s', "C:\\", '100\%'`,
    '/*!40101 SET NAMES utf8mb4 */',
    'SELECT /*!40001 SQL_NO_CACHE */ * FROM t',
    "XA RECOVER",
    'SELECT table_name, audit_log FROM t',
  ])('does not mistake for a write what looks like one: %s', (sql) => expect(codeFor(sql, true)).toBe('sent'))

  it('lets an unknown function pass where the server keeps the session from writing, and nothing else', () => {
    const by = { serverRefusesWrites: true, sqlMode: '' }
    for (const sql of ['SELECT fw()', 'SET @a = fw()', 'SHOW STATUS WHERE fw()', 'SELECT COUNT (1) FROM t']) expect([sql, codeFor(sql, true, by)]).toEqual([sql, 'sent'])
    for (const sql of ["SELECT fw(GET_LOCK('k', 0))", "SELECT fw() INTO OUTFILE '/tmp/f'", 'SELECT fw() FOR UPDATE', 'DO fw()', 'CALL fw()', 'SET STATEMENT tx_read_only=0 FOR SELECT fw()', 'SET tx_read_only=fw()']) {
      expect([sql, codeFor(sql, true, by)]).toEqual([sql, 'guard.readOnly'])
    }
    expect(codeFor('EXECUTE s', true, by)).toBe('guard.readOnlyUncertain')
  })

  it('reads as the session does whose mode is known', () => {
    const sql = String.raw`SELECT 'a\'; SELECT '`
    expect(codeFor(sql, true, { sqlMode: '' })).toBe('sent')
    expect(codeFor(sql, true, { sqlMode: 'NO_BACKSLASH_ESCAPES' })).toBe('query.severalStatements')
  })

  it('sends one statement at a time, on every connection', () => {
    expect(codeFor('SELECT 1; SELECT 2', false)).toBe('query.severalStatements')
    expect(codeFor('SELECT 1; DROP TABLE t', true)).toBe('query.severalStatements')
    expect(codeFor('CREATE TABLE t (event INT); DROP TABLE u', false)).toBe('query.severalStatements')
    expect(codeFor('-- nothing', false)).toBe('query.empty')
    expect(codeFor("SELECT ';';", false)).toBe('sent')
    expect(codeFor('CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END', false)).toBe('sent')
  })
})
