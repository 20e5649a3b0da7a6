/** USE, SET, transactions and the statements that are accepted without effect. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { SqlError, syntaxError, unknownDatabase, unknownVariable, unsupported } from './mysql-errors.ts'
import { nameOf, significant, tokenize, type Token } from './mysql-tokens.ts'
import type { SessionVariables } from './mysql-variables.ts'
import { quoteName, type Catalog } from './sqlite-catalog.ts'

export interface StatementSession {
  readonly db: DatabaseSync
  readonly catalog: Catalog
  readonly variables: SessionVariables
  database: string
  /** `readOnly` where the statement says so. */
  begin(readOnly?: boolean): void
  /** SET TRANSACTION READ ONLY or READ WRITE: of the next transaction alone. */
  nextReadOnly: boolean | null
  commit(): void
  rollback(): void
  evaluate(expression: string): SQLOutputValue
}

/** Runs the statement and answers the affected rows; null where it is none of these. */
export function runSessionStatement(session: StatementSession, sql: string): bigint | null {
  const tokens = significant(tokenize(sql))
  const [first, second] = tokens
  switch (first?.value) {
    case 'USE': {
      const name = second ? nameOf(second) : ''
      if (!name) throw syntaxError(sql, sql.length)
      if (!session.catalog.hasDatabase(name)) throw unknownDatabase(name)
      session.database = name
      return 0n
    }
    case 'SET':
      assign(session, sql, tokens)
      return 0n
    case 'START':
    case 'BEGIN':
      session.begin(accessOf(tokens) ?? undefined)
      return 0n
    case 'COMMIT':
      session.commit()
      return 0n
    case 'SAVEPOINT':
    case 'RELEASE':
    case 'ROLLBACK':
      savepoint(session, tokens)
      return 0n
    case 'DO':
      session.evaluate(sql.slice((first.start ?? 0) + 2))
      return 0n
    case 'FLUSH':
    case 'GRANT':
    case 'REVOKE':
    case 'UNLOCK':
      return 0n
    case 'CALL':
    case 'PREPARE':
    case 'EXECUTE':
    case 'HANDLER':
    case 'LOAD':
    case 'LOCK':
    case 'XA':
    case 'KILL':
    case 'ANALYZE':
    case 'OPTIMIZE':
    case 'CHECK':
      throw unsupported(first.value)
    default:
      return null
  }
}

/** READ ONLY, READ WRITE, or neither. */
function accessOf(tokens: readonly Token[]): boolean | null {
  const read = tokens.findIndex(({ value }, at) => value === 'READ' && /^(ONLY|WRITE)$/.test(tokens[at + 1]?.value ?? ''))
  return read < 0 ? null : tokens[read + 1]?.value === 'ONLY'
}

function savepoint(session: StatementSession, tokens: readonly Token[]): void {
  const named = tokens.findIndex((token) => token.value === 'SAVEPOINT')
  const word = tokens[0]?.value
  const to = word === 'ROLLBACK' && named < 0 ? tokens.findIndex((token) => token.value === 'TO') : named
  const name = tokens[to + 1]
  if (to < 0 || !name) return session.rollback()
  if (word === 'SAVEPOINT' && !session.db.isTransaction) session.begin()
  try {
    session.db.exec(`${word === 'ROLLBACK' ? 'ROLLBACK TO' : (word ?? '')} ${word === 'RELEASE' ? 'SAVEPOINT ' : ''}${quoteName(nameOf(name))}`)
  } catch {
    throw new SqlError(1305, '42000', `SAVEPOINT ${nameOf(name)} does not exist`)
  }
}

/** SET a = 1, @b = 2, SESSION c = 3, NAMES utf8mb4, TRANSACTION …, PASSWORD is not ours. */
function assign(session: StatementSession, sql: string, tokens: readonly Token[]): void {
  if (tokens[1]?.value === 'TRANSACTION') session.nextReadOnly = accessOf(tokens) ?? session.nextReadOnly
  if (/^(NAMES|CHARACTER|CHARSET|TRANSACTION|ROLE)$/.test(tokens[1]?.value ?? '')) return
  let at = 1
  while (at < tokens.length) {
    if (/^(SESSION|GLOBAL|LOCAL)$/.test(tokens[at]?.value ?? '')) {
      const isTransaction = tokens[at + 1]?.value === 'TRANSACTION'
      const access = isTransaction && tokens[at]?.value !== 'GLOBAL' ? accessOf(tokens) : null
      if (access !== null) session.variables.set('tx_read_only', access ? 1n : 0n)
      if (isTransaction) return
      at += 1
    }
    const name = tokens[at]
    const equals = tokens[at + 1]
    if (!name || !equals || (equals.text !== '=' && equals.text !== ':=')) throw syntaxError(sql, (equals ?? name)?.start ?? sql.length)
    let end = at + 2
    for (let depth = 0; end < tokens.length && (depth > 0 || tokens[end]?.text !== ','); end += 1)
      depth += tokens[end]?.text === '(' ? 1 : tokens[end]?.text === ')' ? -1 : 0
    const [from, last] = [tokens[at + 2], tokens[end - 1]]
    if (!from || !last) throw syntaxError(sql, sql.length)
    const text = sql.slice(from.start, last.start + last.text.length)
    const isWord = end - at === 3 && from.kind === 'word' && !/^(NULL|TRUE|FALSE)$/.test(from.value)
    const written = name.kind === 'variable' ? name.text : nameOf(name)
    const isKnown = isWord && from.value === 'DEFAULT' ? session.variables.reset(written) : session.variables.set(written, isWord ? from.text : session.evaluate(text))
    if (!isKnown) throw unknownVariable(name.text)
    if (session.variables.autocommit && /autocommit/i.test(name.text)) session.commit()
    at = end + 1
  }
}
