/**
 * Rewrites one MySQL statement for SQLite, token by token. Names in table position become names of the one file,
 * expressions get the labels that MySQL would give them, and spellings that differ are exchanged. Whatever is not
 * known passes through: SQLite then says that it does not understand, and the place is found by `origin`.
 */
import { newFrame, type Clause, type Frame, type Piece, type RewriteContext, type Rewritten } from './mysql-rewrite-frame.ts'
import { rewriteWord } from './mysql-rewrite-words.ts'
import { binaryLiteral, numberLiteral, sqliteString } from './mysql-literals.ts'
import { noDatabase, syntaxError, unsupported } from './mysql-errors.ts'
import { isName, nameOf, significant, type Token } from './mysql-tokens.ts'
import { commonTableNames, expressionWord, isAlias, notAFunction, notAnAlias, notATable, windowWord } from './mysql-words.ts'
import { physicalName, quoteName } from './sqlite-catalog.ts'

export class Rewriter {
  readonly tokens: Token[]
  readonly pieces: Piece[] = []
  readonly tables: { database: string; name: string; alias: string }[] = []
  readonly clauses = new Map<string, Clause>()
  readonly context: RewriteContext
  readonly sql: string
  private readonly frames: Frame[] = [newFrame('query', '', 'start')]
  private readonly withNames: Map<string, string | null>
  private readonly recursive: boolean
  private readonly windows: boolean
  /** Index of the token that is being read. */
  at = 0
  /** True after ON DUPLICATE KEY UPDATE. */
  upsert = false

  constructor(sql: string, tokens: readonly Token[], context: RewriteContext) {
    this.sql = sql
    this.tokens = significant(tokens)
    this.context = context
    this.withNames = commonTableNames(this.tokens)
    this.recursive = this.tokens.some((token) => token.value === 'RECURSIVE')
    this.windows = this.tokens.some((token) => token.value === 'OVER')
  }

  get frame(): Frame {
    return this.frames.at(-1) ?? newFrame('query', '', 'start')
  }

  /** The token `ahead` places further. */
  peek(ahead = 1): Token | undefined {
    return this.tokens[this.at + ahead]
  }

  emit(text: string, origin = this.tokens[this.at]?.start ?? this.sql.length): void {
    this.pieces.push({ text, origin })
  }

  /** Statements that can run long ask at every row whether they were cancelled: see tick in sqlite-session.ts. */
  tick(): string {
    return `sandbox_tick(${this.frame.rows.join(', ')})`
  }

  isDecimal(column: string): boolean {
    return this.context.decimals.has(column.toLowerCase())
  }

  /** `price = 1.10` in UPDATE … SET is no comparison. */
  isAssignment(before: Token | undefined, after: Token | undefined): boolean {
    return this.frame.clause === 'set' && after?.text === '=' && (before?.value === 'SET' || before?.text === ',')
  }

  run(): Rewritten {
    for (; this.at < this.tokens.length; this.at += 1) {
      const token = this.tokens[this.at]
      if (token) this.token(token)
    }
    this.endClause()
    return { pieces: this.pieces, tables: this.tables, clauses: this.clauses }
  }

  private token(token: Token): void {
    if (this.frame.expectTable && isName(token) && !(token.kind === 'word' && notATable.test(token.value))) return this.table(token)
    this.startItem(token)
    if (token.kind === 'string') return this.emit(sqliteString(this.joinedString(token)))
    if (token.kind === 'binary') return this.emit(binaryLiteral(token.text))
    if (token.kind === 'variable') return this.emit(this.context.variable(token.text))
    if (token.kind === 'number') return this.emit(numberLiteral(token.text, this.tokens[this.at - 1], this.peek()))
    if (token.kind === 'symbol') return this.symbol(token)
    if (token.kind === 'word' && this.tokens[this.at - 1]?.text !== '.' && rewriteWord(this, token)) return
    this.column(token)
  }

