/** The sql_mode of a session after a statement, as far as its words tell: asking would take ROW_COUNT() and warnings from the person. */
import { bareName } from './calls.ts'
import { classifyStatement } from './classify.ts'
import { readingsOf } from './sql-mode.ts'
import { assignments } from './statement-words.ts'
import { tokenize, type SqlToken } from './tokens.ts'

/** Undefined where it is not known any more: set to an expression or to DEFAULT, or by a statement that may do anything. */
export function sqlModeAfter(before: string | undefined, sql: string, failed: boolean): string | undefined {
  const { kind, doubt, verb } = classifyStatement(sql, before)
  if (kind === 'unknown' && doubt === undefined) return undefined
  // A routine that is called has a mode of its own, and gives the caller's back.
  if (verb !== 'SET' || !/sql_mode/i.test(sql)) return before
  const { tokens } = tokenize(sql, readingsOf(before)[0])
  if (failed || before === undefined || tokens.some(({ condition }) => condition !== undefined)) return setPlainly(sql, tokens, failed)
  return tokens[1]?.upper === 'STATEMENT' ? before : follow(before, sql, tokens)
}

/** Where little is certain, only the plainest form is believed. */
function setPlainly(sql: string, tokens: readonly SqlToken[], failed: boolean): string | undefined {
  const isPlain = !failed && tokens.every(({ condition, kind }) => condition === undefined && kind !== 'name') && !/[\\"]/.test(sql)
  return isPlain ? follow(undefined, sql, tokens) : undefined
}

function follow(before: string | undefined, sql: string, tokens: readonly SqlToken[]): string | undefined {
  let mode = before
  /** GLOBAL may hold for what follows it, too. */
  let isGlobal = false
  for (const assignment of assignments(tokens)) {
    const at = assignment.findIndex(({ upper }) => upper === '=')
    const target = assignment.slice(0, Math.max(at, 0)).filter(({ upper }) => upper !== ':')
    const scope = target[0]?.upper ?? ''
    const last = target.at(-1)
    if (/^(?:GLOBAL|PERSIST|@@GLOBAL\b|@@PERSIST)/.test(scope)) {
      isGlobal ||= !scope.startsWith('@@')
      continue
    }
    if (!last || !/^(?:@@(?:SESSION\.|LOCAL\.)?)?SQL_MODE$/.test(last.kind === 'systemVariable' ? last.upper : bareName(sql, last))) continue
    const isOwn = !isGlobal || /^(?:SESSION|LOCAL|@@)/.test(scope)
    mode = isOwn ? writtenMode(sql, assignment.slice(at + 1)) : undefined
  }
  return mode
}

/** A string without escapes, or one word; undefined for all else. */
function writtenMode(sql: string, [value, ...more]: readonly SqlToken[]): string | undefined {
  if (!value || more.length > 0) return undefined
  const written = sql.slice(value.start, value.end)
  if (value.kind === 'string') return /^.[\w, ]*.$/.test(written) ? written.slice(1, -1) : undefined
  return value.kind === 'word' && value.upper !== 'DEFAULT' && value.upper !== 'NULL' ? value.upper : undefined
}
