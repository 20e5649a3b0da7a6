/** What of a statement only works within one session. */
import { setKind, mayHoldBody } from './statement-kind.ts'
import { verbOf, has } from './statement-words.ts'
import type { SqlToken } from './tokens.ts'

const sessionVerbs = new Set([
  'BEGIN', 'START', 'COMMIT', 'ROLLBACK', 'SAVEPOINT', 'RELEASE', 'SET', 'USE', 'PREPARE', 'EXECUTE', 'DEALLOCATE',
  'HANDLER', 'LOCK', 'UNLOCK', 'XA',
])
const sessionFunctions = new Set(['LAST_INSERT_ID', 'ROW_COUNT', 'FOUND_ROWS', 'GET_LOCK'])

/** As a person would name it: `BEGIN`, `@x`, `LAST_INSERT_ID()`; undefined where it relies on none. */
export function reliesOnSession(sql: string, tokens: readonly SqlToken[]): string | undefined {
  const verb = verbOf(tokens)
  if (verb === 'START') return 'START TRANSACTION'
  if (verb === 'SET' && setKind(tokens) === 'admin') return undefined
  if (sessionVerbs.has(verb) && !(verb === 'BEGIN' && mayHoldBody(tokens))) return verb
  if ((verb === 'CREATE' || verb === 'DROP') && tokens.slice(0, 4).some((token) => token.upper === 'TEMPORARY')) return `${verb} TEMPORARY TABLE`
  if (has(tokens, 'SHOW', 'WARNINGS') || has(tokens, 'SHOW', 'ERRORS')) return `SHOW ${tokens[1]?.upper ?? ''}`
  const call = tokens.find((token, at) => sessionFunctions.has(token.upper) && tokens[at + 1]?.upper === '(' && tokens[at + 2]?.upper === ')')
  if (call) return `${call.upper}()`
  return variableFromElsewhere(sql, tokens)
}

/** A variable that this statement reads without assigning it, or leaves for a later one. */
function variableFromElsewhere(sql: string, tokens: readonly SqlToken[]): string | undefined {
  const isAssigned = (at: number) => tokens[at + 1]?.upper === ':' && tokens[at + 2]?.upper === '='
  const own = new Set(tokens.filter((token, at) => token.kind === 'variable' && isAssigned(at)).map((token) => token.upper))
  const foreign = tokens.find((token) => token.kind === 'variable' && !own.has(token.upper))
  return foreign && sql.slice(foreign.start, foreign.end)
}
