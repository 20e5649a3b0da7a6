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
 * without the blanks around (which headers lose on their way), written for a URL or a form (once or, as a string to sign
 * is, twice), for HTML, for JSON, or as UTF-8 in Latin-1 (as headers carry it). Shorter ones than four characters stay:
 * they would be found in any text.
 */
export const hideSecrets = (text: string, secrets: readonly string[], shown = REDACTED): string =>
  [...new Set(secrets.flatMap((secret) => [secret, secret.trim(), secret.trim().replaceAll(/\s+/g, ' ')]))]
    .filter((secret) => secret.length >= 4)
    .flatMap(spellings)
    // The longest first: a secret may start like another.
    .toSorted((a, b) => b.length - a.length)
    .reduce((hidden, secret) => hidden.replaceAll(secret, () => shown), text)

function spellings(secret: string): string[] {
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const quoted = html.replaceAll('"', '&quot;')
  const inUrl = encodeURIComponent(secret.toWellFormed())
  const inForm = new URLSearchParams([['', secret.toWellFormed()]]).toString().slice(1)
  // RFC 3986, as signatures have it.
  const encoded = inUrl.replace(/[!'()*]/g, escapedByte)
  const json = JSON.stringify(secret).slice(1, -1)
  const ascii = json.replaceAll(/[^ -~]/g, codeUnit)
  return [
    encodeURIComponent(encoded), encoded, secret, inUrl, inForm, Buffer.from(secret, 'utf8').toString('latin1'),
    html, quoted, ...['&#39;', '&#x27;', '&#039;', '&apos;'].map((apostrophe) => quoted.replaceAll("'", apostrophe)),
    // As libraries differ: slashes, letters beyond ASCII, and what could be markup, each escaped or not.
    json, json.replaceAll('/', '\\/'), ascii, ascii.replaceAll('/', '\\/'), json.replaceAll(/[<>&'=]/g, codeUnit), ascii.replaceAll(/[<>&'=]/g, codeUnit),
  ]
}

const escapedByte = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
const codeUnit = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
