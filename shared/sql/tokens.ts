/** The significant parts of MySQL text: what is left without blanks, comments and hints. */
import { insideExecutable, type Condition } from './executable-comment.ts'
import { asciiUpper, FOREIGN_BLANK, isDigit, isWordCode } from './letters.ts'
import { numberOrName, plainNumberEnd } from './numbers.ts'
import { isBlank, isClosed, lexicalEnd, lexicalKindAt, type LexicalKind } from './scan.ts'
import { defaultReading, type LexicalReading } from './sql-mode.ts'

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

export interface Tokens {
  /** Of a long text, behind the first FULL_TOKENS: without literals and punctuation, which a load of rows is made of. */
  tokens: SqlToken[]
  /** Where the last part ends, a closing semicolon aside; 0 for none. */
  end: number
  /** Round brackets that are open at its end. */
  depth: number
  /** False where a string, name or comment does not end, the brackets do not match, or it is `ambiguous`. */
  wellFormed: boolean
  /** A string, name or comment does not end: a server refuses the statement that the text ends in. */
  unterminated: boolean
  /** Servers disagree on it: where an executable comment ends, and whether NBSP or a control character is a blank. */
  ambiguous: boolean
}

const FULL_TOKENS = 20_000
const literalWords = new Set(['NULL', 'TRUE', 'FALSE', 'DEFAULT'])

/** Reads the whole text, or its first `most` parts. Never throws; an unterminated part ends with the text. */
export function tokenize(sql: string, reading: LexicalReading = defaultReading, most = Infinity): Tokens {
  const reader = new Reader(sql, reading)
  reader.read(most)
  const { tokens, end, depth, unterminated, ambiguous } = reader
  return { tokens, end, depth, wellFormed: !unterminated && !ambiguous && !reader.unbalanced && depth === 0, unterminated, ambiguous }
}

class Reader {
  readonly tokens: SqlToken[] = []
  depth = 0
  end = 0
  unterminated = false
  ambiguous = false
  unbalanced = false
  readonly #sql: string
  readonly #reading: LexicalReading
  #previousEnd = 0
  /** Of the executable comments that are open, the innermost last. */
  readonly #conditions: Condition[] = []
  /** The first closing mark behind the outermost of them. */
  #firstClose = -1
  /** Of the brackets that were kept so many are open still: what closes them is kept, too. */
  #keptDepth = Infinity
  /** What stands before; undefined behind rows that were skipped. */
  #last: SqlToken['kind'] | 'dot' | 'semicolon' | undefined

  constructor(sql: string, reading: LexicalReading) {
    this.#sql = sql
    this.#reading = reading
  }

