/** MaxScale's REST accounts: who is calling, and what may they do. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { bareFailure, document, empty, failure, isTruthy, type Call, type Reply } from './call.ts'
import { lifeOf, type WebTokens } from './web-token.ts'

export interface RestUser {
  name: string
  password: string
  /** `basic` may read, and use all of /sql; `admin` may do everything. Admin unless given. */
  role?: 'admin' | 'basic'
}

interface StoredUser extends Required<RestUser> {
  created: number
  lastLogin: number | null
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
    for (const user of users) this.users.set(user.name, { role: 'admin', ...user, created: Date.now(), lastLogin: null })
  }

  /** Who calls, by Basic, by Bearer or by cookie; a refusal otherwise. `expired` refuses everybody, as a fault. */
  authenticate(call: Call): StoredUser | Reply {
    const isAuth = call.path[0] === 'auth'
    const header = call.headers['authorization'] ?? ''
    const [scheme = '', value = ''] = header.split(/ +/)
    const user = call.plan.refusal === 'expired' ? null : this.callerOf(call, scheme.toLowerCase(), value, isAuth)
    if (user) return user
    const isQuiet = isAuth || scheme.toLowerCase() === 'bearer' || call.headers['x-requested-with']?.toLowerCase() === 'xmlhttprequest'
    return bareFailure(401, 'Access denied', isQuiet ? [] : [['WWW-Authenticate', 'Basic realm="maxscale"']])
  }

  private callerOf(call: Call, scheme: string, value: string, isAuth: boolean): StoredUser | null {
    if (scheme === 'basic') {
      const [name = '', ...rest] = Buffer.from(value, 'base64').toString('utf8').split(':')
      const user = this.users.get(name)
      if (!user || !timingSafeEqual(digest(user.password), digest(rest.join(':')))) return null
      user.lastLogin = call.now()
      return user
    }
    const token = scheme === 'bearer' ? value : (call.cookies.get('token_sig') ?? '')
    if (isAuth || !token) return null
    const subject = this.tokens.subjectOf(token, call.now())
    if (subject === null) return null
    // A connection's token signs in, too (transcript d04); it belongs to nobody, so it may only do little.
    return this.users.get(subject) ?? { name: subject, password: '', role: 'basic', created: 0, lastLogin: null }
  }

  /** GET or POST /v1/auth. */
  signIn(call: Call, user: StoredUser): Reply {
    if (this.secureGui) return bareFailure(401, 'Connection is not encrypted')
    if (isTruthy(call.parameters.get('logout')))
      return empty(200, [['Set-Cookie', 'token_sig=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; SameSite=Strict; HttpOnly']])
    const asked = call.parameters.get('max-age')
    const token = this.tokens.create(user.name, lifeOf(asked), call.now(), user.role)
    if (!isTruthy(call.parameters.get('persist'))) return document(call, 200, { meta: { token } })
    const life = Number.parseInt(asked ?? '', 10)
    return empty(204, [['Set-Cookie', `token_sig=${token}; Path=/; ${life > 0 ? `Max-Age=${life}; ` : ''}SameSite=Strict; HttpOnly`]])
  }

  /** /v1/users/inet: list, and make, so that a basic account can be tried. */
  manage(call: Call): Reply | null {
    const self = `${call.base}/users/inet/`
    if (call.method === 'GET' && call.path.length === 2) {
      const time = (at: number | null) => (at === null ? null : new Date(at).toUTCString())
      const data = [...this.users.values()].reverse().map((user) => ({
        attributes: { account: user.role, created: time(user.created), last_login: time(user.lastLogin), last_update: null, name: user.name },
        id: user.name, links: { self: `${self}${user.name}/` }, type: 'inet',
      }))
      return document(call, 200, { data, links: { self } })
    }
    if (call.method !== 'POST' || call.path.length !== 2) return null
    const data = call.body && !Array.isArray(call.body) ? call.body['data'] : undefined
    if (typeof data !== 'object' || data === null || Array.isArray(data)) return failure(call, 400, 'The `data` field is not an object')
    const attributes = data['attributes']
    const held = typeof attributes === 'object' && attributes !== null && !Array.isArray(attributes) ? attributes : {}
    const [name, password, role] = [data['id'], held['password'], held['account']]
    if (typeof name !== 'string' || typeof password !== 'string') return failure(call, 400, "Request body does not define the 'id' and 'password' fields")
    this.users.set(name, { name, password, role: role === 'basic' ? 'basic' : 'admin', created: call.now(), lastLogin: null })
    return empty(204)
  }
}
