import { describe, expect, it } from 'vitest'
import type { SessionTrace } from '../model/session.ts'
import { followStatement, freshTrace } from './session-trace.ts'

const after = (...statements: string[]): SessionTrace => statements.reduce((trace, sql) => followStatement(trace, sql, null), freshTrace)
const transaction = (...statements: string[]) => after(...statements).transaction

describe('the transaction of a session', () => {
  it.each([
    [['BEGIN'], 'open'],
    [['start transaction read only'], 'open'],
    [['BEGIN', 'INSERT INTO t VALUES (1)'], 'open'],
    [['BEGIN', 'COMMIT'], 'none'],
    [['BEGIN', 'rollback work;'], 'none'],
    [['BEGIN', 'SAVEPOINT s', 'ROLLBACK TO SAVEPOINT s'], 'open'],
    [['BEGIN', 'COMMIT AND CHAIN'], 'open'],
    [['BEGIN', 'COMMIT AND NO CHAIN'], 'none'],
    [['BEGIN', 'CREATE TABLE t (n INT)'], 'none'],
    [['BEGIN', 'CREATE TEMPORARY TABLE t (n INT)'], 'open'],
    [['BEGIN', 'CREATE OR REPLACE TEMPORARY TABLE t (n INT)'], 'open'],
    [['BEGIN', 'DROP TABLE t'], 'maybe'],
    [['BEGIN', 'CREATE TEMPORARY SEQUENCE s'], 'none'],
    [['BEGIN', 'TRUNCATE t'], 'none'],
    [['BEGIN', 'SELECT 1'], 'open'],
    [['SELECT 1'], 'none'],
    [['UPDATE t SET a = 1'], 'none'],
    [['SET autocommit = 0'], 'none'],
    [['SET autocommit = 0', 'UPDATE t SET a = 1'], 'maybe'],
    [['SET @@session.autocommit = OFF', 'SELECT * FROM t'], 'maybe'],
    [['SET autocommit = 0', 'UPDATE t SET a = 1', 'COMMIT'], 'none'],
    [['SET autocommit = 0', 'UPDATE t SET a = 1', 'SET autocommit = 1'], 'none'],
    [['BEGIN', 'SET autocommit = 1'], 'open'],
    [['BEGIN', 'SET autocommit = 0, autocommit = 1'], 'none'],
    [['BEGIN', 'SET autocommit = 1, autocommit = 0'], 'open'],
    [['BEGIN', 'SET autocommit = 0, autocommit = 1, autocommit = 0'], 'none'],
    [['BEGIN', 'SET @@session.autocommit = OFF, @x = 1, @@local.autocommit := TRUE'], 'none'],
    [['BEGIN', 'SET autocommit = 0, autocommit = @x'], 'maybe'],
    [['SET autocommit = 0', 'SET @x = (SELECT COUNT(*) FROM t)'], 'maybe'],
    [['SET autocommit = 0, @x = (SELECT COUNT(*) FROM t)'], 'maybe'],
    [['SET autocommit = 0', 'SET @x = (SELECT COUNT(*) FROM t), autocommit = 1'], 'none'],
    [['SET @x = (SELECT COUNT(*) FROM t)'], 'none'],
    [['CALL p()'], 'maybe'],
    [['EXECUTE s'], 'maybe'],
    [['BEGIN NOT ATOMIC SELECT 1; END'], 'maybe'],
    [['/*!50700 BEGIN */'], 'maybe'],
    [["SELECT 'BEGIN'"], 'none'],
    [['-- BEGIN\nSELECT 1'], 'none'],
    [['SHOW TABLES', 'USE d', 'EXPLAIN SELECT 1'], 'none'],
    [['LOCK TABLES t READ'], 'none'],
    [['BEGIN', 'FLUSH TABLES'], 'maybe'],
  ] as const)('after %j is %s', (statements, expected) => {
    expect(transaction(...statements)).toBe(expected)
  })

  it('survives a syntax error, but not a deadlock, and after a failed ALTER nobody knows', () => {
    const open = after('BEGIN')
    expect(followStatement(open, 'ALTER TABEL t', 1064).transaction).toBe('open')
    expect(followStatement(open, 'UPDATE t SET a = 1', 1213).transaction).toBe('none')
    expect(followStatement(open, 'UPDATE t SET a = 1', 1205).transaction).toBe('maybe')
    expect(followStatement(open, 'UPDATE t SET a = 1', 1062).transaction).toBe('open')
    expect(followStatement(open, 'ALTER VIEW v AS SELECT 1', 1146).transaction).toBe('maybe')
    expect(followStatement(open, 'UPDATE t SET a = 1', 1020).transaction).toBe('maybe')
  })

  it('is what it was where the server does not know the verb, and nothing ran', () => {
    const open = after('BEGIN')
    for (const sql of ['SELEC 1', 'UPDAET t SET a = 1', 'COMIT', "'x'", ') x', '1']) {
      expect(followStatement(freshTrace, sql, 1064)).toEqual(freshTrace)
      expect(followStatement(open, sql, 1064)).toEqual(open)
    }
    // Those may have run something that could not be read, or be read by a server of another make.
    for (const sql of ['EXECUTE s', 'BEGIN NOT ATOMIC EXECUTE IMMEDIATE "x"; END', 'l: BEGIN NOT ATOMIC CALL p(); END', 'SELEC 1; COMMIT', '/*!50700 SELEC */ 1', 'TRACE UPDATE t SET a = 1']) {
      expect(followStatement(open, sql, 1064).transaction).toBe('maybe')
    }
    expect(followStatement(open, 'SELEC 1', 1105).transaction).toBe('maybe')
    expect(followStatement(open, 'SELEC 1', null).transaction).toBe('maybe')
  })

  it('may have been begun by a procedure, however that ended', () => {
    for (const errno of [1064, 1213, 1644]) expect(followStatement(freshTrace, 'CALL p()', errno)).toMatchObject({ transaction: 'maybe', autocommit: null })
  })

  it('may go on behind COMMIT where completion_type was set', () => {
    expect(transaction("SET completion_type = 'CHAIN'", 'BEGIN', 'COMMIT')).toBe('maybe')
  })

  it('knows autocommit as far as it was set', () => {
    expect(after('SET autocommit = 0').autocommit).toBe(false)
    expect(after('SET sql_mode = "", autocommit := OFF').autocommit).toBe(false)
    expect(after('SET autocommit = 0', "set session autocommit = 'ON'").autocommit).toBe(true)
    expect(after('SET GLOBAL autocommit = 0').autocommit).toBe(true)
    expect(after('SET autocommit = @x').autocommit).toBe(null)
    expect(after('SET `autocommit` = 0').autocommit).toBe(false)
    expect(after('SET @@`autocommit` = 0').autocommit).toBe(false)
    expect(after('SET autocommit /* off */ := 0').autocommit).toBe(false)
    expect(after('SET GLOBAL autocommit = 1, SESSION autocommit = 0').autocommit).toBe(false)
    expect(after('SET GLOBAL max_connections = 5, autocommit = 0').autocommit).toBe(null)
    expect(after('SET autocommit = 1-1').autocommit).toBe(null)
    expect(after("SET @note = 'autocommit = 0'").autocommit).toBe(true)
  })
})

