/** Engine results as MaxScale's `results` array, with everything that MaxScale does to values. */
import type { EngineColumn, EngineResult, EngineValue } from '../engine/engine.ts'
import { integer, real, type Json, type NumberLiteral } from './json.ts'

const mostInteger = 2n ** 63n - 1n

/** `most` rows of a result are shown; null for all. */
export function resultsJson(results: readonly EngineResult[], most: bigint | null): Json {
  return results.map((result) => resultJson(result, most))
}

function resultJson(result: EngineResult, most: bigint | null): Json {
  switch (result.kind) {
    case 'ok':
      return { affected_rows: clamped(result.affectedRows), last_insert_id: clamped(result.lastInsertId), warnings: integer(result.warnings) }
    case 'error':
      return { errno: integer(result.errno), message: result.message, sqlstate: result.sqlState }
    case 'rows': {
      const { columns, rows } = result
      const kept = most !== null && BigInt(rows.length) > most ? rows.slice(0, Number(most)) : rows
      const convert = columns.map((column) => converter(column))
      return {
        // Exactly max_rows rows answers false: MaxScale does not know whether there are more (transcript f03).
        complete: most === null || BigInt(rows.length) < most,
        data: kept.map((row) => row.map((value, index) => convert[index]?.(value) ?? null)),
        fields: columns.map((column) => column.name),
        metadata: columns.map(columnJson),
      }
    }
  }
}

function columnJson(column: EngineColumn): Json {
  return {
    catalog: 'def',
    decimals: integer(column.decimals),
    flags: integer(column.flags),
    length: integer(column.length),
    name: column.name,
    schema: column.schema,
    table: column.table,
    type: typeName(column),
  }
}

/** MaxScale's names follow the wire's types: binary strings are CHAR and VARCHAR, JSON is TEXT, ENUM and SET are CHAR. */
function typeName({ type, table }: EngineColumn): string {
  if (/^(BINARY|ENUM|SET|UUID|INET4|INET6)$/.test(type)) return 'CHAR'
  if (type === 'VARBINARY') return 'VARCHAR'
  if (type === 'JSON') return 'TEXT'
  // The wire knows the size of computed columns only (transcript e08).
  return table === '' ? type : type.replace(/^(TINY|MEDIUM|LONG)(?=TEXT$|BLOB$)/, '')
}

const clamped = (value: bigint): NumberLiteral => integer(value > mostInteger ? mostInteger : value)

/** Literals too short to be beyond 64 bits need no arithmetic. */
const clampedLiteral = (literal: string): NumberLiteral => (literal.length < 19 ? integer(literal) : clamped(BigInt(literal)))

function converter(column: EngineColumn): (value: EngineValue) => Json {
  if (column.type.endsWith('INT')) return (value) => (value === null ? null : clampedLiteral(plain(value)))
  if (column.type === 'FLOAT' || column.type === 'DOUBLE') return (value) => (value === null ? null : real(Number(plain(value))))
  return (value) => (value === null ? null : cString(value))
}

function plain(value: Exclude<EngineValue, null>): string {
  if (value.kind === 'number') return value.literal
  return value.kind === 'text' ? value.text : Buffer.from(value.bytes).toString('latin1')
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Strings pass through C: they end at the first NUL byte, and what is no UTF-8 becomes null (transcript e02). */
function cString(value: Exclude<EngineValue, null>): Json {
  if (value.kind !== 'bytes') {
    const text = plain(value)
    const nul = text.indexOf('\0')
    return nul < 0 ? text : text.slice(0, nul)
  }
  const nul = value.bytes.indexOf(0)
  try {
    return utf8.decode(nul < 0 ? value.bytes : value.bytes.subarray(0, nul))
  } catch {
    return null
  }
}
