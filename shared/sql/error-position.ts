import type { SqlPosition } from '../model/statement-result.ts'

/**
 * Where a server's message says the error stands: MySQL and MariaDB end with "at line N", DRDS's parser says
 * "line N, column M". Only a hint for the editor, never a reason for anything: undefined where the line is not one of
 * the statement's.
 */
export function errorPosition(message: string, sql: string): SqlPosition | undefined {
  const drds = /\bline (\d+), column (\d+)/.exec(message)
  const line = Number(drds?.[1] ?? /\bat line (\d+)\s*$/.exec(message)?.[1] ?? 0)
  if (line < 1 || line > sql.split('\n').length) return undefined
  return drds ? { line, column: Number(drds[2]) } : { line }
}
