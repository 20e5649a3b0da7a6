/**
 * A text as rows that can be drawn one by one: where each starts, and how it is drawn. The text itself is not copied,
 * so that one of 50 MB costs five bytes a row besides.
 */
export interface TextRows {
  readonly count: number
  /** The row as it is drawn. */
  row(at: number): string
  /** True for a row that goes on with the line before, which was too long for one. */
  isContinued(at: number): boolean
}

const CONTINUED = 1
/** A row of JSON that starts inside of a string. */
const IN_STRING = 2
const DEPTH_SHIFT = 2
/** Deeper levels are drawn no further to the right: 100,000 brackets would need gigabytes of spaces. */
const MOST_LEVELS = 40

/** The starts and marks of rows, growing. */
class RowList {
  #starts = new Uint32Array(1_024)
  #marks = new Uint8Array(1_024)
  count = 0

  add(start: number, mark: number): void {
    if (this.count === this.#starts.length) {
      const starts = new Uint32Array(this.count * 2)
      starts.set(this.#starts)
      this.#starts = starts
      const marks = new Uint8Array(this.count * 2)
      marks.set(this.#marks)
      this.#marks = marks
    }
    this.#starts[this.count] = start
    this.#marks[this.count] = mark
    this.count += 1
  }

  startOf = (at: number): number => this.#starts[at]!
  markOf = (at: number): number => this.#marks[at]!
  isContinued = (at: number): boolean => (this.#marks[at]! & CONTINUED) !== 0
}

/** Places of monospace that a code unit takes: East Asian characters two, the second half of a pair none. */
const placesOf = (code: number): number => (code < 0x1100 ? 1 : (code & 0xfc00) === 0xdc00 ? 0 : 2)

const LINE_FEED = 0x0a
const RETURN = 0x0d

/** The lines of a text, those longer than `places` in pieces. */
export function plainRows(text: string, places: number): TextRows {
  const list = new RowList()
  list.add(0, 0)
  let taken = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === LINE_FEED || code === RETURN) {
      if (code === RETURN && text.charCodeAt(at + 1) === LINE_FEED) at++
      list.add(at + 1, 0)
      taken = 0
      continue
    }
    const width = placesOf(code)
    if (taken + width > places && taken > 0) {
      list.add(at, CONTINUED)
      taken = 0
    }
    taken += width
  }
  const endOf = (at: number) => (at + 1 < list.count ? list.startOf(at + 1) : text.length)
  return { count: list.count, row: (at) => text.slice(list.startOf(at), endOf(at)).replace(/\r?\n$|\r$/, ''), isContinued: list.isContinued }
}

const Code = { quote: 0x22, backslash: 0x5c, comma: 0x2c, colon: 0x3a, openBrace: 0x7b, closeBrace: 0x7d, openBracket: 0x5b, closeBracket: 0x5d } as const
const isSpace = (code: number): boolean => code === 0x20 || code === LINE_FEED || code === RETURN || code === 0x09
/** What may stand behind a backslash (RFC 8259, 7). */
const ESCAPED = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y
const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/
const endsLiteral = /[\s{}[\],:"]|$/g

/**
 * A JSON text laid out over rows. Only the space between tokens changes: every literal, key and escape stays as the
 * server wrote it (JSON.parse would round 2^53+1 and drop a repeated key). Several documents stand below each other.
 * Null where the text is not JSON.
 */
export function jsonRows(text: string, places: number): TextRows | null {
  const list = new RowList()
  /** The brackets that are open; an array, since a text may be 100,000 deep. */
  const open: number[] = []
  let expects: 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'end' = 'value'
  let taken = 0
  let indent = 0
  const newRow = (at: number) => {
    const levels = Math.min(open.length, MOST_LEVELS)
    list.add(at, levels << DEPTH_SHIFT)
    taken = indent = levels * 2
  }
  // What goes on starts at the edge: an indent would look like part of a string.
  const cutAt = (at: number, width: number, flags: number) => {
    if (taken + width > places && taken > indent) {
      list.add(at, CONTINUED | flags)
      taken = indent = 0
    }
    taken += width
  }

  /** Behind the string that starts at `at`; null where it does not end. */
  const behindString = (at: number): number | null => {
    cutAt(at, 1, 0)
    for (let next = at + 1; next < text.length; next++) {
      const code = text.charCodeAt(next)
      cutAt(next, code === Code.backslash ? 2 : placesOf(code), IN_STRING)
      if (code === Code.quote) return next + 1
      if (code < 0x20) return null
      if (code === Code.backslash) {
        ESCAPED.lastIndex = next += 1
        if (!ESCAPED.test(text)) return null
      }
    }
    return null
  }
  const behindLiteral = (at: number): number | null => {
    endsLiteral.lastIndex = at
    const end = endsLiteral.exec(text)?.index ?? text.length
    if (!LITERAL.test(text.slice(at, end))) return null
    for (let next = at; next < end; next++) cutAt(next, 1, 0)
    return end
  }

  let at = 0
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (isSpace(code)) {
      at++
      continue
    }
    if (code === Code.comma) {
      if (expects !== 'end' || open.length === 0) return null
      expects = open.at(-1) === Code.openBrace ? 'key' : 'value'
      taken++
      at++
      continue
    }
    if (code === Code.colon) {
      if (expects !== 'colon') return null
      expects = 'value'
      taken += 2
      at++
      continue
    }
    if (code === Code.closeBrace || code === Code.closeBracket) {
      const empty = expects === 'keyOrEnd' || expects === 'valueOrEnd'
      // A bracket closes two code points behind the one that opens.
      if (!(empty || expects === 'end') || open.pop() !== code - 2) return null
      if (!empty) newRow(at)
      taken++
      expects = 'end'
      at++
      continue
    }
    // A value or a key begins, on a row of its own unless it stands behind its key.
    const isKey: boolean = expects === 'key' || expects === 'keyOrEnd'
    const isNext: boolean = expects === 'end' && open.length === 0
    if (expects === 'colon' || (expects === 'end' && !isNext) || (isKey && code !== Code.quote)) return null
    const behindKey: boolean = expects === 'value' && open.at(-1) === Code.openBrace
    if (!behindKey) newRow(at)
    if (code === Code.openBrace || code === Code.openBracket) {
      open.push(code)
      taken++
      expects = code === Code.openBrace ? 'keyOrEnd' : 'valueOrEnd'
      at++
      continue
    }
    const end = code === Code.quote ? behindString(at) : behindLiteral(at)
    if (end === null) return null
    at = end
    expects = isKey ? 'colon' : 'end'
  }
  if (open.length > 0 || expects !== 'end') return null

  return {
    count: list.count,
    isContinued: list.isContinued,
    row(at) {
      const flags = list.markOf(at)
      const end = at + 1 < list.count ? list.startOf(at + 1) : text.length
      return '  '.repeat(flags >> DEPTH_SHIFT) + withoutSpace(text.slice(list.startOf(at), end), (flags & IN_STRING) !== 0)
    },
  }
}

/** A piece of JSON without the space between its tokens, but for one behind a colon. */
function withoutSpace(piece: string, startsInString: boolean): string {
  let out = ''
  let from = 0
  let inString = startsInString
  for (let at = 0; at < piece.length; at++) {
    const code = piece.charCodeAt(at)
    if (code === Code.quote) inString = !inString
    else if (inString) {
      if (code === Code.backslash) at++
    } else if (isSpace(code)) {
      out += piece.slice(from, at)
      from = at + 1
    } else if (code === Code.colon) {
      out += `${piece.slice(from, at)}: `
      from = at + 1
    }
  }
  return out + piece.slice(from)
}