describe('what a session holds', () => {
  it.each([
    ['SET @x = 1', ['variables']],
    ['SET sql_mode = ""', ['variables']],
    ['SELECT 1 INTO @x', ['variables']],
    ['SELECT @n := @n + 1', ['variables']],
    ['SELECT @n', []],
    ['CREATE TEMPORARY TABLE t (n INT)', ['temporaryTables']],
    ['LOCK TABLES t WRITE', ['locks']],
    ['FLUSH TABLES WITH READ LOCK', ['locks']],
    ['FLUSH TABLES t FOR EXPORT', ['locks']],
    ['LOCK INSTANCE FOR BACKUP', ['locks']],
    ['FLUSH STATUS', []],
    ["SELECT GET_LOCK('a', 1)", ['locks']],
    ["PREPARE s FROM 'SELECT 1'", ['preparedStatements']],
    ['SELECT 1', []],
    ['INSERT INTO t VALUES (1)', []],
    ['KILL 7', []],
  ] as const)('after %s is %j', (sql, holds) => {
    expect(after(sql).holds).toEqual(holds)
  })

  it('is told once, and locks go with UNLOCK TABLES', () => {
    expect(after('SET @x = 1', 'SET @y = 2', 'LOCK TABLES t READ', 'UNLOCK TABLES').holds).toEqual(['variables'])
  })

  it('is not there where the statement failed', () => {
    expect(followStatement(freshTrace, 'CREATE TEMPORARY TABLE t (n INT)', 1146).holds).toEqual([])
  })
})
