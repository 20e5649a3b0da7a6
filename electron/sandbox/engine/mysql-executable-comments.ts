/** Comments that MariaDB runs, `/*! … *\/`, `/*!100100 … *\/` and `/*M! … *\/`: their marks go, or the whole comment. */
import { tokenAt } from './mysql-tokens.ts'

const opening = /\/\*(M?)!(\d{5,6})?/y
/** What the embedded engine says it is, as such comments count. */
const ownVersion = 101_119
/** MariaDB passes over what is meant for MySQL from 5.7 on. */
const isMysqlOnly = (version: number): boolean => version >= 50_700 && version <= 99_999

/** The statements as the server reads them. One that is never closed stays, and is then refused. */
export function withoutExecutableComments(sql: string): string {
  if (!/\/\*M?!/.test(sql)) return sql
  const kept: string[] = []
  let depth = 0
  for (let at = 0; at < sql.length; ) {
    opening.lastIndex = at
    const [mark, mariadb, digits] = opening.exec(sql) ?? []
    const version = Number(digits ?? 0)
    if (mark !== undefined && version <= ownVersion && (mariadb === 'M' || !isMysqlOnly(version))) {
      depth += 1
      at += mark.length
    } else if (mark !== undefined) at = endOfSkipped(sql, at)
    else if (depth > 0 && sql.startsWith('*/', at)) {
      depth -= 1
      at += 2
    } else {
      const { text } = tokenAt(sql, at)
      kept.push(text)
      at += text.length
    }
  }
  return depth > 0 ? `${kept.join('')}/*` : kept.join('')
}

/** A comment that is passed over may hold others. */
function endOfSkipped(sql: string, start: number): number {
  const mark = /\/\*|\*\//g
  mark.lastIndex = start
  for (let depth = 0; ; ) {
    const found = mark.exec(sql)
    if (!found) return sql.length
    depth += found[0] === '/*' ? 1 : -1
    if (depth === 0) return mark.lastIndex
  }
}
