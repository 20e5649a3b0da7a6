/** KILL as text. MaxScale's services and the embedded engine carry it out on sessions of their own. */

export type KillScope = 'QUERY' | 'CONNECTION'

export type KillStatement =
  | { scope: KillScope; session: number }
  | { scope: KillScope; user: string }
  /** KILL QUERY ID, by the number of a query. */
  | { scope: 'QUERY'; query: number }

const comments = String.raw`(?:\s+|--[ \t].*\n|#.*\n|\/\*[^!M][\s\S]*?\*\/)*`
const pattern = new RegExp(String.raw`^${comments}KILL\s+(?:(?:HARD|SOFT)\s+)?(?:(CONNECTION|QUERY)\s+)?(?:USER\s+(\S+?)|(ID\s+)?(\d+))\s*;?\s*$`, 'i')

const longest = 1_000

/** Null where the text is anything else, a batch included. */
export function killStatement(sql: string): KillStatement | null {
  if (sql.length > longest) return null
  const [whole, what, user, id, number] = pattern.exec(sql) ?? []
  if (whole === undefined) return null
  const scope = what?.toUpperCase() === 'QUERY' ? 'QUERY' : 'CONNECTION'
  if (user !== undefined) return { scope, user: user.replace(/@[^@]*$/, '').replace(/^(['"`])(.*)\1$/, '$2') }
  if (id !== undefined) return scope === 'QUERY' ? { scope, query: Number(number) } : null
  return { scope, session: Number(number) }
}
