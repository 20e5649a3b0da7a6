/** MaxScale's REST accounts: who is calling, and what may they do. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { bareFailure, cookie, document, empty, failure, isTruthy, longPast, type Call, type Reply } from './call.ts'
import { resourceDocument, type JsonObject } from './collection.ts'
import type { Body } from './read-json.ts'
import { lifeOfSignIn, type WebTokens } from './web-token.ts'

export interface RestUser {
  name: string
  password: string
  /** `basic` may read, and use all of /sql; `admin` may do everything. Admin unless given. */
  role?: 'admin' | 'basic'
}

interface StoredUser extends Required<RestUser> {
  /** By a request, not from the start. */
  made: boolean
  created: number
  updated: number | null
  lastLogin: number | null
}

/** Nobody is who has a token of ours, but no account. */
interface Caller {
  name: string
  role: 'admin' | 'basic' | 'nobody'
}

/** Only who is known may read, and only admins may change anything; /sql is for all who can change things there. */
function mayDo({ role }: Caller, { method, path }: Call): boolean {
  const modifies = ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method)
  return modifies ? role === 'admin' || path[0] === 'sql' : role !== 'nobody'
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

export class Accounts {
  private readonly users = new Map<string, StoredUser>()
  private readonly tokens: WebTokens
  /** admin_secure_gui: tokens are refused where the connection is not encrypted (transcript o01). */
  private readonly secureGui: boolean

  constructor(users: readonly RestUser[], tokens: WebTokens, secureGui: boolean) {
    this.tokens = tokens
    this.secureGui = secureGui
    for (const user of users) this.users.set(user.name, { role: 'admin', ...user, made: false, created: Date.now(), updated: null, lastLogin: null })
  }

  /** Who calls, by cookie, by Bearer or by Basic; a refusal otherwise. `expired` refuses everybody, as a fault. */
  authenticate(call: Call): Caller | Reply {
    const isAuth = isSignIn(call)
    if (isAuth && this.secureGui && !call.secure) return bareFailure(401, 'Connection is not encrypted')
    const header = call.headers['authorization'] ?? ''
    const bearer = header.startsWith('Bearer ') ? header.slice('Bearer '.length) : null
    // A cookie goes before the header, and a token that is no good is not asked about twice (transcript a09).
    const token = isAuth ? null : call.cookies.get('token_sig') || bearer
    const isExpired = call.plan.refusal === 'expired'
    const caller = isExpired ? null : token === null ? this.userOf(header, call.now()) : this.bearerOf(token, call.now())
    if (!caller) return token !== null || isAuth ? denied([]) : denied(challenge(call))
    if (mayDo(caller, call)) return caller
    return token === null ? denied(isAuth ? [] : challenge(call)) : bareFailure(403, 'Administrative access required')
  }

  private userOf(header: string, now: number): StoredUser | null {
    if (!/^basic /i.test(header)) return null
    const [name = '', ...rest] = Buffer.from(header.slice('Basic '.length), 'base64').toString('utf8').split(':')
    const user = this.users.get(name)
    if (!user || !timingSafeEqual(digest(user.password), digest(rest.join(':')))) return null
    user.lastLogin = now
    return user
  }

  /** A token says itself what its account may do, even when that is gone. A connection's token signs in, too (transcript d04). */
  private bearerOf(token: string, now: number): Caller | null {
    const claims = this.tokens.claimsOf(token, now)
    return claims && { name: claims.subject, role: claims.account ?? this.users.get(claims.subject)?.role ?? 'nobody' }
  }

  /** GET or POST /v1/auth. */
  signIn(call: Call, { name, role }: Caller): Reply {
    if (isTruthy(call.parameters.get('logout'))) return empty(200, [cookie(call, 'token_sig', '', longPast)])
    const asked = call.parameters.get('max-age')
    const life = lifeOfSignIn(asked, this.tokens)
    const token = this.tokens.create(name, life, call.now(), role === 'nobody' ? undefined : role)
    if (!isTruthy(call.parameters.get('persist'))) return document(call, 200, { meta: { token } })
    return empty(204, [cookie(call, 'token_sig', token, asked ? `Max-Age=${life}` : null)])
  }

