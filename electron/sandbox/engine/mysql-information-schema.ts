/** The embedded engine's information_schema: ordinary tables, kept up to date by sqlite-catalog.ts. */
import {
  baseType, isBinary, isDecimal, isInteger, isText, typeArguments, typeWords,
  type ColumnModel, type TableModel,
} from './mysql-table.ts'

/** Columns and their types; what MariaDB's information_schema shows of these tables, in its order. */
export const informationSchema = {
  schemata: 'CATALOG_NAME varchar(512), SCHEMA_NAME varchar(64), DEFAULT_CHARACTER_SET_NAME varchar(32), DEFAULT_COLLATION_NAME varchar(64), SQL_PATH varchar(512), SCHEMA_COMMENT varchar(1024)',
  tables:
    'TABLE_CATALOG varchar(512), TABLE_SCHEMA varchar(64), TABLE_NAME varchar(64), TABLE_TYPE varchar(64), ENGINE varchar(64), VERSION bigint unsigned, ROW_FORMAT varchar(10), TABLE_ROWS bigint unsigned, AVG_ROW_LENGTH bigint unsigned, DATA_LENGTH bigint unsigned, INDEX_LENGTH bigint unsigned, AUTO_INCREMENT bigint unsigned, CREATE_TIME datetime, UPDATE_TIME datetime, TABLE_COLLATION varchar(64), CREATE_OPTIONS varchar(2048), TABLE_COMMENT varchar(2048)',
  columns:
    'TABLE_CATALOG varchar(512), TABLE_SCHEMA varchar(64), TABLE_NAME varchar(64), COLUMN_NAME varchar(64), ORDINAL_POSITION bigint unsigned, COLUMN_DEFAULT longtext, IS_NULLABLE varchar(3), DATA_TYPE varchar(64), CHARACTER_MAXIMUM_LENGTH bigint unsigned, CHARACTER_OCTET_LENGTH bigint unsigned, NUMERIC_PRECISION bigint unsigned, NUMERIC_SCALE bigint unsigned, DATETIME_PRECISION bigint unsigned, CHARACTER_SET_NAME varchar(32), COLLATION_NAME varchar(64), COLUMN_TYPE longtext, COLUMN_KEY varchar(3), EXTRA varchar(80), PRIVILEGES varchar(80), COLUMN_COMMENT varchar(1024)',
  statistics:
    'TABLE_CATALOG varchar(512), TABLE_SCHEMA varchar(64), TABLE_NAME varchar(64), NON_UNIQUE bigint, INDEX_SCHEMA varchar(64), INDEX_NAME varchar(64), SEQ_IN_INDEX bigint, COLUMN_NAME varchar(64), COLLATION varchar(1), CARDINALITY bigint, SUB_PART bigint, PACKED varchar(10), NULLABLE varchar(3), INDEX_TYPE varchar(16), COMMENT varchar(16), INDEX_COMMENT varchar(1024)',
  key_column_usage:
    'CONSTRAINT_CATALOG varchar(512), CONSTRAINT_SCHEMA varchar(64), CONSTRAINT_NAME varchar(64), TABLE_CATALOG varchar(512), TABLE_SCHEMA varchar(64), TABLE_NAME varchar(64), COLUMN_NAME varchar(64), ORDINAL_POSITION bigint, POSITION_IN_UNIQUE_CONSTRAINT bigint, REFERENCED_TABLE_SCHEMA varchar(64), REFERENCED_TABLE_NAME varchar(64), REFERENCED_COLUMN_NAME varchar(64)',
  // Filled by every session that asks (sqlite-processes.ts).
  processlist:
    'ID bigint NOT NULL, USER varchar(128), HOST varchar(64), DB varchar(64), COMMAND varchar(16), TIME int, STATE varchar(64), INFO longtext, TIME_MS decimal(22,3), STAGE tinyint, MAX_STAGE tinyint, PROGRESS decimal(7,3)',
} as const

export type InformationTable = keyof typeof informationSchema
type Row = Record<string, string | number | null>

export interface DescribedTable {
  database: string
  name: string
  kind: 'BASE TABLE' | 'VIEW' | 'SYSTEM VIEW'
  model: TableModel
}

export const schemaRow = (name: string): Row => ({
  CATALOG_NAME: 'def', SCHEMA_NAME: name, DEFAULT_CHARACTER_SET_NAME: 'utf8mb4', DEFAULT_COLLATION_NAME: 'utf8mb4_general_ci', SCHEMA_COMMENT: '',
})

/** PRI, UNI, MUL or nothing, as SHOW COLUMNS says. */
export function columnKey(model: TableModel, column: string): string {
  if (model.keys.some((key) => key.name === 'PRIMARY' && key.columns.includes(column))) return 'PRI'
  if (model.keys.some((key) => key.unique && key.columns.length === 1 && key.columns[0] === column)) return 'UNI'
  return model.keys.some((key) => key.columns[0] === column) ? 'MUL' : ''
}

export const extraOf = (column: ColumnModel): string =>
  [column.autoIncrement && 'auto_increment', column.onUpdateNow && 'on update current_timestamp()'].filter(Boolean).join(' ')

