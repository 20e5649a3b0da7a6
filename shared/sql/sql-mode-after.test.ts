import { expect, it } from 'vitest'
import { sqlModeAfter } from './sql-mode-after.ts'

const after = (sql: string, before: string | undefined = 'STRICT_TRANS_TABLES', failed = false) => sqlModeAfter(before, sql, failed)

it.each([
  ["SET sql_mode = 'ANSI_QUOTES'", 'ANSI_QUOTES'],
  ["SET SESSION sql_mode='ANSI_QUOTES,NO_BACKSLASH_ESCAPES';", 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'],
  ["SET @@sql_mode := ''", ''],
  ["SET @@session.sql_mode = ''", ''],
  ["SET @@session.`sql_mode` = ''", ''],
  ["set `sql_mode` = ansi", 'ANSI'],
  ["SET @x = 1, LOCAL sql_mode = 'ORACLE', @y = 2", 'ORACLE'],
  ["SET sql_mode = '', sql_mode = 'ANSI'", 'ANSI'],
])('follows %s', (sql, mode) => {
  expect(after(sql)).toBe(mode)
})

it.each(["SELECT @@sql_mode", "SET GLOBAL sql_mode = 'ANSI'", "SET @@global.sql_mode = 'ANSI'", "SET @sql_mode = 'ANSI'", "SET STATEMENT sql_mode = 'ANSI' FOR SELECT 1", 'SET NAMES utf8mb4', 'CALL p()', 'SELECT fw()', "PREPARE s FROM 'SET sql_mode = 1'"])(
  'is not changed by %s',
  (sql) => void expect(after(sql)).toBe('STRICT_TRANS_TABLES'),
)

it.each([
  "SET sql_mode = CONCAT(@@sql_mode, ',ANSI')", 'SET sql_mode = DEFAULT', 'SET sql_mode = 4', 'SET sql_mode = @old', "SET /*!50000 sql_mode = 'ANSI' */, @a = 1", "SET sql_mode = 'A' 'NSI'", String.raw`SET sql_mode = 'A\NSI'`,
  "SET GLOBAL max_connections = 5, sql_mode = 'ANSI'", 'EXECUTE s', "EXECUTE IMMEDIATE 'SET sql_mode = 4'", "BEGIN NOT ATOMIC SET sql_mode = 'ANSI'; END",
])('is not known any more after %s', (sql) => {
  expect(after(sql)).toBeUndefined()
})

it('is not known after a failure, and known again when it is set plainly', () => {
  expect(after("SET sql_mode = 'ANSI'", 'STRICT_TRANS_TABLES', true)).toBeUndefined()
  expect(sqlModeAfter(undefined, "SET sql_mode = 'ANSI'", false)).toBe('ANSI')
  expect(sqlModeAfter(undefined, 'SET sql_mode = "ANSI"', false)).toBeUndefined()
  expect(sqlModeAfter(undefined, 'SELECT 1', false)).toBeUndefined()
})