  /** /v1/users: listed, made, given another password and removed, so that a basic account can be tried. */
  manage(call: Call): Reply | null {
    const [, type, name, ...more] = call.path
    if (more.length > 0 || (type !== undefined && type !== 'inet')) return null
    const reads = call.method === 'GET' || call.method === 'HEAD'
    if (name === undefined) {
      const users = [...this.users.values()].reverse().map((user) => userJson(call, user))
      if (reads) return resourceDocument(call, `${call.base}/users/${type === undefined ? '' : 'inet/'}`, users)
      return call.method === 'POST' && type === 'inet' ? this.create(call) : null
    }
    const user = this.users.get(name)
    if (!user) return reads || call.method === 'DELETE' || call.method === 'PATCH' ? failure(call, 404, `${name} is not a inetuser`) : null
    if (reads) return resourceDocument(call, `${call.base}/users/inet/${name}/`, userJson(call, user))
    if (call.method === 'DELETE') {
      this.users.delete(name)
      return empty(204)
    }
    return call.method === 'PATCH' ? this.alter(call, user) : null
  }

  private create(call: Call): Reply {
    if (call.body === null) return failure(call, 400, 'Missing request body')
    const { id: name, type, password, account } = givenUser(call)
    if (typeof name !== 'string') return failure(call, 400, "The '/data/id' field is not a string")
    if (typeof type !== 'string') return failure(call, 400, "The '/data/type' field is not a string")
    if (typeof password !== 'string') return failure(call, 400, "The '/data/attributes/password' field is not a string")
    if (typeof account !== 'string') return failure(call, 400, "The '/data/attributes/account' field is not a string")
    if (account !== 'admin' && account !== 'basic') return failure(call, 400, "The '/data/attributes/account' field is not a valid account value")
    if (type !== 'inet') return failure(call, 400, type === 'unix' ? 'UNIX users are no longer supported.' : `Invalid value for field '/data/type': ${type}`)
    // Who is there from the start can still be made: the recording begins without the second account (transcript a24).
    if (this.users.get(name)?.made === true) return failure(call, 400, `Failed to add user '${name}': Duplicate username specified`)
    this.users.set(name, { name, password, role: account, made: true, created: call.now(), updated: null, lastLogin: null })
    return empty(204)
  }

  private alter(call: Call, user: StoredUser): Reply {
    if (call.body === null) return failure(call, 400, 'Missing request body')
    const { password } = givenUser(call)
    if (typeof password !== 'string') return failure(call, 400, 'No password provided')
    user.password = password
    user.updated = call.now()
    return empty(204)
  }
}

export const isSignIn = (call: Call): boolean => call.path.length === 1 && call.path[0] === 'auth'

const denied = (headers: [string, string][]): Reply => bareFailure(401, 'Access denied', headers)

/** Programs say that they are no browser, and are not asked for a password (transcript a04). */
const challenge = (call: Call): [string, string][] => (call.headers['x-requested-with']?.toLowerCase() === 'xmlhttprequest' ? [] : [['WWW-Authenticate', 'Basic realm="maxscale"']])

function userJson(call: Call, user: StoredUser): JsonObject {
  const time = (at: number | null) => (at === null ? null : new Date(at).toUTCString())
  return {
    attributes: { account: user.role, created: time(user.created), last_login: time(user.lastLogin), last_update: time(user.updated), name: user.name },
    id: user.name,
    links: { self: `${call.base}/users/inet/${user.name}/` },
    type: 'inet',
  }
}

function givenUser({ body }: Call): { id?: Body; type?: Body; password?: Body; account?: Body } {
  const data = objectAt(body, 'data')
  const attributes = objectAt(data, 'attributes')
  const given = { id: data?.['id'], type: data?.['type'], password: attributes?.['password'], account: attributes?.['account'] }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function objectAt(body: Body | undefined, key: string): { [key: string]: Body } | null {
  const found = typeof body === 'object' && body !== null && !Array.isArray(body) ? body[key] : null
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? found : null
}
