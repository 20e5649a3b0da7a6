/** `seq.NEXTVAL`, as DRDS and MariaDB's Oracle mode write it: the number is used up. `u.nextval` of a table or its alias is a column. */
import { bareName } from './calls.ts'
import { hasMode } from './sql-mode.ts'
import type { SqlToken } from './tokens.ts'

/** `sqlMode` decides where it is known; where it is not, the tables of the statement do. */
export function drawsFromSequence(sql: string, tokens: readonly SqlToken[], sqlMode?: string): boolean {
  if (sqlMode !== undefined && !hasMode(sqlMode, 'ORACLE')) return false
  const owners = tokens.flatMap((token, at) => {
    const owner = tokens[at - 2]
    const isDraw = tokens[at - 1]?.upper === '.' && token.end - token.start <= 9 && isName(token) && bareName(sql, token) === 'NEXTVAL'
    return isDraw && owner ? [bareName(sql, owner)] : []
  })
  if (owners.length === 0) return false
  if (sqlMode !== undefined) return true
  const tables = tableNames(sql, tokens)
  return owners.some((owner) => !tables.has(owner))
}

/** Tables of all FROM lists and their aliases, in capitals. */
function tableNames(sql: string, tokens: readonly SqlToken[]): ReadonlySet<string> {
  const names = new Set<string>()
  /** One a depth of brackets: how far its query has come, and whether a table is due next. */
  const levels: { place: 'elsewhere' | 'select' | 'from'; isDue: boolean }[] = []
  for (const [at, token] of tokens.entries()) {
    const { upper, depth } = token
    const word = token.kind === 'word' ? upper : ''
    const level = (levels[depth] ??= { place: 'elsewhere', isDue: false })
    if (upper === '(') levels[depth + 1] = { place: level.isDue ? 'from' : 'elsewhere', isDue: level.isDue }
    if (upper === '(' || upper === ')') level.isDue = false
    else if (word === 'SELECT') level.place = 'select'
    // TRIM(x FROM y) has no SELECT.
    else if (word === 'FROM' && level.place === 'select') levels[depth] = { place: 'from', isDue: true }
    else if (endsList.has(word)) level.place = 'elsewhere'
    else if (level.place === 'from' && (upper === ',' || word.endsWith('JOIN'))) level.isDue = true
    else if (level.place === 'from' && isName(token) && tokens[at + 1]?.upper !== '.') {
      const before = tokens[at - 1]
      // `t u`, `t AS u` and `(SELECT …) u` as well; a column would follow an operator.
      if (level.isDue || before?.upper === ')' || (before && isName(before))) names.add(bareName(sql, token))
      level.isDue = false
    }
  }
  names.delete('DUAL')
  return names
}

const isName = ({ kind }: SqlToken): boolean => kind === 'word' || kind === 'name'

const endsList = new Set(['WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'WINDOW', 'UNION', 'EXCEPT', 'INTERSECT', 'MINUS', 'PROCEDURE', 'INTO', 'LOCK'])
