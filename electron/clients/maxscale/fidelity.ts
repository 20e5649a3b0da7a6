/** How far MaxScale's columns can be trusted (facts, "What a client must do" 3), and the SQL that shows them whole. */
import type { Fidelity } from '../../../shared/model/result-set.ts'
import { textAt } from '../../../shared/model/wire-cell.ts'
import { classifyStatement } from '../../../shared/sql/classify.ts'
import { limitStatement } from '../../../shared/sql/limit.ts'
import { tokenize, type SqlToken } from '../../../shared/sql/tokens.ts'
import type { MaxScaleMetadata } from './wire.ts'

/** Column flags of the MySQL protocol. */
const UNSIGNED = 32
const BINARY = 128

export type Loss = Extract<Fidelity, { kind: 'lossy' }>['reason']

/** One column's rows in an index, to see whether a value stands at the edge where values are clamped. */
export interface ColumnCells {
  bytes: Uint8Array
  index: Uint32Array
  rowCount: number
  columnCount: number
  column: number
}

/** What may have been lost in a column; undefined when nothing. `utf8` tells whether the session answers in UTF-8. */
export function lossOf(metadata: MaxScaleMetadata, cells: ColumnCells, utf8: boolean): Loss | undefined {
  const flags = metadata.flags ?? 0
  const type = metadata.type.toUpperCase()
  switch (type) {
    case 'BIT':
      return 'bitAsText'
    case 'BLOB':
    case 'GEOMETRY':
    case 'TINYBLOB':
    case 'MEDIUMBLOB':
    case 'LONGBLOB':
    case 'BINARY':
    case 'VARBINARY':
      return 'cutAtNul'
    case 'BIGINT':
      // Above 2^63−1 values saturate; a column without that value has lost nothing.
      return (flags & UNSIGNED) !== 0 && holdsMaximum(cells) ? 'clampedUnsigned' : undefined
    case 'CHAR':
    case 'VARCHAR':
      // BINARY and VARBINARY come under these names; UUID and INET carry UNSIGNED as well and are text.
      if ((flags & BINARY) !== 0 && (flags & UNSIGNED) === 0) return 'cutAtNul'
      return utf8 ? undefined : 'charset'
    case 'TEXT':
      return utf8 ? undefined : 'charset'
    default:
      return undefined
  }
}

const MAXIMUM = '9223372036854775807'

function holdsMaximum({ bytes, index, rowCount, columnCount, column }: ColumnCells): boolean {
  for (let row = 0; row < rowCount; row += 1) if (textAt(bytes, index[row * columnCount + column]!) === MAXIMUM) return true
  return false
}

/**
 * The query around the statement that shows lossy columns whole: HEX() for bytes and bits, text for big integers; the
 * same rows in the same order. Undefined where that is not certain: no plain query, one that assigns variables, labels
 * that repeat or are empty.
 */
export function exactSql(sql: string, labels: readonly string[], losses: readonly (Loss | undefined)[], rowLimit: number): string | undefined {
  const { kind, statements } = classifyStatement(sql)
  const { tokens } = tokenize(sql)
  const code = tokens.filter((token) => token.upper !== ';')
  const first = code[0]
  if (kind !== 'read' || statements !== 1 || !first || !['SELECT', 'WITH', '('].includes(first.upper)) return undefined
  if (new Set(labels.map((label) => label.toLowerCase())).size !== labels.length || labels.includes('')) return undefined
  // To look again would assign again.
  if (code.some(({ upper }, at) => upper === ':' && code[at + 1]?.upper === '=')) return undefined
  const inner = keptInOrder(sql, code, rowLimit)
  if (inner === undefined) return undefined
  const quoted = (label: string) => `\`${label.replaceAll('`', '``')}\``
  const columns = labels.map((label, at) => {
    const loss = losses[at]
    const name = quoted(label)
    if (loss === undefined) return name
    return loss === 'clampedUnsigned' ? `CAST(${name} AS CHAR) AS ${name}` : `HEX(${name}) AS ${name}`
  })
  return `SELECT ${columns.join(', ')}\nFROM (\n${inner}\n) AS exact_values`
}

/** In a derived table servers pass over an ORDER BY without a LIMIT: other rows would come, and in another order. */
function keptInOrder(sql: string, code: readonly SqlToken[], rowLimit: number): string | undefined {
  const isOrdered = code.some(({ upper, depth, kind }) => upper === 'ORDER' && kind === 'word' && depth === 0)
  const { sql: limited, reason } = limitStatement(sql, rowLimit + 1)
  if (isOrdered && !['added', 'limited', 'oneRow'].includes(reason)) return undefined
  const kept = isOrdered ? limited : sql
  const { tokens } = tokenize(kept)
  const last = tokens.findLast((token) => token.upper !== ';')
  return last && kept.slice(tokens[0]?.start ?? 0, last.end)
}
