/** MaxScale's JSON Web Tokens: HS256, issued by "maxscale" to an account or to an SQL connection. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const defaultLife = 28_800

export interface WebTokens {
  /** Longest life of any token and its cookie, seconds (admin_jwt_max_age). */
  readonly longestLife: number
  /** `subject` is an account's name or a connection's id; `account` only for accounts. `now` in milliseconds. */
  create(subject: string, lifeSeconds: number, now: number, account?: 'admin' | 'basic'): string
  /** Null where the token is not ours, broken or past its life. */
  claimsOf(token: string, now: number): Claims | null
}

export interface Claims {
  subject: string
  /** Of an account's token. */
  account?: 'admin' | 'basic'
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Tokens with a key of their own: another sandbox's are worth nothing here. */
export function createWebTokens(longestLife: number): WebTokens {
  const key = randomBytes(32)
  const sign = (text: string): Buffer => createHmac('sha256', key).update(text).digest()
  const head = encode({ alg: 'HS256' })
  return {
    longestLife,
    create(subject, lifeSeconds, now, account) {
      const issued = Math.floor(now / 1000)
      const expires = issued + lifeSeconds
      const claims = { ...(account && { account }), aud: subject, exp: expires, iat: issued, iss: 'maxscale', sub: subject }
      const signed = `${head}.${encode(claims)}`
      return `${signed}.${sign(signed).toString('base64url')}`
    },
    claimsOf(token, now) {
      const [first = '', second = '', signature = ''] = token.split('.')
      const given = Buffer.from(signature, 'base64url')
      const wanted = sign(`${first}.${second}`)
      if (first !== head || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null
      const claims: unknown = JSON.parse(Buffer.from(second, 'base64url').toString('utf8'))
      if (typeof claims !== 'object' || claims === null || !('sub' in claims) || !('exp' in claims)) return null
      if (typeof claims.sub !== 'string' || typeof claims.exp !== 'number' || claims.exp <= now / 1000) return null
      const account = 'account' in claims ? claims.account : undefined
      return account === 'admin' || account === 'basic' ? { subject: claims.sub, account } : { subject: claims.sub }
    },
  }
}

const mostSeconds = 2n ** 31n - 1n

/** The whole number that a text begins with, as C's strtol reads it; `rest` is what follows. */
function leadingNumber(text: string): { number: bigint; rest: string } {
  const [whole = '', digits = '0'] = /^\s*([+-]?\d+)/.exec(text) ?? []
  const number = BigInt(digits.replace(/^\+/, ''))
  const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n]
  return { number: number > most ? most : number < least ? least : number, rest: text.slice(whole.length) }
}

/** max-age of a connection's token: as C's atoi reads it, which keeps the lower 32 bits; or the default. */
export function lifeOfConnection(parameter: string | null, { longestLife }: WebTokens): number {
  const seconds = BigInt.asIntN(32, leadingNumber(parameter ?? '').number)
  return Math.min(seconds > 0n ? Number(seconds) : defaultLife, longestLife)
}

/** max-age of a sign-in: a positive number and nothing else, or the default. */
export function lifeOfSignIn(parameter: string | null, { longestLife }: WebTokens): number {
  const { number, rest } = leadingNumber(parameter ?? '')
  return Math.min(number > 0n && number < mostSeconds && rest === '' ? Number(number) : defaultLife, longestLife)
}
