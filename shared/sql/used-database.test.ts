import { expect, test } from 'vitest'
import { databaseAfter, usedDatabase } from './used-database.ts'

test.each([
  ['USE shop', 'shop'],
  ['use `订单``库` ;', '订单`库'],
  ['/* go there */ USE\n  shop_rds1_0000 -- now', 'shop_rds1_0000'],
  ['USE 订单', '订单'],
  ['SELECT 1', null],
  ['USE', null],
  ['USE a b', null],
  ['SELECT * FROM t USE INDEX (a)', null],
  ["'USE' shop", null],
])('%j chooses %j', (sql, database) => {
  expect(usedDatabase(sql)).toBe(database)
})

test.each([
  ['SELECT 1', false, 'shop'],
  ['USE other', false, 'other'],
  ['USE other', true, 'shop'],
  ['DROP DATABASE shop', false, null],
  ['drop schema if exists x', false, null],
  ['DROP DATABASE shop', true, 'shop'],
  ["EXECUTE IMMEDIATE 'USE other'", false, null],
  ['EXECUTE s', true, null],
  ['/*!50000 USE other */', false, null],
  ['USE "other"', false, null],
])('after %j in shop (failed: %j) the database is %j', (sql, failed, database) => {
  expect(databaseAfter('shop', sql, failed)).toBe(database)
})
