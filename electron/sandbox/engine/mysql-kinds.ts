/** What kind of value an expression has, where SQLite would compare or sort it otherwise than MySQL. */
import { primaryStart } from './mysql-normalise.ts'
import { baseType, isBinary, isDecimal, isInteger, isText, typeArguments, typeWords, type ColumnModel } from './mysql-table.ts'
import { closingOf, isName, nameOf, type Token } from './mysql-tokens.ts'
import { notAFunction } from './mysql-words.ts'

export type Kind =
  /** `computed` where it is no column of that name. */
  | { is: 'decimal'; computed?: true }
  | { is: 'number' | 'unsigned' | 'text' | 'bits' | 'bytes' | 'other' }
  | { is: 'temporal'; base: 'date' | 'datetime'; digits: number }
  | { is: 'words'; words: string[]; set: boolean }

const numberFunction =
  /^(COUNT|LENGTH|CHAR_LENGTH|CHARACTER_LENGTH|OCTET_LENGTH|YEAR|QUARTER|MONTH|WEEK|DAY|DAYOFMONTH|DAYOFWEEK|DAYOFYEAR|WEEKDAY|HOUR|MINUTE|SECOND|EXTRACT|DATEDIFF|TIMESTAMPDIFF|TO_DAYS|UNIX_TIMESTAMP|INSTR|LOCATE|POSITION|ASCII|FIELD|FIND_IN_SET|SIGN|CONNECTION_ID|LAST_INSERT_ID|MYSQL_XOR|MYSQL_BITS)$/
const other: Kind = { is: 'other' }

function kindOfColumn({ type }: ColumnModel): Kind {
  const base = baseType(type)
  if (isDecimal(type)) return { is: 'decimal' }
  if (base === 'date') return { is: 'temporal', base, digits: 0 }
  if (base === 'datetime' || base === 'timestamp') return { is: 'temporal', base: 'datetime', digits: typeArguments(type)[0] ?? 0 }
  if (base === 'enum' || base === 'set') return { is: 'words', words: typeWords(type), set: base === 'set' }
  if (base === 'bigint' && type.includes('unsigned')) return { is: 'unsigned' }
  if (isBinary(type)) return { is: base === 'bit' ? 'bits' : 'bytes' }
  if (isInteger(type)) return { is: 'number' }
  return isText(type) && base !== 'json' ? { is: 'text' } : other
}

/** The end of the value that begins at `start`: a name with its qualifiers, a literal with its sign, a call. */
export function primaryEnd(tokens: readonly Token[], start: number): number {
  let at = start
  while (/^[-+~]$/.test(tokens[at]?.text ?? '')) at += 1
  while (isName(tokens[at]) && tokens[at + 1]?.text === '.') at += 2
  if (tokens[at]?.text === '(') return closingOf(tokens, at) + 1
  if (tokens[at]?.kind === 'word' && tokens[at]?.value === 'CASE') {
    for (let depth = 0; at < tokens.length; at += 1) {
      depth += tokens[at]?.value === 'CASE' ? 1 : tokens[at]?.value === 'END' ? -1 : 0
      if (depth === 0) return at + 1
    }
  }
  return tokens[at + 1]?.text === '(' && tokens[at]?.kind === 'word' && !notAFunction.test(tokens[at]?.value ?? '') ? closingOf(tokens, at + 1) + 1 : at + 1
}

export class Kinds {
  private readonly columns = new Map<string, Kind>()
  private readonly aliases = new Map<string, Kind>()
  private readonly tokens: readonly Token[]

  constructor(tokens: readonly Token[], tables: readonly { alias: string; columns: readonly ColumnModel[] }[]) {
    this.tokens = tokens
    for (const { alias, columns } of tables)
      for (const column of columns) {
        const kind = kindOfColumn(column)
        const name = column.name.toLowerCase()
        this.columns.set(`${alias.toLowerCase()}.${name}`, kind)
        if (!this.columns.has(name)) this.columns.set(name, kind)
      }
    const lists = [...tokens.keys()].filter((at) => tokens[at]?.text === ')' && tokens[at + 1]?.value === 'AS' && tokens[at + 2]?.text === '(' && tokens[at + 3]?.value === 'SELECT')
    for (const close of lists) this.list(close)
    // Twice: a query may name what another one, further on, calls so.
    for (const _ of [1, 2]) tokens.forEach((token, at) => this.alias(token, at))
  }

  /** WITH t (a, b) AS (SELECT …): the names of its columns. */
  private list(close: number): void {
    const end = closingOf(this.tokens, close + 2)
    let open = close
    while (open > 0 && this.tokens[open]?.text !== '(') open -= 1
    for (let at = open + 1, ordinal = 1; at < close; at += 2, ordinal += 1) {
      const [name, source] = [this.tokens[at], selected(this.tokens, end - 1, ordinal)]
      if (name && source) this.name(name, this.of(source, 0, source.length))
    }
  }

  private name({ kind: written, text, value }: Token, kind: Kind): void {
    this.aliases.set((written === 'word' ? text : value).toLowerCase(), kind.is === 'decimal' ? { is: 'decimal', computed: true } : kind)
  }

  private alias(token: Token, at: number): void {
    const named = this.tokens[at - 1]?.value === 'AS'
    if (!((named && token.kind === 'string') || isName(token)) || !(named || (this.tokens[at - 1]?.text === ')' && /^(,|FROM)$/i.test(this.tokens[at + 1]?.text ?? '')))) return
    const end = named ? at - 1 : at
    const start = primaryStart(this.tokens, end - 1)
    if (/^(SELECT|DISTINCT|,)$/i.test(this.tokens[start - 1]?.text ?? '')) this.name(token, this.of(this.tokens, start, end))
  }

