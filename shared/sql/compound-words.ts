/** Words and marks that tell where bodies begin and end (compound.ts). */

/** Whether what begins at `at` is worth a closer look. In front of its words may stand hints, executable comments and labels. */
export function mayOpenBody(text: string, at: number): boolean {
  opening.lastIndex = at
  return opening.test(text) || beginsLabel(text, at)
}
const opening = /(?:ALTER|BEGIN|CASE|CREATE|DECLARE|FOR|IF|LOOP|REPEAT|SET|WHILE)(?![\p{L}\p{N}_$])|\/[*!]|<</iuy

/** `name:`, and not `name :=`. */
export function beginsLabel(text: string, at: number): boolean {
  label.lastIndex = at
  return label.test(text)
}
const label = /(?:[\p{L}\p{N}_$]+|`(?:[^`]|``)+`)\s*:(?!=)/uy

/** Behind BEGIN they make it the start of a transaction; as does nothing at all. */
export const transactionWords = new Set(['WORK', 'TRANSACTION', 'TRAN', 'DEFERRED', 'IMMEDIATE', 'EXCLUSIVE'])
/** Behind these END is a column's name. */
export const wantOperand = new Set(
  'AND BETWEEN BINARY BY CASE COLLATE DISTINCT DIV ELSE FROM HAVING IF IN INTERVAL IS LIKE MOD NOT ON OR REGEXP RLIKE SELECT THEN UNTIL WHEN WHERE WHILE XOR'.split(' '),
)

/** Behind the body that MySQL takes between `$$` or `$tag$`, in another language; -1 where there is none. */
export function dollarQuotedEnd(text: string, behind: number): number {
  const from = text.indexOf('$', behind)
  const mark = /^\$\w*\$/.exec(text.slice(from, from + 70))?.[0]
  if (!mark) return -1
  const end = text.indexOf(mark, from + mark.length)
  return end < 0 ? text.length : end + mark.length
}
