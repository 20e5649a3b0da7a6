/** The significant parts of MySQL text: what is left without blanks, comments and hints. */
import { isBlank, lexicalEnd, lexicalKindAt } from './scan.ts'

export interface SqlToken {
  /**
   * - `word`: a keyword or plain name, `upper` holds it in capitals; a word behind a dot is a `name`, never a keyword.
   * - `variable`: @x; `systemVariable`: @@x.
   */
  kind: 'word' | 'name' | 'string' | 'number' | 'variable' | 'systemVariable' | 'symbol'
  /** For words, symbols and variables, in capitals; empty for the rest. */
  upper: string
  start: number
  end: number
  /** Open round brackets around it; a bracket itself counts as outside. */
  depth: number
  /** From inside an executable comment: the server's version decides whether it counts. */
  conditional: boolean
}

export interface Tokens {
  tokens: SqlToken[]
  /** False where a string, name or comment does not end, or the brackets do not match. */
  wellFormed: boolean
}

const WORD = /[\p{L}\p{N}_$]/u

/** Reads the whole text. Never throws; an unterminated part ends with the text. */
export function tokenize(sql: string): Tokens {
  const tokens: SqlToken[] = []
  const state = { depth: 0, wellFormed: true }
  read(sql, 0, sql.length, false, tokens, state)
  return { tokens, wellFormed: state.wellFormed && state.depth === 0 }
}

interface State {
  depth: number
  wellFormed: boolean
}

function read(sql: string, from: number, to: number, conditional: boolean, tokens: SqlToken[], state: State): void {
  const push = (kind: SqlToken['kind'], start: number, end: number, upper = '') =>
    tokens.push({ kind, upper, start, end, depth: state.depth, conditional })
  let at = from
  while (at < to) {
    if (isBlank(sql.charCodeAt(at))) {
      at += 1
      continue
    }
    const lexical = lexicalKindAt(sql, at)
    if (lexical) {
      const end = Math.min(lexicalEnd(sql, at, lexical), to)
      if (lexical === 'executable') {
        const body = insideExecutable(sql, at)
        if (!sql.startsWith('*/', end - 2) || end - 2 < body) state.wellFormed = false
        read(sql, body, Math.max(body, end - 2), true, tokens, state)
      } else if (lexical === 'string' || lexical === 'name') {
        if (end - at < 2 || sql[end - 1] !== sql[at]) state.wellFormed = false
        push(lexical, at, end)
      } else if (lexical !== 'lineComment' && (end - at < 4 || !sql.startsWith('*/', end - 2))) state.wellFormed = false
      at = end
      continue
    }
    at = readPlain(sql, at, to, tokens, state, push)
  }
}

function readPlain(
  sql: string,
  at: number,
  to: number,
  tokens: readonly SqlToken[],
  state: State,
  push: (kind: SqlToken['kind'], start: number, end: number, upper?: string) => void,
): number {
  const character = sql[at] ?? ''
  if (character === '@') {
    const system = sql[at + 1] === '@'
    let end = at + (system ? 2 : 1)
    const quoted = lexicalKindAt(sql, end)
    if (quoted === 'string' || quoted === 'name') end = Math.min(lexicalEnd(sql, end, quoted), to)
    else while (end < to && (WORD.test(sql[end] ?? '') || sql[end] === '.')) end += 1
    push(system ? 'systemVariable' : 'variable', at, end, sql.slice(at, end).toUpperCase())
    return end
  }
  if (WORD.test(character) || isHighSurrogate(sql, at)) {
    let end = at
    while (end < to && (WORD.test(sql[end] ?? '') || isHighSurrogate(sql, end))) end += isHighSurrogate(sql, end) ? 2 : 1
    const word = sql.slice(at, end)
    const before = tokens.at(-1)
    const qualified = before?.upper === '.' && before.end === at
    if (/^\d/.test(word) && /^(?:\d+(?:e\d*)?|0x[0-9a-f]*|0b[01]*)$/i.test(word)) push('number', at, end)
    else if (qualified) push('name', at, end)
    else push('word', at, end, word.toUpperCase())
    return end
  }
  if (character === ')') {
    state.depth -= 1
    if (state.depth < 0) {
      state.wellFormed = false
      state.depth = 0
    }
  }
  push('symbol', at, at + 1, character)
  if (character === '(') state.depth += 1
  return at + 1
}

/** Names may hold characters outside the BMP; each is two code units. */
const isHighSurrogate = (sql: string, at: number): boolean => {
  const code = sql.charCodeAt(at)
  return code >= 0xd800 && code <= 0xdbff
}

/** Behind the mark and its version: three characters for the MySQL mark, four for MariaDB's, then up to six digits. */
function insideExecutable(sql: string, at: number): number {
  let body = at + (sql[at + 2] === 'M' ? 4 : 3)
  const digits = /^\d{5,6}/.exec(sql.slice(body, body + 6))
  if (digits) body += digits[0].length
  return body
}
