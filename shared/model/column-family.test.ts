import { expect, it } from 'vitest'
import { familyOf } from './column-family.ts'

it.each([
  ['BIGINT', 'integer'], ['bigint(20) unsigned', 'integer'], ['LONGLONG', 'integer'], ['TINY', 'integer'], ['YEAR', 'integer'], ['INT UNSIGNED ZEROFILL', 'integer'],
  ['DECIMAL(10,2)', 'decimal'], ['NEWDECIMAL', 'decimal'], ['DOUBLE', 'float'], ['float', 'float'],
  ['DATETIME(6)', 'date'], ['TIMESTAMP', 'date'], ['TIME', 'date'],
  ['VARCHAR', 'text'], ['LONGTEXT', 'text'], ['ENUM', 'text'], ['VAR_STRING', 'text'], ['UUID', 'text'],
  ['BLOB', 'binary'], ['VARBINARY(16)', 'binary'], ['GEOMETRY', 'binary'], ['MULTIPOINT', 'binary'],
  ['BIT', 'bit'], ['BIT(8)', 'bit'], ['JSON', 'json'], ['', 'other'], ['VECTOR', 'other'],
] as const)('%s is drawn as %s', (type, family) => {
  expect(familyOf(type)).toBe(family)
})
