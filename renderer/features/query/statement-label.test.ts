import { expect, test } from 'vitest'
import { statementLabel } from './statement-label.ts'

test.each([
  ['SELECT * FROM orders WHERE id = 1', 'orders'],
  ['-- comment\n/*+TDDL:scan()*/ select a, (1)\n  from `shop`.`order items` o', 'order items'],
  ['SELECT id FROM 订单', '订单'],
  ['SHOW TABLES', 'SHOW TABLES'],
  ["SELECT 'from here'", "SELECT 'from here'"],
  ['UPDATE orders SET note = 1 WHERE id = 5 AND x = 2', 'UPDATE orders SET note = 1…'],
])('%s is labelled %s', (sql, label) => {
  expect(statementLabel(sql)).toBe(label)
})
