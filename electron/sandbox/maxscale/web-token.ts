/** MaxScale's JSON Web Tokens: HS256, issued by "maxscale" to an account or to an SQL connection. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Longest life of any token, seconds (admin_jwt_max_age). */
const longestLife = 86_400
export const defaultLife = 28_800

export interface WebTokens {
  /** `subject` is an account's name or a connection's id; `account` only for accounts. `now` in milliseconds. */
  create(subject: string, lifeSeconds: number, now: number, account?: 'admin' | 'basic'): string
  /** The subject, or null where the token is not ours, broken or past its life. */
  subjectOf(token: string, now: number): string | null
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Tokens with a key of their own: another sandbox's are worth nothing here. */
export function createWebTokens(): WebTokens {
  const key = randomBytes(32)
  const sign = (text: string): Buffer => createHmac('sha256', key).update(text).digest()
  const head = encode({ alg: 'HS256' })
  return {
    create(subject, lifeSeconds, now, account) {
      const issued = Math.floor(now / 1000)
      const expires = issued + Math.min(lifeSeconds, longestLife)
      const claims = { ...(account && { account }), aud: subject, exp: expires, iat: issued, iss: 'maxscale', sub: subject }
      const signed = `${head}.${encode(claims)}`
      return `${signed}.${sign(signed).toString('base64url')}`
    },
    subjectOf(token, now) {
      const [first = '', second = '', signature = ''] = token.split('.')
      const given = Buffer.from(signature, 'base64url')
      const wanted = sign(`${first}.${second}`)
      if (first !== head || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null
      const claims: unknown = JSON.parse(Buffer.from(second, 'base64url').toString('utf8'))
      if (typeof claims !== 'object' || claims === null || !('sub' in claims) || !('exp' in claims)) return null
      return typeof claims.sub === 'string' && typeof claims.exp === 'number' && claims.exp > now / 1000 ? claims.sub : null
    },
  }
}

/** MaxScale's max-age: a positive whole number of seconds, or the default. */
export const lifeOf = (parameter: string | null): number => {
  const seconds = Number.parseInt(parameter ?? '', 10)
  return seconds > 0 ? seconds : defaultLife
}
