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
