import { tokenize } from './tokens.ts'

/** The database that a USE statement chooses; null for every other statement. */
export function usedDatabase(sql: string): string | null {
  const [use, ...parts] = tokenize(sql, undefined, 20).tokens
  if (use?.upper !== 'USE' || use.kind !== 'word' || use.condition) return null
  if (parts.at(-1)?.upper === ';') parts.pop()
  const [first, last] = [parts[0], parts.at(-1)]
  if (!first || !last) return null
  const written = sql.slice(first.start, last.end)
  // A doubled backtick inside a name ends one part and begins the next, without a gap.
  const isQuoted = written.startsWith('`') && parts.every((part, at) => part.kind === 'name' && (at === 0 || part.start === parts[at - 1]?.end))
  if (isQuoted) return written.slice(1, -1).replaceAll('``', '`')
  return parts.length === 1 && first.kind === 'word' ? written : null
}

/**
 * The database of a session after one statement; null where it cannot be told: a USE that is written for one make of
 * server only or does not name its database plainly, a prepared USE, a database that was dropped.
 */
export function databaseAfter(before: string | null, sql: string, failed: boolean): string | null {
  const { tokens } = tokenize(sql, undefined, 20)
  const [first, second] = tokens
  if (tokens.some(({ condition }) => condition !== undefined) || first?.upper === 'EXECUTE') return null
  if (failed) return before
  if (first?.upper === 'USE') return usedDatabase(sql)
  const drops = first?.upper === 'DROP' && (second?.upper === 'DATABASE' || second?.upper === 'SCHEMA')
  return drops ? null : before
}
