import { expect, it } from 'vitest'
import { errorPosition } from './error-position.ts'

const three = 'SELECT *\nFROM t\nWHER a = 1'

it.each([
  ["You have an error in your SQL syntax; … near 'WHER a = 1' at line 3", three, { line: 3 }],
  ["… near 'at line 7' at line 2", three, { line: 2 }],
  ['ERR_PARSER … ERROR. pos 21, line 3, column 6, token IDENTIFIER', three, { line: 3, column: 6 }],
  ["… near '' at line 9", three, undefined],
  ["Table 'shop.at line 1' doesn't exist", three, undefined],
  ["Unknown column 'a'", three, undefined],
])('%s', (message, sql, expected) => {
  expect(errorPosition(message, sql)).toEqual(expected)
})
