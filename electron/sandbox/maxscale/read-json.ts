/** Reads a request's JSON as MaxScale's parser (jansson) does, with its very complaints. */

/** A number is an integer of 64 bits or a real; they are told apart. */
export type Body = null | boolean | string | number | bigint | Body[] | { [key: string]: Body }

/** What is wrong with the text, in the parser's words. */
export class BadJson extends Error {}

interface Lexeme {
  kind: 'punctuation' | 'string' | 'number' | 'word' | 'invalid' | 'end'
  /** As written; what a complaint quotes. */
  text: string
  value: Body
}

const maxQuoted = 20
const int64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n }
const escaped: Record<string, string> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** Throws BadJson. */
export function readJson(bytes: Uint8Array): { [key: string]: Body } | Body[] {
  return new Reader(bytes).document()
}

class Reader {
  private readonly text: string
  private at = 0
  private now: Lexeme = { kind: 'end', text: '', value: null }

  constructor(bytes: Uint8Array) {
    // One character a byte, so that a broken byte can be named; strings are decoded when they are whole.
    this.text = Buffer.from(bytes).toString('latin1')
  }

  document(): { [key: string]: Body } | Body[] {
    this.advance()
    if (!this.isAt('[') && !this.isAt('{')) throw this.complaint("'[' or '{' expected")
    const value = this.value()
    this.advance()
    if (this.now.kind !== 'end') throw this.complaint('end of file expected')
    if (typeof value !== 'object' || value === null) throw this.complaint('unexpected token')
    return value
  }

  private value(): Body {
    const { kind, text, value } = this.now
    if (kind === 'punctuation' && text === '{') return this.object()
    if (kind === 'punctuation' && text === '[') return this.array()
    if (kind === 'string' || kind === 'number' || kind === 'word') return value
    throw this.complaint(kind === 'invalid' ? 'invalid token' : 'unexpected token')
  }

  private object(): { [key: string]: Body } {
    const object: { [key: string]: Body } = Object.create(null)
    this.advance()
    if (this.isAt('}')) return object
    for (;;) {
      if (this.now.kind !== 'string') throw this.complaint("string or '}' expected")
      const key = String(this.now.value)
      this.advance()
      if (!this.isAt(':')) throw this.complaint("':' expected")
      this.advance()
      object[key] = this.value()
      this.advance()
      if (!this.isAt(',')) break
      this.advance()
    }
    if (!this.isAt('}')) throw this.complaint("'}' expected")
    return object
  }

  private array(): Body[] {
    const array: Body[] = []
    this.advance()
    if (this.isAt(']')) return array
    for (;;) {
      array.push(this.value())
      this.advance()
      if (!this.isAt(',')) break
      this.advance()
    }
    if (!this.isAt(']')) throw this.complaint("']' expected")
    return array
  }

  private isAt(mark: string): boolean {
    return this.now.kind === 'punctuation' && this.now.text === mark
  }

  private complaint(words: string): BadJson {
    const { kind, text } = this.now
    if (kind === 'end') return new BadJson(`${words} near end of file`)
    return near(words, text)
  }

  private advance(): void {
    while (/[ \t\n\r]/.test(this.text.charAt(this.at))) this.at += 1
    const character = this.text.charAt(this.at)
    if (character === '') this.now = { kind: 'end', text: '', value: null }
    else if ('{}[]:,'.includes(character)) this.take('punctuation', character, null)
    else if (character === '"') this.string()
    else if (/[-\d]/.test(character)) this.number()
    else if (/[A-Za-z]/.test(character)) this.word()
    else this.take('invalid', utf8Character(this.text, this.at), null)
  }

  private take(kind: Lexeme['kind'], text: string, value: Body): void {
    this.at += text.length
    this.now = { kind, text, value }
  }

  private word(): void {
    const text = /^[A-Za-z]+/.exec(this.text.slice(this.at, this.at + 4_096))?.[0] ?? ''
    const known = { true: true, false: false, null: null }[text]
    this.take(known === undefined ? 'invalid' : 'word', text, known ?? null)
  }

