/** One answer of a query → statement results. */
import { familyOf } from '../../../shared/model/column-family.ts'
import { isWarned, type Fidelity, type ResultColumn } from '../../../shared/model/result-set.ts'
import type { SessionHolding } from '../../../shared/model/session.ts'
import type { CapCause, Completeness, Notice, StatementResult } from '../../../shared/model/statement-result.ts'
import type { Mask } from '../../http/masking/mask.ts'
import { MOST_NAME } from '../../http/server-words.ts'
import { errorPosition } from '../../../shared/sql/error-position.ts'
import { fidelities, isShownWhole, lossOf } from './fidelity.ts'
import { lostConnection } from './errors.ts'
import type { MaxScaleMetadata, MaxScaleResult } from './wire.ts'

export interface Answered {
  sql: string
  elapsedMs: number
  bytes: Uint8Array
  /** For the server's words; rows are what the person asked for, and are shown as they are. */
  mask: Mask
  /** Rows at most that a person wants to see. */
  rowLimit: number
  /** The session's @@sql_mode; absent where it is not known. */
  sqlMode?: string | undefined
  /** False after SET NAMES of another character set. */
  utf8: boolean
  /** True after SET NAMES utf8mb3. */
  bmpOnly?: boolean
  /** True after the person's own SET sql_select_limit: `complete` then says nothing (f35). */
  ownLimit: boolean
  /** What the session held, where this statement lost it. */
  lost: readonly SessionHolding[]
}

/** What the server says, in the order it said it. */
export const statementResults = (results: readonly MaxScaleResult[], answered: Answered): StatementResult[] =>
  results.map((result) => {
    switch (result.kind) {
      case 'rows':
        return rowsResult(result, answered)
      case 'ok':
        return {
          ...baseOf(answered, []),
          kind: 'ok',
          affectedRows: result.affectedRows,
          warnings: result.warnings,
          ...(result.lastInsertId !== undefined && { lastInsertId: result.lastInsertId }),
        }
      case 'error': {
        const position = errorPosition(result.message, answered.sql)
        const lost: Notice[] = lostConnection.has(result.errno) ? [{ level: 'warning', code: answered.lost.length > 0 ? 'sessionLost' : 'sessionEnded', params: {} }] : []
        return {
          ...baseOf(answered, lost),
          kind: 'error',
          ...(result.errno !== 0 && { code: String(result.errno) }),
          message: answered.mask.text(result.message) || `Error ${result.errno}`,
          ...(result.sqlState && { sqlState: answered.mask.text(result.sqlState, MOST_NAME) }),
          ...(position && { position }),
        }
      }
    }
  })

const baseOf = ({ sql, elapsedMs }: Answered, notices: Notice[]) => ({ sql, elapsedMs, notices })

type Rows = Extract<MaxScaleResult, { kind: 'rows' }>

function rowsResult(result: Rows, answered: Answered): StatementResult {
  const { rows } = result
  const columnCount = result.fields.length
  // One more than shown was asked for, to know whether there is more: it is not shown.
  const shown = Math.min(rows.rowCount, answered.rowLimit)
  const index = rows.index.subarray(0, shown * columnCount)
  const completeness = completenessOf(result, shown, answered)
  const columns = columnsOf(result, answered, shown, index)
  const notices: Notice[] = []
  if (result.cutByError) notices.push({ level: 'warning', code: 'cutByError', params: { rows: shown } })
  else if (completeness.kind !== 'complete') notices.push({ level: 'warning', code: 'capHit', params: { limit: shown, by: cutBy(result, shown, answered) } })
  const lossy = columns.filter(isWarned).map((column) => column.label)
  if (lossy.length > 0) notices.push({ level: 'warning', code: 'lossyColumns', params: { columns: answered.mask.text(lossy.join(', ')) } })
  if (!result.metadata && columnCount > 0) notices.push({ level: 'info', code: 'noMetadata', params: {} })
  return { kind: 'resultset', ...baseOf(answered, notices), data: { columns, segments: [{ bytes: answered.bytes, index, rowCount: shown }] }, completeness }
}

function completenessOf(result: Rows, shown: number, { ownLimit }: Answered): Completeness {
  const received = result.rows.rowCount
  if (received > shown || result.cutByError) return { kind: 'atLeast', rows: received }
  // `complete` is `rows < max_rows` (facts 9); the session's own limit makes even that untrue.
  return result.complete === false || (ownLimit && received > 0) ? { kind: 'capped', limit: received } : { kind: 'complete' }
}

/** Whose limit it was: more came than is shown, or MaxScale itself stopped there. */
const cutBy = ({ rows }: Rows, shown: number, { ownLimit }: Answered): CapCause => (rows.rowCount > shown ? 'rowLimit' : ownLimit ? 'selectLimit' : 'maxRows')

function columnsOf(result: Rows, answered: Answered, rowCount: number, index: Uint32Array): ResultColumn[] {
  const { fields, metadata } = result
  const cells = { bytes: answered.bytes, index, rowCount, columnCount: fields.length }
  const rollup = /\brollup\b/i.test(answered.sql)
  const losses = fields.map((label, column) => {
    const described = metadata?.[column]
    return described && !isShownWhole(answered.sql, label) ? lossOf(described, { ...cells, column }, { ...answered, rollup }) : undefined
  })
  const known = metadata && fidelities(answered.sql, fields, losses, answered.rowLimit, answered.sqlMode)
  return fields.map((label, column) => resultColumn(label, metadata?.[column], known?.[column] ?? { kind: 'unknown' }))
}

function resultColumn(label: string, described: MaxScaleMetadata | undefined, fidelity: Fidelity): ResultColumn {
  if (!described) return { label, type: '', family: 'other', fidelity }
  const type = described.type.toUpperCase()
  const { table, schema, length, decimals, flags } = described
  return {
    label,
    ...(table && { table }),
    ...(schema && { schema }),
    type,
    // BINARY and VARBINARY come as CHAR and VARCHAR.
    family: fidelity.kind === 'lossy' && fidelity.reason === 'cutAtNul' ? 'binary' : familyOf(type),
    ...(length !== undefined && { precision: length }),
    ...(type === 'DECIMAL' && decimals !== undefined && { scale: decimals }),
    ...((type === 'FLOAT' || type === 'DOUBLE') && { real: decimals === undefined ? {} : { decimals } }),
    ...(flags !== undefined && { nullable: (flags & NOT_NULL) === 0, autoIncrement: (flags & AUTO_INCREMENT) !== 0 }),
    fidelity,
  }
}

/** Column flags of the MySQL protocol. */
const NOT_NULL = 1
const AUTO_INCREMENT = 512
