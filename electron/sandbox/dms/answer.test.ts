import { expect, test } from 'vitest'
import type { EngineColumn, EngineValue } from '../engine/engine.ts'
import { newRequestId, rowsBody, updateBody } from './answer.ts'

const column = (name: string, more: Partial<EngineColumn> = {}): EngineColumn => ({
  name,
  originalName: name,
  table: 't',
  schema: 's',
  type: 'VARCHAR',
  unsigned: false,
  length: 32,
  decimals: 0,
  nullable: true,
  autoIncrement: false,
  flags: 0,
  ...more,
})
const number = (literal: string): EngineValue => ({ kind: 'number', literal })
const text = (value: string): EngineValue => ({ kind: 'text', text: value })
const bytes = (...values: number[]): EngineValue => ({ kind: 'bytes', bytes: Uint8Array.from(values) })
const rowsOf = (body: string) => /"rows":(\[.*\]),"success":true\}$/.exec(body)?.[1]

test('numbers keep every digit, and go as text only where JSON cannot spell them', () => {
  const row = ['1.10', '12345678901234567890.0123456789', '-0', '18446744073709551615', '1.5e300', '007', '1.'].map(number)
  const columns = row.map((_, index) => column(`c${index}`))
  expect(rowsOf(rowsBody('r', columns, [row]))).toBe(
    '[{"c0":1.10,"c1":12345678901234567890.0123456789,"c2":-0,"c3":18446744073709551615,"c4":1.5e300,"c5":"007","c6":"1."}]',
  )
})

test('bytes are base64, BIT(1) a boolean, a wider BIT bytes', () => {
  const columns = [column('b', { type: 'BLOB' }), column('f', { type: 'BIT', length: 1 }), column('m', { type: 'BIT', length: 10 })]
  expect(rowsOf(rowsBody('r', columns, [[bytes(0, 255), bytes(1), bytes(2, 1)], [null, bytes(0), null]]))).toBe(
    '[{"b":"AP8=","f":true,"m":"AgE="},{"b":null,"f":false,"m":null}]',
  )
})

test('text is escaped as JSON', () => {
  expect(rowsOf(rowsBody('r', [column('a "b"')], [[text('中文 😀\n"\\\u0000')]]))).toBe('[{"a \\"b\\"":"中文 😀\\n\\"\\\\\\u0000"}]')
})

test('of two columns with one label the last value wins, and columnMetas lists both', () => {
  const body = rowsBody('r', [column('id'), column('name'), column('id')], [[number('1'), text('x'), number('2')]])
  expect(rowsOf(body)).toBe('[{"id":2,"name":"x"}]')
  expect((JSON.parse(body) as { columnMetas: unknown[] }).columnMetas.length).toBe(3)
})

test('precision of a DECIMAL counts digits, not sign and point', () => {
  const metas = (JSON.parse(
    rowsBody('r', [
      column('p', { type: 'DECIMAL', length: 12, decimals: 2 }),
      column('u', { type: 'DECIMAL', length: 10, decimals: 0, unsigned: true }),
      column('v', { name: 'alias', originalName: 'v' }),
    ], []),
  ) as { columnMetas: object[] }).columnMetas
  expect(metas[0]).toEqual({ columnName: 'p', columnLabel: 'p', columnTypeName: 'DECIMAL', precision: 10, scale: 2, nullable: true, autoIncrement: false, tableName: 't' })
  expect(metas[1]).toMatchObject({ columnTypeName: 'DECIMAL UNSIGNED', precision: 10, scale: 0 })
  expect(metas[2]).toMatchObject({ columnName: 'v', columnLabel: 'alias', precision: 32 })
})

test('an update count beyond 2^53 stays exact, and a requestId has the form of the page', () => {
  expect(updateBody('r', 9_007_199_254_740_993n)).toBe('{"updateCount":9007199254740993,"requestId":"r","success":true}')
  expect(newRequestId()).toMatch(/^[a-z0-9]{30}$/)
})
