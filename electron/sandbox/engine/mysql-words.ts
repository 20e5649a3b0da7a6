/** Which words are names and which are not, where MySQL and SQLite differ. */
import { isName, nameOf, type Token } from './mysql-tokens.ts'

export const notAnAlias =
  /^(WHERE|JOIN|INNER|LEFT|RIGHT|CROSS|NATURAL|STRAIGHT_JOIN|ON|USING|GROUP|ORDER|HAVING|LIMIT|UNION|EXCEPT|INTERSECT|SET|VALUES|VALUE|SELECT|FOR|LOCK|FORCE|USE|IGNORE|PARTITION|WINDOW|FULL|INTO|OUTER|WITH|DEFAULT|PROCEDURE|OFFSET|RETURNING)$/

/** Words before a parenthesis that is no call's. */
export const notAFunction =
  /^(IN|VALUES|VALUE|FROM|JOIN|USING|ON|AS|AND|OR|NOT|WHERE|SELECT|BY|EXISTS|ANY|ALL|SOME|UNION|SET|LIKE|THEN|WHEN|ELSE|CASE|XOR|HAVING|INTO|OVER|DISTINCT|BETWEEN|DIV|REGEXP|RLIKE|RETURNING)$/

/** Words that never name a table; where one stands in its place, SQLite is left to refuse it there. */
export const notATable =
  /^(AND|AS|BY|CROSS|FROM|GROUP|HAVING|IN|INNER|INTO|IS|JOIN|LEFT|LIKE|LIMIT|NATURAL|NOT|NULL|ON|OR|ORDER|OUTER|RIGHT|SELECT|SET|UNION|USING|VALUES|WHERE|WITH)$/

/** Words of expressions and clauses; every other word is a name, and quoted, since SQLite has keywords of its own. */
export const expressionWord =
  /^(ALL|AND|ANY|AS|ASC|BETWEEN|BY|CASE|COLLATE|CROSS|DEFAULT|DELETE|DESC|DISTINCT|ELSE|END|ESCAPE|EXISTS|FALSE|FULL|IN|INNER|IS|LEFT|LIKE|NATURAL|NOT|NULL|NULLS|OFFSET|OR|OUTER|OVER|RECURSIVE|REGEXP|RETURNING|RIGHT|SOME|THEN|TRUE|USING|WHEN|WITH)$/
export const windowWord = /^(CURRENT|FIRST|FOLLOWING|LAST|PRECEDING|RANGE|ROW|ROWS|UNBOUNDED)$/

/** True where the last token of a select item is its alias. */
export function isAlias(last: Token, before: Token): boolean {
  if (before.value === 'AS') return true
  if (last.kind !== 'quoted' && last.kind !== 'string' && !(last.kind === 'word' && last.value !== 'END' && last.value !== 'NULL')) return false
  if (before.kind === 'symbol') return before.text === ')'
  return before.kind === 'word' || before.kind === 'quoted'
    ? !/^(AND|OR|NOT|IS|LIKE|DIV|MOD|XOR|BETWEEN|THEN|ELSE|WHEN|CASE|REGEXP|RLIKE|BINARY|IN|COLLATE|DISTINCT|ESCAPE)$/.test(before.value)
    : true
}

/** WITH a AS (…), b (x) AS (…): names that are no tables, and their first column where it is given. */
export function commonTableNames(tokens: readonly Token[]): Map<string, string | null> {
  const names = new Map<string, string | null>()
  if (!tokens.some((token) => token.value === 'WITH')) return names
  tokens.forEach((token, index) => {
    if (!isName(token)) return
    const before = tokens[index - 1]
    const opens = before?.value === 'WITH' || before?.value === 'RECURSIVE' || before?.text === ','
    let next = index + 1
    if (opens && tokens[next]?.text === '(') {
      while (next < tokens.length && tokens[next]?.text !== ')') next += 1
      next += 1
    }
    if (opens && tokens[next]?.value === 'AS' && tokens[next + 1]?.text === '(') {
      const column = tokens[index + 2]
      names.set(nameOf(token).toLowerCase(), next > index + 1 && column ? nameOf(column) : null)
    }
  })
  return names
}
