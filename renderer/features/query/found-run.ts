import type { RunUnderWay } from '../../../shared/contract/query.ts'
import { sentText, splitStatements, type SqlStatement } from '../../../shared/sql/split.ts'
import type { Script } from './run-state.ts'

/**
 * The script of a run that a window finds under way when it is loaded: the statement at its place in the tab's text,
 * and what was to follow it there. A text that changed since, and what a button ran, have neither.
 */
export function scriptOfFound({ connectionId, database = '', rowLimit, sql, place }: RunUnderWay, text: string): { script: Script; current: SqlStatement } {
  const statements = place ? splitStatements(text) : []
  const at = statements.findIndex((statement) => statement.start === place?.start && sentText(statement) === sql)
  const current = statements[at] ?? { start: 0, end: sql.length, text: sql, line: 1, codeStart: 0, delimiterEnd: sql.length }
  const rest = at < 0 ? [] : statements.slice(at + 1, at + 1 + (place?.following ?? 0))
  return { current, script: { connectionId, database, rowLimit, origin: at < 0 ? 'action' : 'text', total: rest.length + 1, entries: [], rest } }
}
