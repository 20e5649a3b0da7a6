/** The parts of a statement that may hold a body: words, operands and marks, without blanks and comments. */
import { insideExecutable } from './executable-comment.ts'
import { isDigit, isWordCode } from './letters.ts'
import { numberOrName } from './numbers.ts'
import { isBlank } from './scan.ts'
import { endOf, kindAt, type ScriptReading } from './script-reading.ts'

export interface BodyToken {
  /** `operand`: a string, a number, a quoted name, a variable, or a name behind a dot. */
  kind: 'word' | 'operand' | 'symbol'
  /** A word in capitals, a mark as it is; empty for operands. */
  upper: string
  start: number
  end: number
}

export class BodyTokens {
  /** Where the next part is looked for. */
  at: number
  readonly #text: string
  readonly #reading: ScriptReading
  #ahead: BodyToken | null | undefined

  constructor(text: string, at: number, reading: ScriptReading) {
    this.#text = text
    this.at = at
    this.#reading = reading
  }

  /** Null at the text's end. */
  next(): BodyToken | null {
    const token = this.#ahead === undefined ? this.#read() : this.#ahead
    this.#ahead = undefined
    return token
  }

  peek(): BodyToken | null {
    return (this.#ahead ??= this.#read())
  }

  #read(): BodyToken | null {
    const text = this.#text
    while (this.at < text.length) {
      const start = this.at
      if (isBlank(text.charCodeAt(start))) {
        this.at += 1
        continue
      }
      const kind = kindAt(text, start, this.#reading)
      if (kind === 'string' || kind === 'name') return this.#token('operand', '', start, endOf(text, start, kind, this.#reading))
      if (kind) {
        // Inside what the server runs the words count.
        this.at = kind === 'executable' && this.#reading.comments === 'run' ? insideExecutable(text, start).body : endOf(text, start, kind, this.#reading)
        continue
      }
      if (text.startsWith('*/', start)) {
        this.at += 2
        continue
      }
      return this.#plain(start)
    }
    return null
  }

  #plain(start: number): BodyToken {
    const text = this.#text
    const code = text.charCodeAt(start)
    if (code === AT) return this.#token('operand', '', start, wordEnd(text, start, '@.'))
    const isDotted = start > 0 && text.charCodeAt(start - 1) === DOT
    if (isDigit(code) && !isDotted) return this.#token('operand', '', start, numberOrName(text, start).end)
    const end = wordEnd(text, start)
    if (end === start) return this.#token('symbol', text[start] ?? '', start, start + 1)
    return isDotted ? this.#token('operand', '', start, end) : this.#token('word', text.slice(start, end).toUpperCase(), start, end)
  }

  #token(kind: BodyToken['kind'], upper: string, start: number, end: number): BodyToken {
    this.at = end
    return { kind, upper, start, end }
  }
}

const DOT = 46
const AT = 64

function wordEnd(text: string, at: number, more = ''): number {
  let end = at
  while (isWordCode(text.charCodeAt(end)) || (end < text.length && more.includes(text[end] ?? ''))) end += 1
  return end
}
