import { lexicalEnd, lexicalKindAt } from '../../../shared/sql/scan.ts'

const LONGEST = 28

/** A short name for what a statement answers: the table it reads, else its first words. */
export function statementLabel(sql: string): string {
  const words = withoutComments(sql).replace(/\s+/g, ' ').trim()
  const table = /^\(*\s*select\b.*?\bfrom\s+(`[^`]+`|[\p{L}\p{N}_$]+)(?:\s*\.\s*(`[^`]+`|[\p{L}\p{N}_$]+))?/iu.exec(words)
  const name = table && (table[2] ?? table[1] ?? '').replaceAll('`', '')
  return shortened(name || words)
}

function shortened(text: string): string {
  const characters = [...text]
  return characters.length <= LONGEST ? text : `${characters.slice(0, LONGEST - 1).join('').trimEnd()}…`
}

/** Only the head is read: a label needs no more of a long statement. */
function withoutComments(sql: string): string {
  const head = sql.slice(0, 4_000)
  let text = ''
  for (let at = 0; at < head.length; ) {
    const kind = lexicalKindAt(head, at)
    const end = kind ? lexicalEnd(head, at, kind) : at + 1
    text += kind === 'comment' || kind === 'lineComment' || kind === 'hint' ? ' ' : head.slice(at, end)
    at = end
  }
  return text
}