  /** The kind of a whole expression; `sorted` where an alias comes before a column of its name. */
  of(tokens: readonly Token[], start: number, end: number, sorted = false): Kind {
    const [first, second] = [tokens[start], tokens[start + 1]]
    if (!first || primaryEnd(tokens, start) !== end) return other
    if (first.text === '(') return compares(tokens, start + 1, end - 1) ? { is: 'number' } : this.of(tokens, start + 1, end - 1)
    if (first.value === 'CASE' && first.kind === 'word') {
      const results = tokens.slice(start, end).flatMap((token, at) => (/^(THEN|ELSE)$/.test(token.value) ? [this.of(tokens, start + at + 1, primaryEnd(tokens, start + at + 1))] : []))
      return results.some(({ is }) => is === 'decimal') ? { is: 'decimal', computed: true } : other
    }
    if (second?.text === '(') return this.ofCall(tokens, start, end)
    if (!isName(first)) return other
    const name = nameOf(tokens[end - 1] ?? first).toLowerCase()
    if (end - start > 1) return this.columns.get(`${nameOf(tokens[end - 3] ?? first).toLowerCase()}.${name}`) ?? this.aliases.get(name) ?? this.columns.get(name) ?? other
    const maps = sorted ? [this.aliases, this.columns] : [this.columns, this.aliases]
    return maps[0]?.get(name) ?? maps[1]?.get(name) ?? other
  }

  private ofCall(tokens: readonly Token[], start: number, end: number): Kind {
    const name = tokens[start]?.value ?? ''
    const argument = () => this.of(tokens, start + 2, primaryEnd(tokens, start + 2))
    if (tokens[end]?.value === 'OVER' && !/^(SUM|AVG|MAX|MIN|FIRST_VALUE|LAST_VALUE|LAG|LEAD)$/.test(name)) return other
    if (numberFunction.test(name)) return { is: 'number' }
    if (/^(SUM|AVG|ROUND|TRUNCATE|STDDEV)$/.test(name)) return { is: 'decimal', computed: true }
    if (/^(DATE|CURDATE|CURRENT_DATE|UTC_DATE|LAST_DAY)$/.test(name)) return { is: 'temporal', base: 'date', digits: 0 }
    if (/^(NOW|SYSDATE|CURRENT_TIMESTAMP|LOCALTIMESTAMP|UTC_TIMESTAMP)$/.test(name)) return { is: 'temporal', base: 'datetime', digits: 0 }
    if (name === 'MYSQL_CAST') {
      const type = tokens[end - 2]?.value.toUpperCase() ?? ''
      if (type.startsWith('DECIMAL')) return { is: 'decimal', computed: true }
      return type.startsWith('DATE') ? { is: 'temporal', base: type === 'DATE' ? 'date' : 'datetime', digits: 0 } : other
    }
    if (/^(MAX|MIN|IFNULL|COALESCE|NULLIF|GREATEST|LEAST|DATE_ADD|DATE_SUB|ADDDATE|SUBDATE|FIRST_VALUE|LAST_VALUE|LAG|LEAD)$/.test(name)) {
      const kind = argument()
      return kind.is === 'words' ? { is: 'text' } : kind
    }
    if (name !== 'IF') return other
    let comma = start + 2
    for (let depth = 0; comma < end && !(depth === 0 && tokens[comma]?.text === ','); comma += 1)
      depth += tokens[comma]?.text === '(' ? 1 : tokens[comma]?.text === ')' ? -1 : 0
    return this.of(tokens, comma + 1, primaryEnd(tokens, comma + 1))
  }
}

/** True for a comparison or what AND, OR and NOT make of some. */
function compares(tokens: readonly Token[], start: number, end: number): boolean {
  if (/^(SELECT|WITH)$/.test(tokens[start]?.value ?? '')) return false
  for (let at = start; at < end; at += 1) {
    const { text = '', value = '', kind } = tokens[at] ?? {}
    if (text === '(') at = closingOf(tokens, at)
    else if (kind === 'word' && value === 'CASE') return false
    else if ((kind === 'word' || kind === 'symbol') && /^(=|<=>|<|>|<=|>=|<>|!=|IS|IN|LIKE|REGEXP|RLIKE|BETWEEN|AND|OR|NOT|&&|\|\|)$/.test(value)) return true
  }
  return false
}

/** The expression of the n-th column of the SELECT that ORDER BY at `at` belongs to; null where it is not plain. */
export function selected(tokens: readonly Token[], at: number, ordinal: number): Token[] | null {
  let back = at
  for (let depth = 0; back >= 0 && !(depth === 0 && tokens[back]?.value === 'SELECT'); back -= 1) depth += tokens[back]?.text === ')' ? 1 : tokens[back]?.text === '(' ? -1 : 0
  let start = back + 1
  while (/^(DISTINCT|ALL)$/.test(tokens[start]?.value ?? '')) start += 1
  for (let count = 1, end = start; end < at; end += 1) {
    const token = tokens[end]
    if (token?.text === '(') end = closingOf(tokens, end)
    else if (token?.text === ',' || token?.value === 'FROM') {
      if (count === ordinal) {
        const valueEnd = primaryEnd(tokens, start)
        const rest = tokens.slice(valueEnd, end)
        return rest.length === 0 || (rest.length <= 2 && isName(rest.at(-1))) ? tokens.slice(start, valueEnd) : null
      }
      if (token.text !== ',') return null
      count += 1
      start = end + 1
    }
  }
  return null
}
