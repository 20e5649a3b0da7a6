/** Reads what stands between the parentheses of CREATE TABLE. */
import { SqlError, syntaxError, unsupported } from './mysql-errors.ts'
import { fullType, isText, isType, type ColumnModel, type KeyModel, type TableModel } from './mysql-table.ts'
import { isName, nameOf, type Token } from './mysql-tokens.ts'

/** Reads tokens one after the other; a token that does not fit is a syntax error at its place. */
export class TokenReader {
  private at = 0
  private readonly tokens: readonly Token[]
  private readonly sql: string

  constructor(tokens: readonly Token[], sql: string) {
    this.tokens = tokens
    this.sql = sql
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead]
  }

  next(): Token {
    const token = this.tokens[this.at]
    if (!token) throw syntaxError(this.sql, this.sql.length)
    this.at += 1
    return token
  }

  get done(): boolean {
    return this.at >= this.tokens.length
  }

  /** Takes the words when they come next. */
  take(...words: string[]): boolean {
    const found = words.every((word, index) => this.peek(index)?.value === word && this.peek(index)?.kind !== 'string')
    if (found) this.at += words.length
    return found
  }

  expect(...words: string[]): void {
    if (!this.take(...words)) throw this.wrong()
  }

  name(): string {
    const token = this.peek()
    if (!isName(token)) throw this.wrong()
    this.at += 1
    return nameOf(token)
  }

  /** `name` or `database.name`. */
  qualified(): { database?: string; name: string } {
    const name = this.name()
    return this.take('.') ? { database: name, name: this.name() } : { name }
  }

  /** `(a, b(10), c DESC)`: the names. */
  names(): string[] {
    const names: string[] = []
    this.expect('(')
    do {
      names.push(this.name())
      if (this.take('(')) {
        this.next()
        this.expect(')')
      }
      if (!this.take('ASC')) this.take('DESC')
    } while (this.take(','))
    this.expect(')')
    return names
  }

  /** The text of a balanced parenthesis, with it. */
  parenthesis(): string {
    const start = this.peek()
    this.expect('(')
    let depth = 1
    let end = start
    while (depth > 0) {
      end = this.next()
      if (end.text === '(') depth += 1
      if (end.text === ')') depth -= 1
    }
    return this.sql.slice(start?.start, (end?.start ?? 0) + 1)
  }

  wrong(): SqlError {
    return syntaxError(this.sql, this.peek()?.start ?? this.sql.length)
  }
}

/** Reads `( column…, key… )` and the table's options after it. */
export function readTable(reader: TokenReader, database: string): TableModel {
  const model: TableModel = { columns: [], keys: [], foreignKeys: [], comment: '' }
  reader.expect('(')
  do readDefinition(reader, model, database)
  while (reader.take(','))
  reader.expect(')')
  while (!reader.done) {
    if (reader.take('COMMENT')) {
      reader.take('=')
      model.comment = reader.next().value
    } else if (reader.peek()?.value === 'SELECT' || reader.peek()?.value === 'AS') {
      throw unsupported('CREATE TABLE … SELECT')
    } else reader.next()
  }
  return model
}

function readDefinition(reader: TokenReader, model: TableModel, database: string): void {
  const constraint = reader.take('CONSTRAINT')
    ? reader.peek()?.kind === 'quoted' || !/^(PRIMARY|UNIQUE|FOREIGN|CHECK)$/.test(reader.peek()?.value ?? '')
      ? reader.name()
      : ''
    : ''
  if (reader.take('PRIMARY', 'KEY')) return addKey(model, { name: 'PRIMARY', unique: true, columns: keyColumns(reader) })
  if (reader.take('FOREIGN', 'KEY')) return readForeignKey(reader, model, database, constraint)
  if (reader.take('CHECK')) return void reader.parenthesis()
  const unique = reader.take('UNIQUE')
  const indexed = reader.take('KEY') || reader.take('INDEX') || reader.take('FULLTEXT') || reader.take('SPATIAL')
  if (unique || indexed) {
    if (!reader.take('KEY')) reader.take('INDEX')
    const name = reader.peek()?.text === '(' ? constraint : reader.name()
    const columns = keyColumns(reader)
    return addKey(model, { name: name || (columns[0] ?? ''), unique, columns })
  }
  model.columns.push(readColumn(reader, model))
}