  /** 'a' 'b' is one string. */
  private joinedString(token: Token): string {
    let text = token.value
    while (this.peek()?.kind === 'string') {
      text += this.peek()?.value ?? ''
      this.at += 1
    }
    return text
  }

  private symbol(token: Token): void {
    if (token.text === '(') return this.open()
    if (token.text === ')') return this.close()
    if (token.text === ',') return this.comma()
    if (token.text === '-' && this.negative()) return
    if (token.text === '*' && this.frame.itemStart >= 0 && this.pieces.length === this.frame.itemStart) this.frame.itemStart = -1
    const exchanged = { '&&': ' AND ', '||': ' OR ', '<=>': ' IS ', '/': ' * 1.0 / ', '!': ' NOT ' }[token.text]
    if (token.text === ':=') throw unsupported('assignments with :=')
    // SQLite's own: parameters, which would be NULL, and names in brackets.
    if (/^[?:[]$/.test(token.text)) throw syntaxError(this.sql, token.start)
    // Apart: two of them may be one to SQLite, or the beginning of a comment.
    this.emit(exchanged ?? (/^[-=<>|&/*!]/.test(token.text) ? ` ${token.text} ` : token.text))
  }

  /** A negative decimal that stands alone is kept as text with its sign. */
  private negative(): boolean {
    const number = this.peek()
    const literal = number?.kind === 'number' ? numberLiteral(number.text, this.tokens[this.at - 1], this.peek(2)) : ''
    if (!literal.startsWith("'") || number?.text === '9223372036854775808') return false
    this.emit(`'-${literal.slice(1)}`)
    this.at += 1
    return true
  }

  private open(): void {
    const before = this.tokens[this.at - 1]
    const after = this.peek()
    const isFunction =
      before?.kind === 'word' && !notAFunction.test(before.value)
    const clause = this.frame.clause
    const inFrom = this.frame.expectTable
    this.emit('(')
    if (after?.value === 'SELECT' || after?.value === 'WITH') {
      this.frame.expectTable = false
      this.frames.push(newFrame('query', '', 'start'))
      return
    }
    const kind = isFunction && !inFrom && !this.followsTable() ? 'function' : 'group'
    const frame = newFrame(kind, kind === 'function' ? (before?.value ?? '') : '', before?.value === 'USING' ? 'on clause' : clause)
    if (inFrom) frame.expectTable = true
    this.frame.expectTable = false
    this.frames.push(frame)
  }

  /** `INSERT INTO t (a, b)`: a list of columns, not a call. */
  private followsTable(): boolean {
    return this.frame.clause === 'values'
  }

  private close(): void {
    this.endClause()
    if (this.frames.length > 1) this.frames.pop()
    this.emit(')')
  }

  private comma(): void {
    if (this.frame.clause === 'from' && this.frame.kind !== 'function') {
      this.frame.expectTable = true
      this.frame.joins = true
    }
    if (this.frame.kind === 'query') this.endItem()
    this.emit(', ')
    if (this.frame.kind === 'query' && this.frame.clause === 'field list') this.frame.itemStart = -2
  }

  /** Begins a clause of the frame that is open. */
  beginClause(clause: Clause): void {
    this.endClause()
    this.frame.clause = clause
    this.frame.expectTable = clause === 'from'
    if (clause === 'field list') this.frame.itemStart = -2
    if (clause === 'from') this.frame.joins = false
    if (clause === 'from') this.frame.rows = []
  }

  private endClause(): void {
    this.endItem()
    if (this.frame.whereOpen) this.emit(')')
    else if (this.frame.joins && this.frame.kind === 'query' && /^(from|on clause)$/.test(this.frame.clause)) {
      this.emit(` WHERE ${this.tick()} `)
      this.frame.joins = false
    }
    this.frame.whereOpen = false
  }

  private startItem(token: Token): void {
    if (this.frame.itemStart !== -2 || /^(DISTINCT|ALL|SQL_\w+|HIGH_PRIORITY|STRAIGHT_JOIN)$/.test(token.value)) return
    this.frame.itemStart = this.pieces.length
    this.frame.itemToken = this.at
  }

  /** Gives the select item that ends here the label that MySQL would. */
  private endItem(): void {
    const { itemStart, itemToken, kind } = this.frame
    this.frame.itemStart = -1
    if (itemStart < 0 || kind !== 'query' || itemToken >= this.at) return
    const item = this.tokens.slice(itemToken, this.at)
    const last = item.at(-1)
    const before = item.at(-2)
    if (!last || last.text === '*') return
    if (before && isAlias(last, before)) return
    const plain = item.every((part, index) => (index % 2 === 0 ? isName(part) : part.text === '.'))
    const single = item.length === 1 && last.kind === 'string'
    const text = plain ? nameOf(last) : single ? last.value : this.sql.slice(item[0]?.start, last.start + last.text.length)
    this.emit(` AS ${quoteName(text)}`)
  }

  private isBare(token: Token): boolean {
    return this.peek()?.text === '(' || expressionWord.test(token.value) || (this.windows && windowWord.test(token.value))
  }

  /** A name in table position: `name` or `database`.`name`. */
  private table(token: Token): void {
    const frame = this.frame
    if (token.value === 'LATERAL' || token.value === 'ONLY' || token.value === 'TABLE' || token.value === 'IGNORE') return
    frame.expectTable = false
    let database = ''
    let name = nameOf(token)
    if (this.peek()?.text === '.' && isName(this.peek(2))) {
      database = name
      name = nameOf(this.tokens[this.at + 2] ?? token)
      this.at += 2
    }
    if (frame.clause === 'from' && this.peek()?.text === '(') throw unsupported(`the table function ${name}`)
    const next = this.peek()
    const aliased = next?.value === 'AS' || (isName(next) && (next.kind === 'quoted' || !notAnAlias.test(next.value)))
    const alias = aliased ? (next?.value === 'AS' ? this.peek(2) : next) : token
    const dependOn = (column: string | null | undefined) => {
      if (column && alias && frame.clause === 'from') frame.rows.push(`${quoteName(aliased ? nameOf(alias) : name)}.${quoteName(column)}`)
    }
    if (!database && this.withNames.has(name.toLowerCase())) {
      if (this.recursive) frame.joins = true
      dependOn(this.withNames.get(name.toLowerCase()))
      return this.emit(` ${quoteName(name)} `)
    }
    if (!database && name.toUpperCase() === 'DUAL') return this.dual()
    if (!database && !this.context.database) throw noDatabase()
    const owner = (database || this.context.database).toLowerCase() === 'information_schema' ? 'information_schema' : database || this.context.database
    const tableName = owner === 'information_schema' ? name.toLowerCase() : name
    this.tables.push({ database: owner, name: tableName, alias: aliased && alias ? nameOf(alias) : name })
    this.emit(` ${quoteName(physicalName(owner, tableName))} `, token.start)
    dependOn(this.context.firstColumn(owner, tableName))
    if (frame.clause === 'from' && !aliased) this.emit(`AS ${quoteName(name)} `, token.start)
  }

  /** SELECT … FROM DUAL has no table. */
  private dual(): void {
    this.emit(' (SELECT 1) ')
  }

  /** A name in an expression: `column`, `table.column` or `database.table.column`. */
  private column(token: Token): void {
    const third = this.peek(3)?.text === '.' && this.peek(1)?.text === '.' && isName(token)
    if (third) {
      this.at += 2
      const table = this.tokens[this.at]
      if (table) this.emit(` ${quoteName(nameOf(table))}`)
      return
    }
    const name = nameOf(token)
    const key = name.toLowerCase()
    if (!this.clauses.has(key)) this.clauses.set(key, this.frame.clause === 'set' ? 'field list' : this.frame.clause)
    this.emit(token.kind === 'quoted' || !this.isBare(token) ? ` ${quoteName(name)} ` : ` ${token.text} `)
  }
}
