/** How far MaxScale's columns can be trusted (facts, "What a client must do" 3), and the SQL that shows them whole. */
import type { Fidelity } from '../../../shared/model/result-set.ts'
import { CellKind, kindAt, rawAt, textAt } from '../../../shared/model/wire-cell.ts'
import { classifyStatement } from '../../../shared/sql/classify.ts'
import { limitStatement } from '../../../shared/sql/limit.ts'
import { readingsOf } from '../../../shared/sql/sql-mode.ts'
import { tokenize, type SqlToken } from '../../../shared/sql/tokens.ts'
import type { MaxScaleMetadata } from './wire.ts'

/** Column flags of the MySQL protocol. */
const flag = { notNull: 1, unsigned: 32, zerofill: 64, binary: 128, enum: 256, set: 2048 } as const

type Lossy = Extract<Fidelity, { kind: 'lossy' }>
export type Loss = Pick<Lossy, 'reason' | 'rare'>

/** One column's rows in an index, to see what its values tell of a loss. */
export interface ColumnCells {
  bytes: Uint8Array
  index: Uint32Array
  rowCount: number
  columnCount: number
  column: number
}

/** In what character set a session answers, and whether its rows may have NULL where their columns have none. */
export interface Answering {
  /** False after SET NAMES of a character set that is no UTF-8. */
  utf8: boolean
  /** True for utf8mb3, which lacks what takes four bytes. */
  bmpOnly?: boolean
  /** WITH ROLLUP answers NULL in columns that are NOT NULL. */
  rollup?: boolean
}

const rare = (reason: Lossy['reason']): Loss => ({ reason, rare: true })

/** What was, or may have been, lost in a column; undefined when nothing. */
export function lossOf({ type, flags = 0, length = 0, decimals }: MaxScaleMetadata, cells: ColumnCells, answering: Answering): Loss | undefined {
  const has = (name: keyof typeof flag) => (flags & flag[name]) !== 0
  switch (type.toUpperCase()) {
    case 'BIT':
      return { reason: 'bitAsText' }
    case 'BLOB':
    case 'GEOMETRY':
    case 'TINYBLOB':
    case 'MEDIUMBLOB':
    case 'LONGBLOB':
    case 'BINARY':
    case 'VARBINARY':
      return { reason: 'cutAtNul' }
    case 'TINYINT':
    case 'SMALLINT':
    case 'MEDIUMINT':
    case 'INT':
    case 'BIGINT':
      // Above 2^63−1 values saturate; a column without that value has lost nothing.
      if (type.toUpperCase() === 'BIGINT' && has('unsigned') && someCell(cells, holdsMaximum)) return { reason: 'clampedUnsigned' }
      return has('zerofill') && someCell(cells, (bytes, start) => kindAt(bytes, start) === CellKind.number && rawAt(bytes, start).length < length) ? { reason: 'zerofill' } : undefined
    case 'FLOAT':
    case 'DOUBLE':
      if (cells.rowCount === 0) return undefined
      if (has('zerofill')) return { reason: 'zerofill' }
      // Of a FLOAT the server itself sends six digits, unless its decimals are fixed.
      return type.toUpperCase() === 'FLOAT' && (decimals ?? NOT_FIXED) >= NOT_FIXED ? rare('floatDigits') : undefined
    case 'CHAR':
      // BINARY; a UUID and an INET carry UNSIGNED as well and are text.
      return has('binary') && !has('unsigned') ? { reason: 'cutAtNul' } : textLoss(cells, answering, has)
    case 'VARCHAR':
      // VARBINARY, and constants such as 0xFF, which carry UNSIGNED.
      return has('binary') ? { reason: 'cutAtNul' } : textLoss(cells, answering, has)
    case 'TEXT':
    case 'TINYTEXT':
    case 'MEDIUMTEXT':
    case 'LONGTEXT':
      return textLoss(cells, answering, has)
    default:
      return undefined
  }
}

/** Decimals of a FLOAT or DOUBLE that has none of its own. */
const NOT_FIXED = 31

function textLoss(cells: ColumnCells, { utf8, bmpOnly, rollup }: Answering, has: (name: keyof typeof flag) => boolean): Loss | undefined {
  if (cells.rowCount === 0) return undefined
  if (!utf8 || (bmpOnly && someCell(cells, (bytes, start) => rawAt(bytes, start).includes(QUESTION_MARK)))) return { reason: 'charset' }
  if (has('notNull') && !rollup && someCell(cells, (bytes, start) => kindAt(bytes, start) === CellKind.null)) return { reason: 'notUtf8' }
  // Words of an ENUM or SET, and what is spelt by the server.
  return has('enum') || has('set') || has('unsigned') ? undefined : rare('textCutAtNul')
}

const MAXIMUM = '9223372036854775807'
const QUESTION_MARK = 0x3f

