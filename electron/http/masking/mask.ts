/** Keeps the secrets of a call out of whatever others wrote: see SECURITY.md for what is found. */
import type { Secret } from '../../vault/secret.ts'
import { findSecrets, type Span } from './find-secrets.ts'
import { soughtFor, type Sought } from './sought.ts'

/** What a server, a proxy or a certificate wrote is only shown, kept or cut as a mask gives it back. */
export interface Mask {
  /** A foreign text with every secret of the call replaced by `shown`, at most `most` units of it: it is cut afterwards. */
  text(foreign: string, most?: number, shown?: string): string
  /** The same of each text in a plain value, with numbers that are secrets as texts. */
  all<T>(value: T): T
  /**
   * The same of what is worked with, such as a list of servers: there a secret that could be anybody's name, as MaxScale's
   * own first password “mariadb” is, stays, since a name that was masked names nothing.
   */
  data<T>(value: T): T
}

/** More of a server's words nobody reads: a database's own messages have 512 bytes at most, a rule's may quote the statement. */
const MOST = 8_192
/** The longest way to write one unit of a secret that is looked for beyond a cut: `&#0000060;` within JSON. */
const SPELT = 12

const SHOWN = '[secret]'

/** A mask for the secrets of a call. Costs nothing before it is used. */
export function maskOf(secrets: readonly (Secret | string)[]): Mask {
  const revealed = (): string[] => secrets.map((secret) => (typeof secret === 'string' ? secret : secret.reveal())).filter((text) => text !== '')
  const full = once(() => maskFor(soughtFor(revealed())))
  const telling = once(() => maskFor(soughtFor(revealed().filter((secret) => !couldBeAName(secret)))))
  return { text: (...of) => full().text(...of), all: (value) => full().all(value), data: (value) => telling().all(value) }
}

/** A short one without capitals and signs. */
const couldBeAName = (secret: string): boolean => /^[a-z\d_-]{1,15}$/.test(secret)

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

function maskFor(sought: Sought): Pick<Mask, 'text' | 'all'> {
  const { longest, edges } = sought

  function text(foreign: string, most = MOST, shown = SHOWN): string {
    if (longest === 0) return cut(foreign, most)
    const window = foreign.slice(0, most + longest * SPELT)
    const isCut = window.length < foreign.length
    // What begins beyond may be half of a secret; what begins before was found whole.
    const masked = written(window, isCut ? most : window.length, shown)
    return isCut && masked.length <= most ? `${masked}…` : cut(masked, most)
  }

  function written(window: string, end: number, shown: string): string {
    const spans = joined(findSecrets(window, sought)).map((span) => withBlanks(window, span, edges))
    let masked = ''
    let at = 0
    for (const [from, to] of spans) {
      if (from >= end) break
      masked += window.slice(at, Math.max(at, from)) + shown
      at = to
    }
    return masked + window.slice(at, Math.max(at, end))
  }

  function all<T>(value: T): T {
    const texts = textsIn(value)
    // One look at them together: most answers hold no secret.
    const whole = texts.join('\u0001\n\u0001')
    if (texts.length === 0 || longest === 0 || findSecrets(whole, sought).length === 0) return value
    return mapped(value, (one) => text(one, one.length * SPELT))
  }

  return { text, all }
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text)

/** In order, those that overlap as one. */
function joined(spans: readonly Span[]): Span[] {
  const ordered = spans.toSorted(([one], [other]) => one - other)
  const whole: [number, number][] = []
  for (const [from, to] of ordered) {
    const last = whole.at(-1)
    if (last && from < last[1]) last[1] = Math.max(last[1], to)
    else whole.push([from, to])
  }
  return whole
}

function withBlanks(text: string, [from, to]: Span, { before, behind }: Sought['edges']): Span {
  if (before) while (isBlank(text[from - 1])) from -= 1
  if (behind) while (isBlank(text[to])) to += 1
  return [from, to]
}

const isBlank = (sign: string | undefined): boolean => sign !== undefined && /[\s+]/.test(sign)

/** The texts of a value that is data, as it is copied to the window; bytes are none. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number' || typeof value === 'bigint') return [String(value)]
  return isNested(value) ? Object.values(value).flatMap(textsIn) : []
}

function mapped<T>(value: T, text: (one: string) => string): T {
  if (typeof value === 'string') return text(value) as T
  if (typeof value === 'number' || typeof value === 'bigint') {
    const masked = text(String(value))
    return masked === String(value) ? value : (masked as T)
  }
  if (Array.isArray(value)) return value.map((one: unknown) => mapped(one, text)) as T
  return isNested(value) ? (Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapped(one, text)])) as T) : value
}

const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)
