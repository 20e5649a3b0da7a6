/** Splits MySQL text into tokens. Nothing is lost: joined again, the tokens' texts are the statement. */

export type TokenKind =
  | 'space'
  | 'comment'
  | 'word' // keyword or plain identifier
  | 'quoted' // `identifier`
  | 'string' // 'text' or "text"
  | 'binary' // x'…', 0x…, b'…'
  | 'number'
  | 'variable' // @name, @@name
  | 'symbol'

export interface Token {
  kind: TokenKind
  /** As written. */
  text: string
  /** Offset in the statement, UTF-16 units. */
  start: number
  /** What it means: the identifier, the decoded string, the upper-case word; else the text. */
  value: string
  /** The string or comment was never closed. */
  open?: true
}

const patterns: [TokenKind, RegExp][] = [
  ['space', /\s+/y],
  ['comment', /--(?=[\s]|$)[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['binary', /[xX]'[0-9a-fA-F]*'|0x[0-9a-fA-F]+|[bB]'[01]*'/y],
  ['string', /(?:[nN]|_[a-z0-9]+\s*)?(?:'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|"(?:[^"\\]|\\[\s\S]|"")*(?:"|$))/y],
  ['quoted', /`(?:[^`]|``)*(?:`|$)/y],
  ['variable', /@@?[\p{L}\p{N}_.$]+|@`[^`]*`/uy],
  // After a point or an exponent a word begins without a space: 1.FROM, 1e5INTO.
  ['number', /(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\d+(?![\p{L}_$])/uy],
  ['word', /[\p{L}\p{N}_$]+/uy],
  ['symbol', /<=>|:=|<>|!=|>=|<=|\|\||&&|->>|->|<<|>>|[\s\S]/y],
]

const escapes: Record<string, string> = { '0': '\0', b: '\b', n: '\n', r: '\r', t: '\t', Z: '\x1a' }

/** Decodes the inside of a quoted string: \escapes and doubled quotes. `\%` and `\_` keep their backslash. */
function decodeString(text: string): string {
  const at = text.search(/['"]/)
  const quote = text[at] ?? "'"
  const inside = text.slice(at + 1, text.endsWith(quote) && text.length > at + 1 ? -1 : undefined)
  return inside.replace(/\\([\s\S])|''|""/g, (match, escaped: string | undefined) => {
    if (escaped === undefined) return match[0] === quote ? quote : match
    if (escaped === '%' || escaped === '_') return match
    return escapes[escaped] ?? escaped
  })
}

function isOpen(kind: TokenKind, text: string): boolean {
  if (kind === 'quoted') return text.length < 2 || !/^`(?:[^`]|``)*`$/.test(text)
  if (kind === 'string') return !/(?:'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*")$/.test(text)
  return kind === 'comment' && text.startsWith('/*') && (text.length < 4 || !text.endsWith('*/'))
}

function valueOf(kind: TokenKind, text: string): string {
  if (kind === 'word') return text.toUpperCase()
  if (kind === 'quoted') return text.slice(1, text.endsWith('`') && text.length > 1 ? -1 : undefined).replaceAll('``', '`')
  if (kind === 'string') return decodeString(text)
  return text
}

/** The token that begins at `start`, which is within the statement. */
export function tokenAt(sql: string, start: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = start
    const text = pattern.exec(sql)?.[0]
    if (text) return { kind, text, start, value: valueOf(kind, text), ...(isOpen(kind, text) && { open: true }) }
  }
  throw new RangeError(`no token at ${start}`)
}

export function tokenize(sql: string): Token[] {
  const tokens: Token[] = []
  for (let start = 0; start < sql.length; start += tokens.at(-1)?.text.length ?? 1) tokens.push(tokenAt(sql, start))
  return tokens
}

/** The tokens that mean something. */
export function significant(tokens: readonly Token[]): Token[] {
  return tokens.filter((token) => token.kind !== 'space' && token.kind !== 'comment')
}

/** Splits a batch at its semicolons; every part holds its tokens, parts without meaning are dropped. */
export function splitTokens(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]]
  for (const token of tokens) {
    if (token.text === ';') parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts.filter((part) => significant(part).length > 0)
}

/** True for a token that can name something. */
export const isName = (token: Token | undefined): token is Token =>
  token !== undefined && (token.kind === 'word' || token.kind === 'quoted')

/** The name as written, without quotes. */
export const nameOf = (token: Token): string => (token.kind === 'quoted' ? token.value : token.text)

/** Index of the parenthesis that closes the one at `open`; the end where it is never closed. */
export function closingOf(tokens: readonly Token[], open: number): number {
  let depth = 0
  for (let at = open; at < tokens.length; at += 1) {
    if (tokens[at]?.text === '(') depth += 1
    if (tokens[at]?.text === ')' && --depth === 0) return at
  }
  return tokens.length
}
