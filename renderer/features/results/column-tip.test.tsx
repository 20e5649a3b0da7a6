// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { ResultColumn } from '../../../shared/model/result-set.ts'
import { startI18n } from '../../i18n/i18n.ts'
import { ColumnTip } from './column-tip.tsx'
import { testColumn } from './fixtures/result-of.ts'

beforeAll(() => startI18n('en'))
afterEach(cleanup)

const show = (column: ResultColumn) => {
  render(<ColumnTip id="tip" column={column} anchor={new DOMRect()} partial={false} onLeave={() => undefined} />)
  return screen.getByRole('tooltip').textContent ?? ''
}

test('a column tells all that the server said of it: label, type with precision and scale, table, name, nullability, auto-increment', () => {
  const told = show(
    testColumn('金额', { name: 'amount', table: 'orders', schema: 'shop', type: 'DECIMAL', family: 'decimal', precision: 10, scale: 2, nullable: false, autoIncrement: true }),
  )
  for (const fact of ['金额', 'DECIMAL(10, 2)', 'shop.orders.amount', 'NOT NULL', 'AUTO_INCREMENT']) expect(told).toContain(fact)
})

test('what the server did not say is not said', () => {
  const told = show(testColumn('n', { nullable: true, type: 'VARCHAR', precision: 32, scale: 0 }))
  expect(told).toContain('VARCHAR(32)')
  for (const fact of ['NOT NULL', 'AUTO_INCREMENT', 'NULLABLE']) expect(told).not.toContain(fact)
})

test('a column that may not be exact tells why, and the SQL that shows it whole', () => {
  const told = show(testColumn('big', { fidelity: { kind: 'lossy', reason: 'clampedUnsigned', exactSql: 'SELECT CAST(big AS CHAR) FROM t' } }))
  expect(told).toContain('SELECT CAST(big AS CHAR) FROM t')
})
