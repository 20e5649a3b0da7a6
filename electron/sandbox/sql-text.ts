/** Just enough reading of a statement for the sandbox's rules; the engines parse the rest. */

const tokens = /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`(?:[^`]|``)*`|--(?:[ \t][^\n]*|(?=\n|$))|#[^\n]*|\/\*[\s\S]*?\*\//g

/** The statement with strings and quoted names emptied and comments blank, so that keywords can be searched for. */
export const code = (sql: string) =>
  sql.replace(tokens, (token) => {
    const first = token[0] as string
    return first === "'" || first === '"' || first === '`' ? first + first : ' '
  })

/** True for two or more statements in one text; a routine's or trigger's body counts as part of its CREATE. */
export function isBatch(sql: string): boolean {
  const bare = code(sql).trim()
  if (/^CREATE\b[\s\S]*?\b(PROCEDURE|FUNCTION|TRIGGER|EVENT|PACKAGE)\b/i.test(bare) || /^BEGIN\s+NOT\b/i.test(bare)) return false
  return /;\s*[^;\s]/.test(bare)
}
