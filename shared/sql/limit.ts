/** Adds a LIMIT to a query that has none, where that is certain to change nothing but the number of rows. */
import { verbOf } from './statement-kind.ts'
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
 * not the statement's own.
 */
export function limitStatement(sql: string, limit: number): Limited {
  const left = (reason: LimitReason): Limited => ({ sql, added: false, reason })
  // A load of rows is not read to its end to learn that it is no query.
  if (/^\s*(?:INSERT|REPLACE|UPDATE|DELETE|LOAD)\b/i.test(sql)) return left('notQuery')
  const { tokens: all, end, wellFormed } = tokenize(sql)
  const tokens = withoutEnd(all)
  const verb = verbOf(tokens)
  if (verb !== 'SELECT' && verb !== 'WITH') return left('notQuery')
  if (!wellFormed || tokens.some((token) => token.condition || token.upper === ';')) return left('uncertain')

  const top = tokens.filter((token) => token.depth === 0)
  if (verb === 'WITH' && !isSelect(top)) return left('notQuery')
  if (hasLimit(top)) return left('limited')
  if (top.some(isWord('INTO', 'PROCEDURE'))) return left('elsewhere')
  if (!tokens.some(isWord('FROM', 'TABLE'))) return left('oneRow')
  const bracketed = tokens[0]?.upper === '(' ? bracketedQuery(tokens, top) : undefined
  if (bracketed) return left(bracketed)

  const lock = top.find((token, at) => startsLock(top, token, at))
  const behind = lock ? lock.previousEnd : end
  return { sql: `${sql.slice(0, behind)} LIMIT ${limit}${sql.slice(behind)}`, added: true, reason: 'added' }
}

const isWord =
  (...words: string[]) =>
  (token: SqlToken): boolean =>
    token.kind === 'word' && words.includes(token.upper)

/** OFFSET is also a plain name; MariaDB takes it without LIMIT, with a number behind it. */
const hasLimit = (tokens: readonly SqlToken[]): boolean =>
  tokens.some((token, at) => isWord('LIMIT', 'FETCH')(token) || (isWord('OFFSET')(token) && tokens[at + 1]?.kind === 'number'))

/** Closing semicolons are no part of the query. */
function withoutEnd(tokens: readonly SqlToken[]): SqlToken[] {
  let end = tokens.length
  while (end > 0 && tokens[end - 1]?.upper === ';') end -= 1
  return tokens.slice(0, end)
}

/** Whether the verb behind the common table expressions is SELECT, or a bracketed query. */
function isSelect(top: readonly SqlToken[]): boolean {
  const main = top.find(isWord('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'VALUES', 'TABLE'))
  return main?.upper === 'SELECT'
}

const setOperators = isWord('UNION', 'EXCEPT', 'INTERSECT', 'MINUS')

/**
 * `(SELECT …)` alone: its inner LIMIT is its own, and what follows deeper brackets differs between servers.
 * `(SELECT …) UNION (SELECT …)` takes a LIMIT at its end. Undefined where a limit may be added.
 */
function bracketedQuery(tokens: readonly SqlToken[], top: readonly SqlToken[]): LimitReason | undefined {
  if (top.some(setOperators)) return undefined
  const inner = tokens.filter((token) => token.depth === 1)
  if (hasLimit(inner)) return 'limited'
  if (inner.some(isWord('INTO', 'PROCEDURE'))) return 'elsewhere'
  return top.length === 2 && isWord('SELECT')(tokens[1]!) && !inner.some((token, at) => startsLock(inner, token, at)) ? undefined : 'uncertain'
}

function startsLock(top: readonly SqlToken[], token: SqlToken, at: number): boolean {
  const next = top[at + 1]?.upper
  if (token.kind !== 'word') return false
  return (token.upper === 'FOR' && (next === 'UPDATE' || next === 'SHARE')) || (token.upper === 'LOCK' && next === 'IN')
}
