import { expect, test } from 'vitest'
import { oddityOf, oddPairs } from './odd-rows.ts'

const pairs: [string, string][] = [['"a"', '1'], ['"b"', 'null']]

test.each([
  ['nulls-omitted', 0, '"a":1'],
  ['keys-renamed', 0, '"col_a":1,"b":null'],
  ['keys-shuffled', 0, '"a":1,"b":null'],
  ['keys-shuffled', 1, '"b":null,"a":1'],
  ['keys-extra', 0, '"a":1,"b":null,"extra":{"nested":[1.10,null]}'],
  [null, 0, '"a":1,"b":null'],
] as const)('%s in row %i', (odd, at, expected) => {
  expect(oddPairs(pairs, odd, at).map((pair) => pair.join(':')).join(',')).toBe(expected)
})

test('an oddity is asked for at the head of the statement only', () => {
  expect(oddityOf('/* sandbox: rows rows-first */ SELECT 1')).toBe('rows-first')
  expect(oddityOf('SELECT 1 /* sandbox: rows rows-first */')).toBeNull()
  expect(oddityOf('/* sandbox: rows upside-down */ SELECT 1')).toBeNull()
})