  private number(): void {
    const ahead = this.text.slice(this.at, this.at + 4_096)
    const match = /^-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/.exec(ahead)
    if (!match) return this.take('invalid', ahead.charAt(0), null)
    const [text, fraction, exponent] = match
    const rest = ahead.slice(text.length)
    // 1. and 1e+ end too early; 01 ends at its zero.
    const cut = exponent !== undefined ? null : /^(?:[eE][+-]?|\.)/.exec(fraction !== undefined && rest.startsWith('.') ? '' : rest)
    if (cut) return this.take('invalid', text + cut[0], null)
    if (/^-?0$/.test(text) && /^\d/.test(rest)) return this.take('invalid', text, null)
    if (fraction !== undefined || exponent !== undefined) {
      if (!Number.isFinite(Number(text))) throw near('real number overflow', text)
      return this.take('number', text, Number(text))
    }
    const value = BigInt(text)
    if (value > int64.most) throw near('too big integer', text)
    if (value < int64.least) throw near('too big negative integer', text)
    this.take('number', text, value)
  }

  private string(): void {
    const start = this.at
    let end = start + 1
    for (; this.text.charAt(end) !== '"'; end += 1) {
      const character = this.text.charAt(end)
      if (character === '') throw near('premature end of input', this.text.slice(start))
      if (character === '\n') throw near('unexpected newline', this.text.slice(start, end))
      if (character < ' ') throw near(`control character 0x${character.charCodeAt(0).toString(16)}`, this.text.slice(start, end))
      if (character >= '\x80') end = this.checkedUtf8(start, end)
      if (character !== '\\') continue
      end += 1
      const letter = this.text.charAt(end)
      if (letter === 'u') {
        if (!/^[0-9a-fA-F]{4}$/.test(this.text.slice(end + 1, end + 5))) throw near('invalid escape', this.text.slice(start, end + 1))
        end += 4
      } else if (escaped[letter] === undefined) throw near('invalid escape', this.text.slice(start, end))
    }
    const text = this.text.slice(start, end + 1)
    const inside = Buffer.from(text.slice(1, -1), 'latin1').toString('utf8')
    if (/(^|[^\\])(\\\\)*\\u0000/.test(inside)) throw near('\\u0000 is not allowed without JSON_ALLOW_NUL', text)
    const lone = loneSurrogate(inside)
    if (lone !== null) throw near(`invalid Unicode '${lone}'`, text)
    const value = inside.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, hex: string | undefined, letter: string | undefined) =>
      hex === undefined ? (escaped[letter ?? ''] ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
    )
    this.take('string', text, value)
  }

  /** Index of the last byte of the character at `at`; a byte that is none is refused by its number. */
  private checkedUtf8(start: number, at: number): number {
    const character = utf8Character(this.text, at)
    const first = character.charCodeAt(0)
    if (first < 0xc2 || first > 0xf4 || character.length < (first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4))
      throw near(`unable to decode byte 0x${first.toString(16)}`, this.text.slice(start, at))
    return at + character.length - 1
  }
}

/** The first escape of half a character in a string, or of two that make none. */
function loneSurrogate(inside: string): string | null {
  const escapes = [...inside.matchAll(/\\(?:u([0-9a-fA-F]{4})|.)/g)]
  for (let index = 0; index < escapes.length; index += 1) {
    const [code, next] = [escapes[index]?.[1]?.toUpperCase(), escapes[index + 1]]
    if (code === undefined || !/^D[89A-F]/.test(code)) continue
    const follows = next?.[1] !== undefined && next.index === (escapes[index]?.index ?? 0) + 6
    if (!/^D[89AB]/.test(code) || !follows) return `\\u${code}`
    if (!/^D[C-F]/i.test(next[1] ?? '')) return `\\u${code}\\u${next[1]?.toUpperCase() ?? ''}`
    index += 1
  }
  return null
}

/** The bytes of one UTF-8 character, as far as they are continuation bytes. */
function utf8Character(text: string, at: number): string {
  const first = text.charCodeAt(at)
  const length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  let end = at + 1
  while (end < at + length && (text.charCodeAt(end) & 0xc0) === 0x80) end += 1
  return text.slice(at, end)
}

const nearText = (text: string): string => (text.length <= maxQuoted ? ` near '${Buffer.from(text, 'latin1').toString('utf8')}'` : '')
const near = (words: string, text: string): BadJson => new BadJson(words + nearText(text))