function keyColumns(reader: TokenReader): string[] {
  if (reader.take('USING')) reader.next()
  const columns = reader.names()
  if (reader.take('USING')) reader.next()
  if (reader.take('COMMENT')) reader.next()
  return columns
}

function addKey(model: TableModel, key: KeyModel): void {
  model.keys.push(key)
  if (key.name === 'PRIMARY')
    for (const column of model.columns) if (key.columns.includes(column.name)) column.nullable = false
}

function readForeignKey(reader: TokenReader, model: TableModel, database: string, name: string): void {
  const own = reader.peek()?.text === '(' ? name : reader.name()
  const columns = reader.names()
  reader.expect('REFERENCES')
  const target = reader.qualified()
  const referenced = reader.names()
  while (reader.take('ON')) {
    reader.next()
    if (!reader.take('SET', 'NULL') && !reader.take('NO', 'ACTION')) reader.next()
  }
  model.foreignKeys.push({
    name: own || `fk_${model.foreignKeys.length + 1}`,
    columns,
    database: target.database ?? database,
    table: target.name,
    referenced,
  })
}

/** Reads one column, from its name to the comma after it; also used by ALTER TABLE … ADD. */
export function readColumn(reader: TokenReader, model: TableModel): ColumnModel {
  const name = reader.name()
  const typeName = reader.name()
  if (typeName.toUpperCase() === 'DOUBLE') reader.take('PRECISION')
  const inParentheses = reader.peek()?.text === '(' ? reader.parenthesis().replace(/\s*,\s*/g, ',') : ''
  let attributes = ''
  while (/^(UNSIGNED|SIGNED|ZEROFILL)$/.test(reader.peek()?.value ?? '')) attributes += ` ${reader.next().value}`
  const type = fullType(typeName, inParentheses, attributes)
  if (!isType(type)) throw new SqlError(4161, 'HY000', `Unknown data type: '${typeName}'`)
  const column: ColumnModel = {
    name,
    type,
    nullable: true,
    defaultValue: null,
    autoIncrement: typeName.toUpperCase() === 'SERIAL',
    onUpdateNow: false,
    comment: '',
    collation: isText(type) ? (type.startsWith('json') ? 'utf8mb4_bin' : 'utf8mb4_general_ci') : '',
  }
  while (!reader.done && reader.peek()?.text !== ',' && reader.peek()?.text !== ')') readAttribute(reader, column, model)
  return column
}

function readAttribute(reader: TokenReader, column: ColumnModel, model: TableModel): void {
  if (reader.take('NOT', 'NULL')) column.nullable = false
  else if (reader.take('NULL')) column.nullable = true
  else if (reader.take('AUTO_INCREMENT')) column.autoIncrement = true
  else if (reader.take('COMMENT')) column.comment = reader.next().value
  else if (reader.take('CHARACTER', 'SET') || reader.take('CHARSET')) reader.next()
  else if (reader.take('COLLATE')) column.collation = reader.next().text
  else if (reader.take('DEFAULT')) column.defaultValue = readDefault(reader)
  else if (reader.take('ON', 'UPDATE')) {
    readDefault(reader)
    column.onUpdateNow = true
  } else if (reader.take('PRIMARY', 'KEY')) {
    column.nullable = false
    model.keys.push({ name: 'PRIMARY', unique: true, columns: [column.name] })
  } else if (reader.take('UNIQUE')) {
    reader.take('KEY')
    model.keys.push({ name: column.name, unique: true, columns: [column.name] })
  } else if (reader.take('CHECK')) reader.parenthesis()
  else if (reader.take('FIRST')) return
  else if (reader.take('AFTER')) reader.name()
  else throw reader.wrong()
}

function readDefault(reader: TokenReader): { text: string; quoted: boolean } | null {
  const token = reader.next()
  if (token.value === 'NULL' && token.kind === 'word') return null
  if (token.kind === 'string') return { text: token.value, quoted: true }
  if (token.text === '-') return { text: `-${reader.next().text}`, quoted: false }
  if (/^(CURRENT_TIMESTAMP|NOW|LOCALTIME|LOCALTIMESTAMP)$/.test(token.value)) {
    const digits = reader.peek()?.text === '(' ? reader.parenthesis() : '()'
    return { text: `current_timestamp${digits}`, quoted: false }
  }
  if (token.kind === 'number' || token.kind === 'binary' || token.kind === 'word') return { text: token.text, quoted: false }
  throw unsupported(`DEFAULT ${token.text}`)
}
