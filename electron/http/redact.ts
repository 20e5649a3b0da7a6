/** Keeps credentials out of anything that is logged or shown. */

/** Names under which the three services take credentials; compared without case. */
const secretNames = new Set([
  'accessid', 'accesssecret', // dms-secure-access-proxy, "Authentication"
  'accesskeyid', 'signature', 'securitytoken', 'password', 'newpasswd', 'originpassword', // drds-openapi-2015-04-13, 公共请求参数
  'token', 'authorization', 'proxy-authorization', 'cookie', 'set-cookie', // maxscale-rest-sql, "Request Parameters"
])

const REDACTED = '[secret]'

const isSecret = (name: string): boolean => secretNames.has(name.toLowerCase())

/** The URL with user info and the values of credential parameters replaced; what is no URL becomes `[url]`. */
export function redactUrl(text: string): string {
  if (!URL.canParse(text)) return '[url]'
  const url = new URL(text)
  url.username = ''
  url.password = ''
  const query = url.search
    .slice(1)
    .split('&')
    .map((pair) => {
      const name = pair.split('=', 1)[0] ?? ''
      return isSecret(decode(name)) ? `${name}=${REDACTED}` : pair
    })
    .join('&')
  return `${url.origin}${url.pathname}${query && `?${query}`}`
}

/** The same headers with the values of credentials replaced. */
export const redactHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, isSecret(name) ? REDACTED : value]))

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * Text of a server with every occurrence of the given secrets replaced: an error page may echo a request, as it was or
 * with each of its characters written as URLs, forms, HTML or JSON write them, with other blanks (headers lose those at
 * the ends), as UTF-8 in Latin-1 (as headers carry it), or in Base64 (as Basic does). Shorter ones than four characters
 * stay: they would be found in any text.
 */
export function hideSecrets(text: string, secrets: readonly string[], shown = REDACTED): string {
  const sought = [...new Set(secrets)]
    .filter((secret) => secret.trim().length >= 4)
    // The longest first: a secret may start like another.
    .toSorted((a, b) => b.length - a.length)
  return sought.reduce((hidden, secret) => hidden.replace(anySpelling(secret), () => shown), hideEncoded(text, sought, shown))
}

/** What may be Base64, its slashes escaped as in JSON or not; either alphabet. */
const BASE64 = /(?:[\w+/-]|\\\/){6,}={0,2}/g

/** Words in front may stand in the way of the groups of four: `Basic+dTpw`. */
const hideEncoded = (text: string, secrets: readonly string[], shown: string): string =>
  text.replace(BASE64, (encoded) => {
    const plain = encoded.replaceAll('\\', '')
    const read = [0, 1, 2, 3].map((from) => Buffer.from(plain.slice(from), 'base64').toString('utf8'))
    return read.some((decoded) => secrets.some((secret) => decoded.includes(secret.trim()))) ? shown : encoded
  })

/** A pattern for a secret, whichever way each of its characters is written. */
const anySpelling = (secret: string): RegExp => {
  const blanks = `(?:\\s|\\+|&nbsp;|${written(' ')})`
  const [, before = '', core = '', after = ''] = /^(\s*)([^]*?)(\s*)$/.exec(secret.toWellFormed()) ?? []
  const inside = core.split(/\s+/).map((word) => Array.from(word, (character) => `(?:${written(character)})`).join(''))
  return new RegExp(`${before && `${blanks}*`}${inside.join(`${blanks}+`)}${after && `${blanks}*`}`, 'g')
}

const named: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }

/** The ways to write a character, as alternatives of a pattern. */
function written(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const bytes = [...Buffer.from(character, 'utf8')]
  const units = Array.from({ length: character.length }, (_, at) => hex(character.charCodeAt(at), 4))
  return [
    // JSON escapes these, and JSON within JSON their backslashes.
    /["\\/]/.test(character) ? `\\\\*${literally(character)}` : literally(character),
    units.map((unit) => `\\\\+u${unit}`).join(''),
    // Once or, as a string to sign is, twice.
    bytes.map((byte) => `%(?:25)*${hex(byte, 2)}`).join(''),
    `&#0*${code};`,
    `&#[xX]0*${hex(code, 1)};`,
    ...(named[character] ? [`&${named[character]};`] : []),
    ...(code > 0x7f ? [literally(Buffer.from(bytes).toString('latin1'))] : []),
  ].join('|')
}

const literally = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** Digits in either case. */
const hex = (value: number, length: number): string =>
  value.toString(16).padStart(length, '0').replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
