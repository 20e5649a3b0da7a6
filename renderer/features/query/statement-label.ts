import { tokenize, type SqlToken } from '../../../shared/sql/tokens.ts'

const LONGEST = 28
/** A label needs no more of a long statement than its head. */
const HEAD = 4_000

/** A short name for what a statement answers: the table it reads, else its first words. */
export function statementLabel(sql: string): string {
  const head = sql.slice(0, HEAD)
  const { tokens } = tokenize(head)
  return shortened(tableOf(head, tokens) ?? wordsOf(head, tokens))
}

function tableOf(sql: string, tokens: readonly SqlToken[]): string | undefined {
  const verb = tokens.find((token) => token.upper !== '(')
  if (verb?.upper !== 'SELECT') return undefined
  const from = tokens.findIndex((token) => token.kind === 'word' && token.upper === 'FROM' && token.depth === verb.depth)
  const [first, dot, second] = from < 0 ? [] : tokens.slice(from + 1, from + 4)
  const name = dot?.upper === '.' && second ? second : first
  if (!name || (name.kind !== 'word' && name.kind !== 'name')) return undefined
  return sql.slice(name.start, name.end).replaceAll('`', '')
}

/** The text without comments, one blank where there were blanks or comments. */
function wordsOf(sql: string, tokens: readonly SqlToken[]): string {
  let text = ''
  let end = 0
  for (const token of tokens) {
    text += (text !== '' && token.start > end ? ' ' : '') + sql.slice(token.start, token.end)
    end = token.end
  }
  return text.replace(/\s+/g, ' ')
}

function shortened(text: string): string {
  const characters = [...text]
  return characters.length <= LONGEST ? text : `${characters.slice(0, LONGEST - 1).join('').trimEnd()}…`
}
