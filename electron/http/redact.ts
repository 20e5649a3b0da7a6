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
 * written for a URL (once or, as a string to sign is, twice), for HTML or as UTF-8 in Latin-1 (as headers carry it).
 * Shorter ones than four characters stay: they would be found in any text.
 */
export const hideSecrets = (text: string, secrets: readonly string[], shown = REDACTED): string =>
  secrets
    .filter((secret) => secret.length >= 4)
    .flatMap(spellings)
    // The longest first: a secret may start like another.
    .toSorted((a, b) => b.length - a.length)
    .reduce((hidden, secret) => hidden.replaceAll(secret, () => shown), text)

function spellings(secret: string): string[] {
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const inUrl = encodeURIComponent(secret.toWellFormed())
  const escaped = JSON.stringify(secret).slice(1, -1)
  // RFC 3986, as signatures have it.
  const encoded = inUrl.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return [encodeURIComponent(encoded), encoded, secret, inUrl, html, html.replaceAll('"', '&quot;'), escaped, Buffer.from(secret, 'utf8').toString('latin1')]
}
