/** Comments that some servers run: which ones, and where their SQL begins. */
import { isWordCode } from './letters.ts'

/** `/*!50700 …` is for servers of that version and up, 0 for all; `/*M! …` for MariaDB alone. */
export interface Condition {
  version: number
  mariaDbOnly: boolean
}

/**
 * Where its SQL begins, behind the mark (three characters for MySQL's, four for MariaDB's) and a version of five or six digits.
 * Not clear where a sixth digit may be the version's or what follows it.
 */
export function insideExecutable(sql: string, at: number): { body: number; condition: Condition; isClear: boolean } {
  const mariaDbOnly = sql[at + 2] === 'M'
  const mark = at + (mariaDbOnly ? 4 : 3)
  const version = /^\d{5,6}/.exec(sql.slice(mark, mark + 6))?.[0] ?? ''
  const body = mark + version.length
  const next = sql.charCodeAt(body)
  return { body, condition: { version: Number(version), mariaDbOnly }, isClear: version.length < 6 || !(isWordCode(next) || sql[body] === '.') }
}
