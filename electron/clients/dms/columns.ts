/** Rows are key→value maps: which key is which column, and what was lost on the way. */
import { familyOf } from '../../../shared/model/column-family.ts'
import type { ResultColumn, ResultData } from '../../../shared/model/result-set.ts'
import type { Notice } from '../../../shared/model/statement-result.ts'
import { arrangeColumns, type DmsIndexedBody } from '../../http/index-json.ts'
import type { HttpAnswer } from '../../http/send.ts'
import type { DmsAnswer, DmsColumn } from './wire.ts'

/** The result in the order of columnMetas, keys that no column names behind them; and what a person should know. */
export function arrange({ bytes, mask }: Pick<HttpAnswer, 'bytes' | 'mask'>, body: DmsIndexedBody, answer: DmsAnswer): { data: ResultData; notices: Notice[] } {
  const { keys, index, rowCount, keyAnomalies } = body
  const at = new Map(keys.map((key, position) => [key, position]))
  const repeated = repeatedLabels(answer.columns)
  const known = new Set(answer.columns.map((column) => column.label))
  // A key that matches no label must not lose its value (the page's own example: column1 and col1).
  const unmatched = keys.filter((key) => !known.has(key))
  const order = [...answer.columns.map((column) => at.get(column.label) ?? -1), ...unmatched.map((key) => at.get(key) ?? -1)]
  const columns = [...answer.columns.map((column) => resultColumn(column, repeated.has(column.label))), ...unmatched.map(bareColumn)]
  const absent = rowCount > 0 ? [...known].filter((label) => !at.has(label)) : []

  const notices: Notice[] = []
  const warn = (code: Notice['code'], params: Notice['params']) => notices.push({ level: 'warning', code, params })
  if (repeated.size > 0) warn('duplicateLabels', { labels: mask.text([...repeated].join(', ')) })
  const doubled = keyAnomalies.duplicated
  if (doubled.length > 0) warn('duplicateKeys', { keys: mask.text(namesOf(doubled)), rows: Math.max(...doubled.map(({ rows }) => rows)) })
  if (unmatched.length > 0 && answer.columns.length > 0) warn('unmatchedKeys', { keys: mask.text(unmatched.join(', ')) })
  const missing = [...absent.map((key) => ({ key, rows: rowCount })), ...keyAnomalies.missing]
  if (missing.length > 0) warn('missingKeys', { keys: mask.text(namesOf(missing)), rows: Math.max(...missing.map(({ rows }) => rows)) })
  if (answer.rowCount !== undefined && answer.rowCount !== rowCount) warn('rowCountMismatch', { said: answer.rowCount, held: rowCount })

  const segment = { bytes, index: arrangeColumns(index, rowCount, keys.length, order), rowCount }
  return { data: { columns, segments: [segment] }, notices }
}

const namesOf = (list: readonly { key: string }[]): string => list.map(({ key }) => key).join(', ')

function repeatedLabels(columns: readonly DmsColumn[]): Set<string> {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const { label } of columns) (seen.has(label) ? repeated : seen).add(label)
  return repeated
}

function resultColumn(column: DmsColumn, repeated: boolean): ResultColumn {
  const { label, name, table, type, ...numbers } = column
  return {
    label,
    ...(name && name !== label && { name }),
    ...(table && { table }),
    type,
    family: familyOf(type),
    ...numbers,
    // One of the values was lost before it reached us; which one, nobody says.
    fidelity: repeated ? { kind: 'lossy', reason: 'duplicateLabel' } : { kind: 'exact' },
  }
}

const bareColumn = (key: string): ResultColumn => ({ label: key, type: '', family: 'other', fidelity: { kind: 'exact' } })
