import type { SqlPosition } from '../model/statement-result.ts'

/**
 * Where a server's message says the error stands: MySQL and MariaDB end with "at line N", DRDS's parser says
 * "line N, column M". Only a hint for the editor, never a reason for anything: undefined where the line is not one of
 * the statement's.
 */
export function errorPosition(message: string, sql: string): SqlPosition | undefined {
  const drds = /\bline (\d+), column (\d+)/.exec(message)
  const line = Number(drds?.[1] ?? /\bat line (\d+)\s*$/.exec(message)?.[1] ?? 0)
  if (line < 1 || !hasLine(sql, line)) return undefined
  return drds ? { line, column: Number(drds[2]) } : { line }
}

/** Without splitting the statement, which may be a load of rows. */
function hasLine(sql: string, line: number): boolean {
  let at = -1
  for (let found = 1; found < line; found += 1) {
    at = sql.indexOf('\n', at + 1)
    if (at < 0) return false
  }
  return true
}
