import { expect, test } from 'vitest'
import { splitTokens, tokenize } from './mysql-tokens.ts'

const kinds = (sql: string) => tokenize(sql).filter((token) => token.kind !== 'space').map((token) => [token.kind, token.value])

test('tokens joined again are the statement', () => {
  const sql = "SELECT `a``b`, 'it''s \\n', \"x\\\"y\", 0xFF, b'101', 1.5e-3, @v, @@sql_mode /* c */ -- d\n# e\nFROM t;;"
  expect(tokenize(sql).map((token) => token.text).join('')).toBe(sql)
})

test('strings are decoded as MySQL decodes them', () => {
  expect(kinds(String.raw`'a\nb' 'it''s' "say ""hi""" '\%\_\x' 'NUL\0'`).map(([, value]) => value)).toEqual(['a\nb', "it's", 'say "hi"', '\\%\\_x', 'NUL\0'])
})

test('a dash starts a comment only before a space', () => {
  expect(kinds('1--1 -- x').map(([kind]) => kind)).toEqual(['number', 'symbol', 'symbol', 'number', 'comment'])
})

test('names may hold Chinese and begin with digits', () => {
  expect(kinds('订单 1a `中 文`')).toEqual([['word', '订单'], ['word', '1A'], ['quoted', '中 文']])
})

test('what is never closed is marked', () => {
  for (const sql of ["SELECT 'abc", 'SELECT `abc', 'SELECT /* abc', String.raw`SELECT 'abc\'`]) expect(tokenize(sql).at(-1)?.open).toBe(true)
})

test('a batch is split at semicolons outside strings and comments', () => {
  const parts = splitTokens(tokenize("SELECT ';'; /* ; */ ; SELECT 2;"))
  expect(parts.map((part) => part.map((token) => token.text).join('').trim())).toEqual(["SELECT ';'", 'SELECT 2'])
})
