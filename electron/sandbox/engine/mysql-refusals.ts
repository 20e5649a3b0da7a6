/** What SQLite would answer though MySQL refuses it, or would answer otherwise: refused here, on tokens. */
import { SqlError, syntaxError, unsupported } from './mysql-errors.ts'
import { closingOf, isName, nameOf, type Token } from './mysql-tokens.ts'
import type { ColumnModel } from './mysql-table.ts'

/** Functions that SQLite has and MySQL has not, or has with another meaning. */
const ownFunctions =
  /^(RANDOM|RANDOMBLOB|ZEROBLOB|TYPEOF|SUBTYPE|TOTAL|TOTAL_CHANGES|CHANGES|LAST_INSERT_ROWID|SQLITE_\w+|LOAD_EXTENSION|PRINTF|STRFTIME|DATETIME|JULIANDAY|UNIXEPOCH|TIMEDIFF|LIKELY|UNLIKELY|LIKELIHOOD|GLOB|MATCH|UNICODE|UNISTR\w*|IIF|STRING_AGG|MEDIAN|PERCENTILE\w*|TRUNC|A?(COS|SIN|TAN)H|JSONB?|JSONB_\w+|JSON_(EACH|TREE|PATCH|PRETTY|GROUP_\w+|ARRAY_LENGTH|ERROR_POSITION)|SANDBOX_TICK|DECIMAL_\w+|STORED_TEMPORAL)$/

export function refuseOwnOfSqlite(sql: string, tokens: readonly Token[]): void {
  tokens.forEach((token, at) => {
    const [before, next] = [tokens[at - 1], tokens[at + 1]]
    if (token.kind !== 'word' || before?.text === '.') return
    if (next?.text === '(' && before?.value !== 'INTO' && ownFunctions.test(token.value)) throw new SqlError(1305, '42000', `FUNCTION ${token.text} does not exist`)
    if (/^(MAX|MIN)$/.test(token.value) && next?.text === '(' && topLevelComma(tokens, at + 1)) throw syntaxError(sql, topLevelComma(tokens, at + 1)?.start ?? 0)
    const after = next?.value === 'NOT' ? tokens[at + 2] : next
    if (token.value === 'IS' && !(after?.kind === 'word' && /^(NULL|TRUE|FALSE|UNKNOWN)$/.test(after.value))) throw syntaxError(sql, after?.start ?? sql.length)
    if (token.value === 'NOT' && before?.kind === 'symbol' && /^([-+*/%&|^=<>]|<=>?|>=|<>|!=|<<|>>)$/.test(before.text)) throw syntaxError(sql, token.start)
    if (/^(LIMIT|OFFSET)$/.test(token.value)) limit(sql, tokens, at)
  })
  assignments(tokens)
}

/** Modes in which the same text means something else: what they would change is refused. */
export function refuseByMode(tokens: readonly Token[], mode: string): void {
  const has = (name: string) => mode.split(',').includes(name)
  tokens.forEach(({ kind, text, value }, at) => {
    if (kind === 'string' && has('ANSI_QUOTES') && text.includes('"') && !text.startsWith("'")) throw unsupported('names in double quotes (ANSI_QUOTES)')
    if (kind === 'string' && has('NO_BACKSLASH_ESCAPES') && text.includes('\\')) throw unsupported('backslashes in strings under NO_BACKSLASH_ESCAPES')
    if (text === '||' && has('PIPES_AS_CONCAT')) throw unsupported('|| under PIPES_AS_CONCAT')
    if (kind === 'word' && value === 'NOT' && has('HIGH_NOT_PRECEDENCE') && !/^(NULL|EXISTS|IN|LIKE|BETWEEN|REGEXP|RLIKE)$/.test(tokens[at + 1]?.value ?? '')) throw unsupported('NOT under HIGH_NOT_PRECEDENCE')
  })
}

function topLevelComma(tokens: readonly Token[], open: number): Token | undefined {
  for (let at = open + 1; at < tokens.length && tokens[at]?.text !== ')'; at += 1) {
    if (tokens[at]?.text === ',') return tokens[at]
    if (tokens[at]?.text === '(') at = closingOf(tokens, at)
  }
  return undefined
}

/** LIMIT takes whole numbers and nothing else; SQLite reads -1 as no limit. */
function limit(sql: string, tokens: readonly Token[], at: number): void {
  for (const place of [at + 1, ...(tokens[at + 2]?.text === ',' ? [at + 3] : [])])
    if (tokens[place]?.kind !== 'number' || !/^\d+$/.test(tokens[place]?.text ?? '')) throw syntaxError(sql, tokens[place]?.start ?? sql.length)
  const end = tokens[tokens[at + 2]?.text === ',' ? at + 4 : at + 2]
  if (end && end.text !== ')' && end.text !== ';' && !(end.kind === 'word' && /^(OFFSET|FOR|LOCK|UNION|EXCEPT|INTERSECT|RETURNING|INTO)$/.test(end.value))) throw syntaxError(sql, end.start)
}

/** MySQL assigns one after the other, so that a later one sees what an earlier one wrote; SQLite all at once. */
function assignments(tokens: readonly Token[]): void {
  const start = tokens[0]?.value === 'UPDATE' ? tokens.findIndex(({ value, kind }) => kind === 'word' && value === 'SET') : tokens.findIndex(({ value }, at) => value === 'UPDATE' && tokens[at - 1]?.value === 'KEY')
  if (start < 0) return
  const written = new Set<string>()
  for (let at = start + 1, current = ''; at < tokens.length && !/^(WHERE|ORDER|LIMIT|RETURNING)$/.test(tokens[at]?.kind === 'word' ? (tokens[at]?.value ?? '') : ''); at += 1) {
    const token = tokens[at]
    if (token?.text === ',' || current === '') {
      const name = tokens.slice(token?.text === ',' ? at + 1 : at).findIndex(({ text }) => text === '=')
      const target = tokens[(token?.text === ',' ? at + 1 : at) + name - 1]
      if (name < 1 || !isName(target)) return
      if (current !== '') written.add(current)
      current = nameOf(target).toLowerCase()
      at = (token?.text === ',' ? at + 1 : at) + name
    } else if (token?.text === '(' && tokens[at + 1]?.value !== 'SELECT') {
      const close = closingOf(tokens, at)
      // VALUES(a) is what was to be inserted.
      if (tokens[at - 1]?.value !== 'VALUES') for (const inner of tokens.slice(at, close)) seen(inner, written)
      at = close
    } else if (token) seen(token, written)
  }
}

function seen(token: Token, written: ReadonlySet<string>): void {
  if (isName(token) && written.has(nameOf(token).toLowerCase())) throw unsupported('an assignment that reads what an earlier one wrote')
}

/** SQLite's names of a row's number, where no column has them. */
export function refuseRowNumbers(tokens: readonly Token[], columns: readonly ColumnModel[]): void {
  const made = tokens.some(({ value }) => value === 'ROWID' && /^(UPDATE|DELETE)$/.test(tokens[0]?.value ?? ''))
  for (const [at, token] of tokens.entries()) {
    const name = isName(token) ? nameOf(token).toLowerCase() : ''
    if (!/^(rowid|oid|_rowid_)$/.test(name) || (made && token.text === 'ROWID') || tokens[at - 1]?.value === 'AS' || columns.some((column) => column.name.toLowerCase() === name)) continue
    if (tokens[at + 1]?.text !== '(') throw new SqlError(1054, '42S22', `Unknown column '${nameOf(token)}' in 'field list'`)
  }
}
