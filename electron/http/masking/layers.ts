/** A text as it reads once its spelling is undone, with the way back to where each character of it stood. */
import { characterOf } from './entities.ts'

export interface Layer {
  text: string
  /** For each unit of `text`: where its spelling begins and ends in the text that was given; null where they are the same. */
  from: Uint32Array | null
  to: Uint32Array | null
}

/** A way to write characters otherwise: what matches `pattern` stands for what `read` answers. */
interface Spelling {
  pattern: RegExp
  read(found: string): string
}

export const layerOf = (text: string): Layer => ({ text, from: null, to: null })

export const startOf = ({ from }: Layer, at: number): number => from?.[at] ?? at
/** Of the unit at `at`; behind the last one of a span that ends with it. */
export const endOf = ({ to }: Layer, at: number): number => to?.[at] ?? at + 1

/** The layer below; undefined where nothing in it is spelt so. */
export function undone(layer: Layer, { pattern, read }: Spelling): Layer | undefined {
  const found = [...layer.text.matchAll(pattern)].map((match) => ({ at: match.index, length: match[0].length, stands: read(match[0]) }))
  if (found.length === 0) return undefined
  const length = found.reduce((sum, one) => sum + one.stands.length - one.length, layer.text.length)
  const from = new Uint32Array(length)
  const to = new Uint32Array(length)
  let text = ''
  let at = 0
  let unit = 0
  const copy = (until: number): void => {
    text += layer.text.slice(at, until)
    for (; at < until; at += 1, unit += 1) {
      from[unit] = startOf(layer, at)
      to[unit] = endOf(layer, at)
    }
  }
  for (const one of found) {
    copy(one.at)
    text += one.stands
    const [first, last] = [startOf(layer, at), endOf(layer, at + one.length - 1)]
    for (let more = one.stands.length; more > 0; more -= 1, unit += 1) {
      from[unit] = first
      to[unit] = last
    }
    at += one.length
  }
  copy(layer.text.length)
  return { text, from, to }
}

/**
 * What URLs, JSON, HTML, SQL and shells write: %41, %u0041, \u0041, \x41, \101, \/, &#65;, &lt; and '' for one quote.
 * Zero bytes are left out, which text in UTF-16 is full of, and so are line breaks with what indents the next line.
 */
export const escapes: Spelling = {
  pattern:
    // oxlint-disable-next-line no-control-regex
    /%[0-7][\da-f]|(?:%[89a-f][\da-f])+|%u[\da-f]{4}|\\u[\da-f]{4}|\\u\{[\da-f]{1,6}\}|\\x[0-7][\da-f]|(?:\\x[89a-f][\da-f])+|\\[01][0-7]{2}|(?:\\[23][0-7]{2})+|'(?:\\'|"'")'|\\[rn](?:\\n)?(?:[ \t]|\\t)*|\\t|\\[^\w\s\u0000]|&#\d{1,7};?|&#x[\da-f]{1,6};?|&[a-z]{2,10};?|''|""|``|\u0000+|\r?\n[ \t]*/gi,
  read(found) {
    switch (found[0]) {
      case '%':
        return /u/i.test(found) ? codeUnit(found.slice(2)) : bytesRead(found.replaceAll('%', ''))
      case '&':
        return characterOf(found)
      case "'":
      case '"':
      case '`':
        return found[0]
      case '\\':
        return unescaped(found)
      default:
        return ''
    }
  },
}

/** A line that goes on after a backslash. */
export const continued: Spelling = { pattern: /\\\r?\n[ \t]*/g, read: () => '' }

/** =41 as mail writes bytes, and = for a line that goes on. */
export const quotedPrintable: Spelling = {
  pattern: /=[0-7][\da-f]|(?:=[89a-f][\da-f])+|=\r?\n/gi,
  read: (found) => (/\s/.test(found) ? '' : bytesRead(found.replaceAll('=', ''))),
}

/** The seams of CDATA, and tags, in the midst of a text: each alone, since a tag may seem to begin before a seam. */
export const seams: Spelling = { pattern: /<!\[CDATA\[|\]\]>/g, read: () => '' }
export const tags: Spelling = { pattern: /<\/?[a-z][^<>]{0,500}>/gi, read: () => '' }

/** However many blanks, of whatever kind, or the pluses that forms write for them. */
export const blanks: Spelling = { pattern: /[\s+]+/g, read: () => ' ' }

function unescaped(found: string): string {
  const letter = found[1] ?? ''
  if (letter === 'u') return codeUnit(found.replaceAll(/[^\da-f]/gi, ''))
  if (letter === 'U') return found
  if (letter === 'x') return bytesRead(found.replaceAll('\\x', ''))
  if (/\d/.test(letter)) return bytesRead(found.replaceAll(/\\(\d{3})/g, (_, octal: string) => Number.parseInt(octal, 8).toString(16).padStart(2, '0')))
  if (letter === 't') return '\t'
  return /[rn\s]/.test(letter) ? '' : letter
}

const codeUnit = (digits: string): string => {
  const code = Number.parseInt(digits, 16)
  return code > 0x10ffff ? '' : String.fromCodePoint(code)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const gb18030 = new TextDecoder('gb18030', { fatal: true })

/** Bytes in hex digits as a server may mean them: UTF-8, or GB18030, or Latin-1. */
function bytesRead(digits: string): string {
  const bytes = Buffer.from(digits, 'hex')
  for (const decoder of [utf8, gb18030]) {
    try {
      return decoder.decode(bytes)
    } catch {
      // The next one.
    }
  }
  return bytes.toString('latin1')
}
