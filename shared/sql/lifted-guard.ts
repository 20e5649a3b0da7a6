/** Statements that change only the session, and with it what keeps a read-only one from writing. */
import { bareName } from './calls.ts'
import { has, verbOf } from './statement-words.ts'
import type { SqlToken } from './tokens.ts'

/** Whether the session could write again, or the server would read later texts in other places than we do. */
export function liftsGuard(sql: string, tokens: readonly SqlToken[]): boolean {
  const verb = verbOf(tokens)
  if (verb !== 'SET' && verb !== 'START') return false
  return has(tokens, 'READ', 'WRITE') || (verb === 'SET' && tokens.some((token, at) => isReadOnlyVariable(sql, token) || setsOddCharset(sql, tokens, at)))
}

/** tx_read_only and transaction_read_only, in every spelling. */
const isReadOnlyVariable = (sql: string, { kind, start, end }: SqlToken): boolean =>
  (kind === 'word' || kind === 'name' || kind === 'systemVariable') && /(?:tx|transaction)_read_only/i.test(sql.slice(start, end))

/** In gbk, big5 and sjis a backslash or a backquote is the second half of a letter: strings end elsewhere. Tried on MariaDB. */
function setsOddCharset(sql: string, tokens: readonly SqlToken[], at: number): boolean {
  const value = charsetAt(sql, tokens, at)
  if (value === undefined) return false
  const name = value.kind === 'string' ? sql.slice(value.start + 1, value.end - 1).toUpperCase() : bareName(sql, value)
  return !plainCharsets.has(name)
}

/** The character set that is chosen at `at`: NAMES x, CHARACTER SET x, CHARSET x, character_set_client = x. */
function charsetAt(sql: string, tokens: readonly SqlToken[], at: number): SqlToken | undefined {
  const token = tokens[at]!
  if (token.kind === 'word' && (token.upper === 'NAMES' || token.upper === 'CHARSET')) return tokens[at + 1]
  if (token.kind === 'word' && token.upper === 'CHARACTER' && tokens[at + 1]?.upper === 'SET') return tokens[at + 2]
  const isClient = token.kind !== 'string' && token.kind !== 'variable' && /character_set_client`?$/i.test(sql.slice(token.start, token.end))
  if (!isClient) return undefined
  return tokens[at + 1]?.upper === ':' ? tokens[at + 3] : tokens[at + 2]
}

const plainCharsets = new Set([
  'DEFAULT', 'UTF8', 'UTF8MB3', 'UTF8MB4', 'ASCII', 'BINARY', 'LATIN1', 'LATIN2', 'LATIN5', 'LATIN7', 'CP850', 'CP852', 'CP866', 'CP1250', 'CP1251',
  'CP1256', 'CP1257', 'KOI8R', 'KOI8U', 'GREEK', 'HEBREW', 'TIS620', 'GB2312', 'EUCKR', 'UJIS', 'EUCJPMS',
])