const holdsMaximum = (bytes: Uint8Array, start: number): boolean => textAt(bytes, start) === MAXIMUM

function someCell({ bytes, index, rowCount, columnCount, column }: ColumnCells, holds: (bytes: Uint8Array, start: number) => boolean): boolean {
  for (let row = 0; row < rowCount; row += 1) if (holds(bytes, index[row * columnCount + column]!)) return true
  return false
}

/** Beyond this many characters together no column is told a query of its own. */
const OWN_QUERIES = 200_000

const whole: Record<Lossy['reason'], (name: string) => string> = {
  clampedUnsigned: (name) => `CAST(${name} AS CHAR)`,
  zerofill: (name) => `CAST(${name} AS CHAR)`,
  floatDigits: (name) => `CAST(${name} AS DOUBLE)`,
  bitAsText: (name) => `HEX(${name})`,
  cutAtNul: (name) => `HEX(${name})`,
  textCutAtNul: (name) => `HEX(${name})`,
  notUtf8: (name) => `HEX(${name})`,
  charset: (name) => `HEX(${name})`,
  duplicateLabel: (name) => name,
}

const quotedName = (label: string): string => `\`${label.replaceAll('`', '``')}\``
const alias = 'exact_values'

/** True for a column that a query of ours already shows whole, in letters and digits. */
export function isShownWhole(sql: string, label: string): boolean {
  const name = quotedName(label)
  return sql.includes(`\n) AS ${alias}`) && Object.values(whole).some((write) => write(name) !== name && sql.split('\n', 1)[0]!.includes(`${write(name)} AS ${name}`))
}

/**
 * How far each column can be trusted, with the query around the statement that shows its values whole: HEX() for bytes,
 * bits and texts, digits as text; the same rows in the same order. One query for all that a person is warned of, and
 * one more column in it where loss is rare.
 */
export function fidelities(sql: string, labels: readonly string[], losses: readonly (Loss | undefined)[], rowLimit: number, sqlMode?: string): Fidelity[] {
  const warned = losses.some((loss) => loss !== undefined && !loss.rare)
  const tellsRare = sql.length * losses.filter((loss) => loss?.rare).length <= OWN_QUERIES
  const inner = warned || (tellsRare && losses.some((loss) => loss !== undefined)) ? derivedTable(sql, labels, rowLimit, sqlMode) : undefined
  const quoted = labels.map(quotedName)
  const query = (own: number) => {
    const columns = quoted.map((name, at) => {
      const loss = losses[at]
      return loss === undefined || (loss.rare && at !== own) ? name : `${whole[loss.reason](name)} AS ${name}`
    })
    return `SELECT ${columns.join(', ')}\nFROM (\n${inner}\n) AS ${alias}`
  }
  const shared = inner !== undefined && warned ? query(-1) : undefined
  return losses.map((loss, at) => {
    if (loss === undefined) return { kind: 'exact' }
    const exactSql = !loss.rare ? shared : inner !== undefined && tellsRare ? query(at) : undefined
    return { kind: 'lossy', ...loss, ...(exactSql !== undefined && { exactSql }) }
  })
}

/** Undefined where a second look is not certain to see the same: no plain query, variables assigned, labels that repeat or are empty. */
function derivedTable(sql: string, labels: readonly string[], rowLimit: number, sqlMode?: string): string | undefined {
  if (new Set(labels.map((label) => label.toLowerCase())).size !== labels.length || labels.includes('')) return undefined
  const { kind, statements } = classifyStatement(sql, sqlMode)
  const { tokens } = tokenize(sql, readingsOf(sqlMode)[0])
  const code = tokens.filter((token) => token.upper !== ';')
  const first = code[0]
  if (kind !== 'read' || statements !== 1 || !first || !['SELECT', 'WITH', '('].includes(first.upper)) return undefined
  // To look again would assign again.
  if (code.some(({ upper }, at) => upper === ':' && code[at + 1]?.upper === '=')) return undefined
  return keptInOrder(sql, code, rowLimit, sqlMode)
}

/** In a derived table servers pass over an ORDER BY without a LIMIT: other rows would come, and in another order. */
function keptInOrder(sql: string, code: readonly SqlToken[], rowLimit: number, sqlMode?: string): string | undefined {
  const isOrdered = code.some(({ upper, depth, kind }) => upper === 'ORDER' && kind === 'word' && depth === 0)
  const { sql: limited, reason } = limitStatement(sql, rowLimit + 1, sqlMode)
  if (isOrdered && !['added', 'limited', 'oneRow'].includes(reason)) return undefined
  const kept = isOrdered ? limited : sql
  const { tokens } = tokenize(kept, readingsOf(sqlMode)[0])
  const last = tokens.findLast((token) => token.upper !== ';')
  return last && kept.slice(tokens[0]?.start ?? 0, last.end)
}
