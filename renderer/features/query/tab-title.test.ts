import { expect, it } from 'vitest'
import { fileNameFor } from './file-actions.ts'
import { tabTitle } from './tab-title.ts'

it.each([
  ['  Orders 订单 😀 ', 'Orders 订单 😀'],
  ['a\ud800b', 'ab'],
  ['a\0b\nc', 'a b c'],
  ['invoice\u202elqs', 'invoice lqs'],
  ['x'.repeat(300), 'x'.repeat(200)],
  [`${'x'.repeat(199)}😀`, 'x'.repeat(199)],
  ['\u202e\n', ''],
])('a title of %j is %j', (text, title) => {
  expect(tabTitle(text)).toBe(title)
})

it.each([
  ['Query 1', 'Query 1.sql'],
  ['orders.sql', 'orders.sql'],
  ['a/b\\c:d?', 'a-b-c-d-.sql'],
  ['...', 'query.sql'],
  ['..\0', 'query.sql'],
  ['a\ud800\u202eb', 'a b.sql'],
  ['单'.repeat(200), `${'单'.repeat(80)}.sql`],
  [`${'x'.repeat(79)}😀`, `${'x'.repeat(79)}.sql`],
  ['con', 'con-.sql'],
  ['LPT1.sql', 'LPT1-.sql'],
])('a tab of the title %j is saved as %j', (title, name) => {
  expect(fileNameFor(title)).toBe(name)
})
