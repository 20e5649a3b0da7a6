/** The significant parts of MySQL text: what is left without blanks, comments and hints. */
import { isBlank, lexicalEnd, lexicalKindAt, type LexicalKind } from './scan.ts'

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
  /** Where the part before it ends; 0 for the first. */
  previousEnd: number
  /** Open round brackets around it; a bracket itself counts as outside. */
  depth: number
  /** From inside an executable comment: what the server must be for it to count; absent for the rest. */
  condition: Condition | undefined
}

/** `/*!50700 …` is for servers of that version and up, 0 for all; `/*M! …` for MariaDB alone. */
export interface Condition {
  version: number
  mariaDbOnly: boolean
}

export interface Tokens {
  /** Of a long text, behind the first FULL_TOKENS: without literals and punctuation, which a load of rows is made of. */
  tokens: SqlToken[]
  /** Where the last part ends, a closing semicolon aside; 0 for none. */
  end: number
  /** False where a string, name or comment does not end, servers disagree on where it ends, or the brackets do not match. */
  wellFormed: boolean
}

export interface Reading {
  /** False for a server with NO_BACKSLASH_ESCAPES in its sql_mode. */
  escapes?: boolean
  /** Ends behind this many parts. */
  most?: number
}

const FULL_TOKENS = 20_000
const literalWords = new Set(['NULL', 'TRUE', 'FALSE', 'DEFAULT'])
const NUMBER = /^(?:\d+(?:e\d*)?|0x[0-9a-f]*|0b[01]*)$/i

/** Reads the whole text. Never throws; an unterminated part ends with the text. */
export function tokenize(sql: string, reading: Reading = {}): Tokens {
  const reader = new Reader(sql, reading)
  reader.read(0, sql.length, undefined)
  return { tokens: reader.tokens, end: reader.end, wellFormed: reader.wellFormed && reader.depth === 0 }
}

class Reader {
  readonly tokens: SqlToken[] = []
  depth = 0
  end = 0
  wellFormed = true
  readonly #sql: string
  readonly #escapes: boolean
  readonly #most: number
  #previousEnd = 0
  #condition: Condition | undefined

  constructor(sql: string, { escapes = true, most = Infinity }: Reading) {
    this.#sql = sql
    this.#escapes = escapes
    this.#most = most
  }

