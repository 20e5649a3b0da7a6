import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { steadyNow } from '../../http/steady-clock.ts'
import { Secret } from '../../vault/secret.ts'
import { behindMaxScale, failureFrom, firstCell, pause } from './fixtures/behind-maxscale.ts'
import { cloneSession } from './open-session.ts'
import { createSignIn, type SignedIn } from './sign-in.ts'

const access = { restUser: 'admin', restPassword: new Secret('hush'), signIn: 'token' } as const

describe('signing in with a JSON Web Token', () => {
  const { faults, open, run } = behindMaxScale('sqlite')

  it('asks for one token and runs with it', async () => {
    const session = await open({}, { signIn: 'token' })
    expect(firstCell(await run(session, 'SELECT 7'))).toBe('7')
  })

  it('gets another when MaxScale refuses the one it has: nothing had run', async () => {
    const session = await open({}, { signIn: 'token' })
    faults.order({ fault: 'expired', match: 'async' })
    expect(firstCell(await run(session, 'SELECT 8'))).toBe('8')
  })

  it('says that the password is refused', async () => {
    expect(await failureFrom(open({}, { signIn: 'token', restPassword: new Secret('wrong-one') }))).toMatchObject({ kind: 'signIn', code: 'maxscale.tokenRefused', server: { status: 401 } })
  })
})

describe('signing in with a token where the connection is not encrypted', () => {
  const { open, run } = behindMaxScale('sqlite', { secureGui: true })

  it('is refused in MaxScale\'s own words, and by password it still works', async () => {
    expect(await failureFrom(open({}, { signIn: 'token' }))).toMatchObject({ kind: 'signIn', code: 'maxscale.tokenRefused', server: { status: 401, text: 'Connection is not encrypted' } })
    expect(firstCell(await run(await open(), 'SELECT 7'))).toBe('7')
  })
})

describe('a MaxScale whose admin_jwt_max_age is shorter than what is asked for', () => {
  const configFile = fileURLToPath(new URL('fixtures/short-tokens.cnf', import.meta.url))
  const { open, run } = behindMaxScale('sqlite', { configFile })

  it("was believed to give a session's token the life that was asked for, and ended it while it seemed good", async () => {
    for (const tokenPlace of ['cookie', 'parameter'] as const) {
      const session = await open({ tokenPlace, tokenSeconds: 60 })
      const left = session.endsAt - steadyNow()
      expect(left).toBeLessThanOrEqual(3_000)
      expect(left).toBeGreaterThan(1_000)
      const clone = await cloneSession(session)
      expect(clone.endsAt - steadyNow()).toBeLessThanOrEqual(3_000)
      expect(firstCell(await run(session, 'SELECT 7'))).toBe('7')
      await pause(session.endsAt + 1_100 - steadyNow())
      expect(await failureFrom(run(session, 'SELECT 7'))).toMatchObject({ code: 'maxscale.sessionExpired' })
    }
  })
})

describe('a token of the REST API', () => {
  const asking = (lifeMs?: number) => {
    const asked: string[] = []
    return { asked, ask: async (authorization: string): Promise<SignedIn> => (asked.push(authorization), await pause(5), { token: `t${asked.length}`, ...(lifeMs && { lifeMs }) }) }
  }

  it('is asked for once by many calls at once, with the password that goes nowhere else', async () => {
    const { asked, ask } = asking()
    const signIn = createSignIn(access, ask)
    const headers = await Promise.all(Array.from({ length: 8 }, () => signIn.authorization()))
    expect(new Set(headers)).toEqual(new Set(['Bearer t1']))
    expect(asked).toEqual([`Basic ${Buffer.from('admin:hush').toString('base64')}`])
  })

  it('is renewed before it ends, not after', async () => {
    const { asked, ask } = asking(100_000)
    let now = 0
    const signIn = createSignIn(access, ask, () => now)
    await signIn.authorization()
    now = 89_000
    expect(await signIn.authorization()).toBe('Bearer t1')
    now = 90_000
    expect(await signIn.authorization()).toBe('Bearer t2')
    expect(asked).toHaveLength(2)
  })

  it('that was refused is not used again', async () => {
    const { ask } = asking()
    const signIn = createSignIn(access, ask)
    const first = await signIn.authorization()
    // Two calls were refused the same one: both may go on with the next.
    expect([signIn.refused(first), signIn.refused(first)]).toEqual([true, true])
    expect(await signIn.authorization()).toBe('Bearer t2')
    expect(signIn.refused(first)).toBe(true)
    expect(await signIn.authorization()).toBe('Bearer t2')
    const basic = createSignIn({ ...access, signIn: 'basic' }, ask)
    expect(basic.refused(await basic.authorization())).toBe(false)
  })
})
