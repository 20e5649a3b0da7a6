import { expect, test } from 'vitest'
import { usedDatabase } from './used-database.ts'

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