  read(from: number, to: number, condition: Condition | undefined): void {
    const outer = this.#condition
    this.#condition = condition
    let at = from
    while (at < to && this.tokens.length < this.#most) {
      if (this.tokens.length >= FULL_TOKENS) at = this.#skip(at, to)
      if (at < to) at = isBlank(this.#sql.charCodeAt(at)) ? at + 1 : this.#part(at, to)
    }
    this.#condition = outer
  }

  #part(at: number, to: number): number {
    const lexical = lexicalKindAt(this.#sql, at)
    return lexical ? this.#lexical(at, Math.min(lexicalEnd(this.#sql, at, lexical, this.#escapes), to), lexical) : this.#plain(at, to)
  }

  /** Rows of values, which are not kept anyway, at the speed of a loop: answers where something else begins. */
  #skip(from: number, to: number): number {
    const sql = this.#sql
    let at = from
    let end = this.#previousEnd
    for (; at < to; ) {
      const code = sql.charCodeAt(at)
      if (isBlank(code)) {
        at += 1
        continue
      }
      if (code === OPEN) {
        if (this.#opensCall(end)) break
        this.depth += 1
      } else if (code === CLOSE) {
        if (this.depth === 0 || this.#closesCall(end)) break
        this.depth -= 1
      } else if (isDigit(code)) {
        let behind = at + 1
        while (behind < to && isDigit(sql.charCodeAt(behind))) behind += 1
        if (behind < to && isWordCode(sql.charCodeAt(behind))) break
        at = behind - 1
      } else if (code === SINGLE_QUOTE) {
        const behind = lexicalEnd(sql, at, 'string', this.#escapes)
        if (behind >= to) break
        at = behind - 1
      } else if (code !== COMMA && code !== DOT) break
      end = ++at
    }
    if (end > this.#previousEnd) this.#previousEnd = this.end = end
    return at
  }

  #lexical(at: number, end: number, kind: LexicalKind): number {
    const sql = this.#sql
    if (kind === 'string' || kind === 'name') {
      if (end - at < 2 || sql[end - 1] !== sql[at]) this.wellFormed = false
      this.#push(kind, at, end, '')
    } else if (kind === 'executable') {
      const { body, condition } = insideExecutable(sql, at)
      if (!sql.startsWith('*/', end - 2) || end - 2 < body) this.wellFormed = false
      // A server that skips it ends it at the first closing mark, be that within a string; and nesting is read in several ways.
      if (this.#condition || sql.indexOf('*/', at + 2) !== end - 2) this.wellFormed = false
      this.read(body, Math.max(body, end - 2), condition)
    } else if (kind !== 'lineComment' && (end - at < 4 || !sql.startsWith('*/', end - 2))) this.wellFormed = false
    return end
  }

  #plain(at: number, to: number): number {
    const sql = this.#sql
    const code = sql.charCodeAt(at)
    if (code === AT) return this.#variable(at, to)
    if (isWordCode(code)) {
      let end = at + 1
      while (end < to && isWordCode(sql.charCodeAt(end))) end += 1
      const word = sql.slice(at, end)
      if (isDigit(code) && NUMBER.test(word)) this.#push('number', at, end, '')
      // Behind a dot that touches it, even a keyword is a name.
      else if (at > 0 && sql.charCodeAt(at - 1) === DOT && this.#previousEnd === at) this.#push('name', at, end, '')
      else this.#push('word', at, end, word.toUpperCase())
      return end
    }
    const character = sql[at] ?? ''
    if (code === CLOSE) {
      this.depth -= 1
      if (this.depth < 0) {
        this.wellFormed = false
        this.depth = 0
      }
    }
    this.#push('symbol', at, at + 1, character)
    if (code === OPEN) this.depth += 1
    return at + 1
  }

  #variable(at: number, to: number): number {
    const sql = this.#sql
    const system = sql.charCodeAt(at + 1) === AT
    let end = at + (system ? 2 : 1)
    const quoted = lexicalKindAt(sql, end)
    if (quoted === 'string' || quoted === 'name') end = Math.min(lexicalEnd(sql, end, quoted, this.#escapes), to)
    else while (end < to && (isWordCode(sql.charCodeAt(end)) || sql.charCodeAt(end) === DOT)) end += 1
    this.#push(system ? 'systemVariable' : 'variable', at, end, sql.slice(at, end).toUpperCase())
    return end
  }

  /** Whether the bracket stands behind a word, as a function's does. */
  #opensCall(previousEnd: number): boolean {
    const last = this.tokens.at(-1)
    return last?.kind === 'word' && last.end === previousEnd
  }

  /** Whether the bracket stands right behind the one that opened a call, as in LAST_INSERT_ID(). */
  #closesCall(previousEnd: number): boolean {
    const last = this.tokens.at(-1)
    return last?.upper === '(' && last.end === previousEnd
  }

  #push(kind: SqlToken['kind'], start: number, end: number, upper: string): void {
    const previousEnd = this.#previousEnd
    this.#previousEnd = end
    if (upper !== ';') this.end = end
    const ofCall = (upper === '(' && this.#opensCall(previousEnd)) || (upper === ')' && this.#closesCall(previousEnd))
    if (this.tokens.length >= FULL_TOKENS && isFiller(kind, upper) && !ofCall) return
    this.tokens.push({ kind, upper, start, end, previousEnd, depth: this.depth, condition: this.#condition })
  }
}

/** What rows of values are made of, and nothing is decided by. */
const isFiller = (kind: SqlToken['kind'], upper: string): boolean =>
  kind === 'string' || kind === 'number' || (kind === 'symbol' && upper !== ';') || (kind === 'word' && literalWords.has(upper))

const DOT = 46
const AT = 64
const SINGLE_QUOTE = 39
const COMMA = 44
const OPEN = 40
const CLOSE = 41

const isDigit = (code: number): boolean => code >= 48 && code <= 57
/** Plain names take letters, digits, _ and $, and all that is not ASCII. */
const isWordCode = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isDigit(code) || code === 95 || code === 36 || (code >= 0x80 && !isBlank(code))

/** Where its SQL begins, behind the mark (three characters for MySQL's, four for MariaDB's) and a version of five or six digits. */
function insideExecutable(sql: string, at: number): { body: number; condition: Condition } {
  const mariaDbOnly = sql[at + 2] === 'M'
  const body = at + (mariaDbOnly ? 4 : 3)
  const version = /^\d{5,6}/.exec(sql.slice(body, body + 6))?.[0] ?? ''
  return { body: body + version.length, condition: { version: Number(version), mariaDbOnly } }
}
