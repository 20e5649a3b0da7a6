import type { ColumnFamily } from './result-set.ts'

const families: readonly (readonly [ColumnFamily, RegExp])[] = [
  ['integer', /^(?:TINY|SMALL|MEDIUM|BIG)?INT(?:EGER)?$|^(?:TINY|SHORT|LONG|INT24|LONGLONG)$|^YEAR$|^SERIAL$/],
  ['decimal', /^(?:NEW)?DECIMAL$|^NUMERIC$|^DEC$|^FIXED$/],
  ['float', /^(?:FLOAT|DOUBLE|REAL|DOUBLE PRECISION)$/],
  ['date', /^(?:DATE|TIME|DATETIME|TIMESTAMP|NEWDATE)\d?$/],
  ['bit', /^BIT$/],
  ['binary', /BLOB$|BINARY$|^(?:GEOMETRY|POINT|LINESTRING|POLYGON)$|^(?:MULTI|GEOMETRYC)/],
  ['json', /^JSON$/],
  ['text', /CHAR|TEXT$|STRING$|^(?:ENUM|SET|UUID|INET[46])$/],
]

/** The family of a server's type name, whatever its case, length or UNSIGNED and ZEROFILL; `other` when unknown. */
export function familyOf(typeName: string): ColumnFamily {
  const bare = typeName.toUpperCase().replace(/\(.*?\)/g, '').replace(/\b(?:UNSIGNED|ZEROFILL|SIGNED)\b/g, '').trim()
  return families.find(([, pattern]) => pattern.test(bare))?.[0] ?? 'other'
}
