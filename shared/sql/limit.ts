/** Adds a LIMIT to a query that has none, where that is certain to change nothing but the number of rows. */
import { mayDiffer, readingsOf, type LexicalReading } from './sql-mode.ts'
import { verbOf } from './statement-words.ts'
import { tokenize, type SqlToken } from './tokens.ts'

/**
 * Why a statement was left as it is.
 * - `notQuery`: answers no rows of its own, or is no SELECT: SHOW, EXPLAIN, INSERT.
 * - `limited`: has a LIMIT or FETCH of its own.
 * - `oneRow`: selects from no table.
 * - `elsewhere`: INTO sends the rows elsewhere, PROCEDURE reads them all: a limit would change what is written.
 * - `uncertain`: several statements, executable comments, or text that we do not read with certainty.
 */
export type LimitReason = 'added' | 'notQuery' | 'limited' | 'oneRow' | 'elsewhere' | 'uncertain'

export interface Limited {
  sql: string
  added: boolean
  reason: LimitReason
}

/**
 * Puts `LIMIT n` behind the query, before FOR UPDATE, FOR SHARE and LOCK IN SHARE MODE; comments, hints, spacing and
 * a closing semicolon stay where they are, and no line moves. A LIMIT inside a branch of a UNION or a subquery is
 * not the statement's own. `sqlMode` is the server's @@sql_mode; what its unknown modes would read differently is uncertain.
 */
export function limitStatement(sql: string, limit: number, sqlMode?: string): Limited {
  const [first, ...others] = readingsOf(sqlMode)
  const limited = limitIn(sql, limit, first!)
  // Without a backslash strings end in the same places, and the rest follows from them.
  if (!sql.includes('\\') || limited.reason === 'notQuery') return limited
  const isCertain = others.filter((reading) => mayDiffer(sql, reading)).every((reading) => {
    const other = limitIn(sql, limit, reading)
    // What is not well formed is refused by a server that reads it so.
    return other.reason === 'uncertain' || other.sql === limited.sql
  })
  return isCertain ? limited : { sql, added: false, reason: 'uncertain' }
}

/**
 * Whether a statement runs a query to measure it and answers no rows of it: ANALYZE of MariaDB, EXPLAIN ANALYZE of MySQL.
 * Whatever cuts the rows of queries, such as sql_select_limit, would change what is measured, in silence.
 */
export function isMeasurement(sql: string): boolean {
  const { tokens } = tokenize(sql, undefined, 200)
  const isForOne = tokens[0]?.upper === 'SET' && tokens[1]?.upper === 'STATEMENT'
  const start = isForOne ? tokens.findIndex((token) => token.depth === 0 && isWord('FOR')(token)) + 1 : 0
  const [verb, second] = tokens.slice(start)
  if (!verb || !second) return false
  if (isWord('EXPLAIN', 'DESCRIBE', 'DESC')(verb)) return isWord('ANALYZE')(second)
  return isWord('ANALYZE')(verb) && !isWord('TABLE', 'TABLES', 'LOCAL', 'NO_WRITE_TO_BINLOG')(second)
}

function limitIn(sql: string, limit: number, reading: LexicalReading): Limited {
  const left = (reason: LimitReason): Limited => ({ sql, added: false, reason })
  // A load of rows is not read to its end to learn that it is no query.
  if (/^\s*(?:INSERT|REPLACE|UPDATE|DELETE|LOAD)\b/i.test(sql)) return left('notQuery')
  const { tokens: all, end, wellFormed } = tokenize(sql, reading)
  const tokens = withoutEnd(all)
  const verb = verbOf(tokens)
  if (verb !== 'SELECT' && verb !== 'WITH') return left('notQuery')
  if (!wellFormed || tokens.some((token) => token.condition || token.upper === ';')) return left('uncertain')

  const problem = problemOf(tokens, 0)
  if (problem) return left(problem)
  if (!tokens.some(isWord('FROM', 'TABLE'))) return left('oneRow')
  const lock = startOfLock(levelOf(tokens, 0))
  const behind = lock ? lock.previousEnd : end
  return { sql: `${sql.slice(0, behind)} LIMIT ${limit}${sql.slice(behind)}`, added: true, reason: 'added' }
}

const isWord =
  (...words: string[]) =>
  (token: SqlToken): boolean =>
    token.kind === 'word' && words.includes(token.upper)

/** Closing semicolons are no part of the query. */
function withoutEnd(tokens: readonly SqlToken[]): SqlToken[] {
  let end = tokens.length
  while (end > 0 && tokens[end - 1]?.upper === ';') end -= 1
  return tokens.slice(0, end)
}

const levelOf = (tokens: readonly SqlToken[], depth: number): SqlToken[] => tokens.filter((token) => token.depth === depth)

/** Why nothing may be put behind this query, which stands within so many brackets; undefined where it may. */
function problemOf(tokens: readonly SqlToken[], depth: number): LimitReason | undefined {
  const level = levelOf(tokens, depth)
  const start = level.findIndex((token, at) => mainVerbs(token) || (token.upper === '(' && (at === 0 || level[at - 1]?.upper === ')')))
  const main = level[start]
  if (!main || (main.upper !== 'SELECT' && main.upper !== '(')) return 'notQuery'
  if (hasLimit(level)) return 'limited'
  if (level.some(isWord('INTO', 'PROCEDURE'))) return 'elsewhere'
  const lock = startOfLock(level)
  // Of a branch in the middle, or within brackets: what a LIMIT behind it means differs between servers.
  if (lock && (depth > 0 || level.some((token) => token.start > lock.start && setOperators(token)))) return 'uncertain'
  return main.upper === '(' ? problemOfBracketed(tokens, level.slice(start), depth) : undefined
}

/** `(SELECT …)`, and what may stand behind it: a set operator, whose branches have a LIMIT of their own, or ORDER BY. */
function problemOfBracketed(tokens: readonly SqlToken[], [open, close, next]: readonly SqlToken[], depth: number): LimitReason | undefined {
  if (close?.upper !== ')') return 'uncertain'
  if (next && setOperators(next)) return undefined
  if (next && !isWord('ORDER')(next)) return 'uncertain'
  return problemOf(tokens.slice(tokens.indexOf(open!) + 1, tokens.indexOf(close)), depth + 1)
}

const mainVerbs = isWord('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'VALUES', 'TABLE')
const setOperators = isWord('UNION', 'EXCEPT', 'INTERSECT', 'MINUS')

/** OFFSET is also a plain name; MariaDB takes it without LIMIT, with a number behind it. */
const hasLimit = (tokens: readonly SqlToken[]): boolean =>
  tokens.some((token, at) => isWord('LIMIT', 'FETCH')(token) || (isWord('OFFSET')(token) && tokens[at + 1]?.kind === 'number'))

const startOfLock = (level: readonly SqlToken[]): SqlToken | undefined =>
  level.find((token, at) => {
    const next = level[at + 1]?.upper
    return token.kind === 'word' && ((token.upper === 'FOR' && (next === 'UPDATE' || next === 'SHARE')) || (token.upper === 'LOCK' && next === 'IN'))
  })
