import { expect, test } from 'vitest'
import { code, isBatch } from './sql-text.ts'

test.each([
  ['SELECT 1', false],
  ['SELECT 1;', false],
  ['SELECT 1; -- done\n ;', false],
  ['SELECT 1; SELECT 2', true],
  ["SELECT ';', \";\", `;` /* ; */ # ;\n", false],
  ["SELECT 'it''s; \\'; '", false],
  ['CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END', false],
  ['CREATE TABLE a(i INT); DROP TABLE a', true],
])('%j as a batch: %s', (sql, expected) => {
  expect(isBatch(sql)).toBe(expected)
})

test('code keeps what stands outside strings and comments', () => {
  expect(code("DELETE /* WHERE */ FROM `a where` -- WHERE\n/**/LIMIT 1").replace(/\s+/g, ' ')).toBe('DELETE FROM `` LIMIT 1')
})
