/** MariaDB's text protocol as the sandbox's columns and values: nothing passes through JavaScript numbers. */
import type { EngineColumn, EngineValue } from './engine.ts'

/** A column definition as mysql2 hands it over. */
export interface WireField {
  name: string
  orgName: string
  table: string
  schema: string
  characterSet: number
  columnLength: number
  columnType: number
  flags: number
  decimals: number
}

const binaryCharset = 63
const flags = { notNull: 1, unsigned: 32, enum: 256, autoIncrement: 512, set: 2048, number: 32768 } as const

const names: Record<number, string> = {
  0: 'DECIMAL', 1: 'TINYINT', 2: 'SMALLINT', 3: 'INT', 4: 'FLOAT', 5: 'DOUBLE', 6: 'NULL', 7: 'TIMESTAMP', 8: 'BIGINT', 9: 'MEDIUMINT', 10: 'DATE', 11: 'TIME', 12: 'DATETIME', 13: 'YEAR', 14: 'DATE', 15: 'VARCHAR', 16: 'BIT', 245: 'JSON', 246: 'DECIMAL', 247: 'ENUM', 248: 'SET', 255: 'GEOMETRY',
}

function typeName({ columnType, characterSet, flags: bits }: WireField): string {
  const isBinary = characterSet === binaryCharset
  if (columnType === 253) return isBinary ? 'VARBINARY' : 'VARCHAR'
  if (columnType === 254) return bits & flags.enum ? 'ENUM' : bits & flags.set ? 'SET' : isBinary ? 'BINARY' : 'CHAR'
  if (columnType >= 249 && columnType <= 252) return `${['TINY', 'MEDIUM', 'LONG', ''][columnType - 249]}${isBinary ? 'BLOB' : 'TEXT'}`
  return names[columnType] ?? 'VARCHAR'
}

/** Bytes that a character takes at most in the charset of a result. */
function bytesPerCharacter(characterSet: number): number {
  if ([45, 46].includes(characterSet) || (characterSet >= 224 && characterSet <= 247) || (characterSet >= 608 && characterSet <= 640)) return 4
  return [33, 83].includes(characterSet) || (characterSet >= 192 && characterSet <= 215) ? 3 : 1
}

export const columnOf = (field: WireField): EngineColumn => ({
  name: field.name,
  originalName: field.orgName,
  table: field.table,
  schema: field.schema,
  type: typeName(field),
  unsigned: (field.flags & flags.unsigned) !== 0,
  length: Math.floor(field.columnLength / bytesPerCharacter(field.characterSet)),
  decimals: field.decimals,
  nullable: (field.flags & flags.notNull) === 0,
  autoIncrement: (field.flags & flags.autoIncrement) !== 0,
  flags: field.flags | (isNumber(field.columnType) ? flags.number : 0),
})

/** The C connector's IS_NUM: it sets the flag NUM, which no server sends. */
const isNumber = (type: number): boolean => (type <= 9 && type !== 7) || type === 13 || type === 246

const numeric = /^(TINYINT|SMALLINT|INT|FLOAT|DOUBLE|BIGINT|MEDIUMINT)$/
const bytes = /^(BIT|GEOMETRY|BINARY|VARBINARY|(TINY|MEDIUM|LONG)?BLOB)$/
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads the raw bytes of a cell. Text that is no UTF-8 (after SET NAMES latin1, say) stays bytes. */
export function valueOf(raw: Uint8Array | null, type: string): EngineValue {
  if (raw === null) return null
  if (type === 'DECIMAL') return { kind: 'number', literal: Buffer.from(raw).toString('latin1') }
  // ZEROFILL pads with zeros, which no number literal may begin with.
  if (numeric.test(type)) return { kind: 'number', literal: Buffer.from(raw).toString('latin1').replace(/^0+(?=\d)/, '') }
  // Copied: mysql2's bytes share the memory of whole packets.
  if (bytes.test(type)) return { kind: 'bytes', bytes: Uint8Array.from(raw) }
  try {
    return { kind: 'text', text: utf8.decode(raw) }
  } catch {
    return { kind: 'bytes', bytes: Uint8Array.from(raw) }
  }
}