/** The default as MariaDB writes it: text in quotes, expressions bare, NULL where NULL is what one gets. */
export function defaultText(column: ColumnModel): string | null {
  if (column.defaultValue === null) return column.nullable ? 'NULL' : null
  return column.defaultValue.quoted ? `'${column.defaultValue.text.replaceAll("'", "''")}'` : column.defaultValue.text.replace(/^true$/i, '1').replace(/^false$/i, '0')
}

const octets: Record<string, number> = { tinytext: 255, text: 65_535, mediumtext: 16_777_215, longtext: 4_294_967_295, json: 4_294_967_295, tinyblob: 255, blob: 65_535, mediumblob: 16_777_215, longblob: 4_294_967_295 }
const digits: Record<string, number> = { tinyint: 3, smallint: 5, mediumint: 7, int: 10, bigint: 19, float: 12, double: 22 }

/** Characters that fit, for text and bytes; null for other types. */
export function characterLength(type: string): number | null {
  const base = baseType(type)
  const words = typeWords(type).map((word) => [...word].length)
  if (base === 'enum') return Math.max(0, ...words)
  if (base === 'set') return words.reduce((sum, length) => sum + length, 0) + Math.max(0, words.length - 1)
  return octets[base] ?? (/^(char|varchar|binary|varbinary)$/.test(base) ? (typeArguments(type)[0] ?? 1) : null)
}

/** Everything that information_schema says about one table. */
export function describe({ database, name, kind, model }: DescribedTable): { table: InformationTable; row: Row }[] {
  const place = { TABLE_CATALOG: 'def', TABLE_SCHEMA: database, TABLE_NAME: name }
  const isTable = kind === 'BASE TABLE'
  const table: Row = {
    ...place, TABLE_TYPE: kind, ENGINE: isTable ? 'SQLite' : null, VERSION: isTable ? 10 : null, ROW_FORMAT: isTable ? 'Dynamic' : null,
    TABLE_COLLATION: isTable ? 'utf8mb4_general_ci' : null, TABLE_COMMENT: kind === 'VIEW' ? 'VIEW' : model.comment,
  }
  return [
    { table: 'tables', row: table },
    ...model.columns.map((column, index) => ({ table: 'columns' as const, row: { ...place, ...columnRow(model, column, index) } })),
    ...model.keys.flatMap((key) =>
      key.columns.map((column, index) => ({
        table: 'statistics' as const,
        row: {
          ...place, NON_UNIQUE: key.unique ? 0 : 1, INDEX_SCHEMA: database, INDEX_NAME: key.name, SEQ_IN_INDEX: index + 1, COLUMN_NAME: column,
          COLLATION: 'A', NULLABLE: model.columns.find((one) => one.name === column)?.nullable ? 'YES' : '', INDEX_TYPE: 'BTREE', COMMENT: '', INDEX_COMMENT: '',
        },
      })),
    ),
    ...usage(model).map((row) => ({
      table: 'key_column_usage' as const,
      row: { CONSTRAINT_CATALOG: 'def', CONSTRAINT_SCHEMA: database, ...place, ...row },
    })),
  ]
}

function columnRow(model: TableModel, column: ColumnModel, index: number): Row {
  const { type } = column
  const base = baseType(type)
  const characters = characterLength(type)
  const [precision, scale] = typeArguments(type)
  const isNumber = isInteger(type) && base !== 'year'
  const bytes = characters === null ? null : isText(type) && octets[base] === undefined ? characters * 4 : characters
  return {
    COLUMN_NAME: column.name, ORDINAL_POSITION: index + 1, COLUMN_DEFAULT: defaultText(column), IS_NULLABLE: column.nullable ? 'YES' : 'NO',
    DATA_TYPE: base === 'json' ? 'longtext' : base, CHARACTER_MAXIMUM_LENGTH: characters, CHARACTER_OCTET_LENGTH: bytes,
    NUMERIC_PRECISION: isDecimal(type) ? (precision ?? 10) : base === 'bit' ? (precision ?? 1) : isNumber && base === 'bigint' && type.includes('unsigned') ? 20 : (digits[base] ?? null),
    NUMERIC_SCALE: isDecimal(type) ? (scale ?? 0) : isNumber ? 0 : null,
    DATETIME_PRECISION: /^(datetime|timestamp|time)$/.test(base) ? (precision ?? 0) : null,
    CHARACTER_SET_NAME: isText(type) && !isBinary(type) ? 'utf8mb4' : null, COLLATION_NAME: column.collation || null,
    COLUMN_TYPE: type, COLUMN_KEY: columnKey(model, column.name), EXTRA: extraOf(column), PRIVILEGES: 'select,insert,update,references', COLUMN_COMMENT: column.comment,
  }
}

function usage(model: TableModel): Row[] {
  const keys = model.keys
    .filter((key) => key.unique)
    .flatMap((key) => key.columns.map((column, index) => ({ CONSTRAINT_NAME: key.name, COLUMN_NAME: column, ORDINAL_POSITION: index + 1 })))
  const foreign = model.foreignKeys.flatMap((key) =>
    key.columns.map((column, index) => ({
      CONSTRAINT_NAME: key.name, COLUMN_NAME: column, ORDINAL_POSITION: index + 1, POSITION_IN_UNIQUE_CONSTRAINT: index + 1,
      REFERENCED_TABLE_SCHEMA: key.database, REFERENCED_TABLE_NAME: key.table, REFERENCED_COLUMN_NAME: key.referenced[index] ?? null,
    })),
  )
  return [...keys, ...foreign]
}
