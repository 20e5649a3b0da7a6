import { jsonRows } from './text-rows.ts'

/** JSON text laid out over lines, its literals as they were written (see `jsonRows`); text that is not JSON as it is. */
export function prettyJson(text: string): string {
  const rows = jsonRows(text, Infinity)
  if (!rows) return text
  return Array.from({ length: rows.count }, (_, at) => rows.row(at)).join('\n')
}