  read(most: number): void {
    const sql = this.#sql
    let at = 0
    while (at < sql.length && this.tokens.length < most) {
      if (this.tokens.length >= FULL_TOKENS) {
        this.#keptDepth = Math.min(this.#keptDepth, this.depth)
        at = this.#skip(at)
      }
      if (at >= sql.length) break
      const code = sql.charCodeAt(at)
      if (isBlank(code)) {
        if (code > SPACE) this.ambiguous = true
        at += 1
      } else at = this.#part(at)
    }
    if (this.#conditions.length > 0) this.unterminated = true
  }

  #part(at: number): number {
    const kind = lexicalKindAt(this.#sql, at, this.#reading)
    if (kind === 'executable') return this.#opensExecutable(at)
    return kind ? this.#lexical(at, lexicalEnd(this.#sql, at, kind, this.#reading), kind) : this.#plain(at)
  }

  /** Rows of values, which are not kept anyway, at the speed of a loop: answers where something else begins. */
  #skip(from: number): number {
    const sql = this.#sql
    let at = from
    let end = this.#previousEnd
    for (; at < sql.length; ) {
      const code = sql.charCodeAt(at)
      if (code === SPACE || (code >= 9 && code <= 13)) {
        at += 1
        continue
      }
      if (code === OPEN) {
        if (this.#opensCall(end)) break
        this.depth += 1
      } else if (code === CLOSE) {
        if (this.depth <= this.#keptDepth || this.#closesCall(end)) break
        this.depth -= 1
      } else if (isDigit(code)) {
        const behind = plainNumberEnd(sql, at)
        if (behind === at) break
        at = behind - 1
      } else if (code === SINGLE_QUOTE) {
        const behind = lexicalEnd(sql, at, 'string', this.#reading)
        if (behind >= sql.length) break
        at = behind - 1
      } else if (code !== COMMA) break
      end = ++at
    }
    if (end > this.#previousEnd) {
      this.#previousEnd = this.end = end
      this.#last = undefined
    }
    return at
  }

  #lexical(at: number, end: number, kind: Exclude<LexicalKind, 'executable'>): number {
    const sql = this.#sql
    if (kind === 'string' || kind === 'name') {
      if (!isClosed(sql, at, end, kind === 'string' && this.#reading.escapes)) this.unterminated = true
      // A doubled quote within a name.
      const last = kind === 'name' ? this.tokens.at(-1) : undefined
      if (last?.kind === 'name' && last.end === at && sql[last.start] === sql[at]) this.#previousEnd = this.end = last.end = end
      else this.#push(kind, at, end, '')
    } else if (kind !== 'lineComment' && (end - at < 4 || !sql.startsWith('*/', end - 2))) this.unterminated = true
    return end
  }

  /** What is inside is read like the rest, up to the mark that closes it. */
  #opensExecutable(at: number): number {
    const { body, condition, isClear } = insideExecutable(this.#sql, at)
    // Nesting is read in several ways.
    if (this.#conditions.length > 0 || !isClear) this.ambiguous = true
    else this.#firstClose = this.#sql.indexOf('*/', at + 2)
    this.#conditions.push(condition)
    return body
  }

  #closesExecutable(at: number): number {
    this.#conditions.pop()
    // A server that skips it ends it at the first closing mark, be that within a string.
    if (this.#conditions.length === 0 && this.#firstClose !== at) this.ambiguous = true
    return at + 2
  }

  #plain(at: number): number {
    const sql = this.#sql
    const code = sql.charCodeAt(at)
    if (code === AT) return this.#variable(at)
    if (isDigit(code) && !this.#isBehindDot(at)) return this.#number(at)
    if (isWordCode(code)) return this.#word(at)
    if (code === DOT && isDigit(sql.charCodeAt(at + 1)) && !this.#isBehindName(at)) return this.#number(at)
    if (code === STAR && this.#conditions.length > 0 && sql.charCodeAt(at + 1) === SLASH) return this.#closesExecutable(at)
    // NULL; a server takes the letter alone, whatever follows it.
    if (code === BACKSLASH && sql[at + 1] === 'N') {
      this.#push('word', at, at + 2, 'NULL')
      return at + 2
    }
    if (code < SPACE || code === DELETE) this.ambiguous = true
    const character = sql[at] ?? ''
    if (code === CLOSE) {
      this.depth -= 1
      if (this.depth < 0) {
        this.unbalanced = true
        this.depth = 0
      }
    }
    this.#push('symbol', at, at + 1, character)
    if (code === OPEN) this.depth += 1
    return at + 1
  }

  #number(at: number): number {
    const { end, kind } = numberOrName(this.#sql, at)
    if (kind === 'name') return this.#word(at)
    // Older MySQL swallows the digits of 1.e and goes on.
    if (kind === 'broken') this.ambiguous = true
    this.#push('number', at, end, '')
    return end
  }

  #word(at: number): number {
    const sql = this.#sql
    let end = at
    let highest = 0
    for (let code = sql.charCodeAt(end); isWordCode(code); code = sql.charCodeAt(++end)) if (code > highest) highest = code
    const word = sql.slice(at, end)
    if (highest > 0x7f && FOREIGN_BLANK.test(word)) this.ambiguous = true
    // Behind a dot that touches it, even a keyword is a name.
    if (this.#isBehindDot(at)) this.#push('name', at, end, '')
    else this.#push('word', at, end, highest > 0x7f ? asciiUpper(word) : word.toUpperCase())
    return end
  }

  #isBehindDot = (at: number): boolean => this.#last === 'dot' && this.#previousEnd === at

  /** `t.1` is a column; what stands behind anything but a plain name is a number. */
  #isBehindName = (at: number): boolean => (this.#last === 'word' || this.#last === 'name') && this.#previousEnd === at

  #variable(at: number): number {
    const sql = this.#sql
    const system = sql.charCodeAt(at + 1) === AT
    let end = at + (system ? 2 : 1)
    const quoted = lexicalKindAt(sql, end, this.#reading)
    if (quoted === 'string' || quoted === 'name') {
      const start = end
      end = lexicalEnd(sql, end, quoted, this.#reading)
      if (!isClosed(sql, start, end, quoted === 'string' && this.#reading.escapes)) this.unterminated = true
    } else while (isWordCode(sql.charCodeAt(end)) || sql.charCodeAt(end) === DOT) end += 1
    this.#push(system ? 'systemVariable' : 'variable', at, end, asciiUpper(sql.slice(at, end)))
    return end
  }

  /** Whether the bracket stands behind a name, as a function's does. */
  #opensCall(previousEnd: number): boolean {
    const last = this.tokens.at(-1)
    return (last?.kind === 'word' || last?.kind === 'name') && last.end === previousEnd
  }

  /** Whether the bracket stands right behind the one that opened a call, as in LAST_INSERT_ID(). */
  #closesCall(previousEnd: number): boolean {
    const last = this.tokens.at(-1)
    return last?.upper === '(' && last.end === previousEnd
  }

  #push(kind: SqlToken['kind'], start: number, end: number, upper: string): void {
    const previousEnd = this.#previousEnd
    this.#previousEnd = end
    const isNext = this.#last === 'semicolon'
    this.#last = upper === '.' ? 'dot' : upper === ';' ? 'semicolon' : kind
    if (upper !== ';') this.end = end
    // Semicolons in a row end one statement, where every server reads both.
    else if (isNext && this.tokens.at(-1)?.condition === this.#conditions.at(-1)) return
    // A name is known to stand behind a dot that touches it.
    if (upper === '.' && this.tokens.length >= FULL_TOKENS && !isBlank(this.#sql.charCodeAt(end)) && this.#sql[end] !== '/') return
    if (this.tokens.length >= FULL_TOKENS && isFiller(kind, upper)) {
      const ofCall = (upper === '(' && this.#opensCall(previousEnd)) || (upper === ')' && this.#closesCall(previousEnd))
      if (!ofCall && !(upper === ')' && this.depth < this.#keptDepth)) return
    }
    this.tokens.push({ kind, upper, start, end, previousEnd, depth: this.depth, condition: this.#conditions.at(-1) })
  }
}

/** What rows of values are made of, and nothing is decided by. */
const isFiller = (kind: SqlToken['kind'], upper: string): boolean =>
  kind === 'string' || kind === 'number' || (kind === 'symbol' && upper !== ';' && upper !== '.') || (kind === 'word' && literalWords.has(upper))

const SPACE = 32
const SINGLE_QUOTE = 39
const OPEN = 40
const CLOSE = 41
const STAR = 42
const COMMA = 44
const DOT = 46
const SLASH = 47
const AT = 64
const BACKSLASH = 92
const DELETE = 127
