import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createAccess } from './access.ts'

const requestWith = (headers: IncomingMessage['headers']) => ({ headers }) as IncomingMessage
const tokenOf = (url: string) => new URL(url).searchParams.get('token') ?? ''

describe('access to the browser host', () => {
  it('is had by a token once, and by its cookie from then on', () => {
    const access = createAccess(4000)
    const token = tokenOf(access.issueUrl())
    expect(token.length).toBeGreaterThanOrEqual(32)
    const { cookie = '', key = '' } = access.redeem(token) ?? {}
    expect(cookie).toMatch(/^tessera_4000=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)
    expect(key).toMatch(/^[\w-]{43}\.[\w-]{43}$/)
    expect(access.redeem(token)).toBeNull()
    const pair = cookie.split(';')[0] ?? ''
    expect(access.isSignedIn(requestWith({ cookie: `other=1; ${pair}; tessera_4001=x` }))).toBe(true)
    expect(access.isSignedIn(requestWith({ cookie: pair.replace('4000', '4001') }))).toBe(false)
    expect(access.isSignedIn(requestWith({ cookie: `${pair}x` }))).toBe(false)
    expect(access.isSignedIn(requestWith({}))).toBe(false)
  })

  it('tries every cookie of the name: one that another port planted locks nobody out', () => {
    const access = createAccess(4000)
    const { cookie = '', key = '' } = access.redeem(tokenOf(access.issueUrl())) ?? {}
    const pair = cookie.split(';')[0] ?? ''
    const protocol = `tessera, ${key.split('.')[0]}`
    for (const planted of [`tessera_4000=planted; ${pair}`, `${pair}; tessera_4000=planted`, `tessera_4000=; tessera_4000;${pair}`, `tessera_4000="${pair}"; ${pair}`]) {
      expect(access.isSignedIn(requestWith({ cookie: planted }))).toBe(true)
      expect(access.hostProof(requestWith({ cookie: planted, 'sec-websocket-protocol': protocol }))).toBe(key.split('.')[1])
    }
  })

  it('is not had by the cookie alone, nor by the key of another session', () => {
    const access = createAccess(4000)
    const [first, second] = [access.redeem(tokenOf(access.issueUrl())), access.redeem(tokenOf(access.issueUrl()))]
    const cookie = first?.cookie.split(';')[0] ?? ''
    const [page, host] = first?.key.split('.') ?? []
    const proofWith = (protocols: string | undefined, sent: string | undefined = cookie) =>
      access.hostProof(requestWith({ ...(sent && { cookie: sent }), ...(protocols !== undefined && { 'sec-websocket-protocol': protocols }) }))
    expect(proofWith(`tessera, ${page}`)).toBe(host)
    for (const protocols of [undefined, '', 'tessera', `tessera, ${host}`, `tessera, ${first?.key}`, `tessera, ${second?.key.split('.')[0]}`, `tessera, ${page}x`, 'undefined']) {
      expect(proofWith(protocols)).toBeNull()
    }
    expect(proofWith(`tessera, ${page}`, '')).toBeNull()
    expect(proofWith(`tessera, ${page}`, second?.cookie.split(';')[0])).toBeNull()
  })

  it('is not had by a guess, nor by an address that a newer one replaced', () => {
    const access = createAccess(4000)
    expect(access.redeem('')).toBeNull()
    const first = tokenOf(access.issueUrl())
    const second = tokenOf(access.issueUrl())
    expect(access.redeem(first)).toBeNull()
    expect(access.redeem('undefined')).toBeNull()
    expect(access.redeem(second)).not.toBeNull()
  })

  it.each([
    [{ host: '127.0.0.1:4000' }, false, null],
    [{ host: '127.0.0.1:4000', origin: 'http://127.0.0.1:4000' }, true, null],
    [{ host: '127.0.0.1:4000' }, true, 'origin'],
    [{ host: '127.0.0.1:4000', origin: 'http://127.0.0.1:4001' }, false, 'origin'],
    [{ host: '127.0.0.1:4000', origin: 'https://127.0.0.1:4000' }, false, 'origin'],
    [{ host: '127.0.0.1:4000', origin: 'null' }, false, 'origin'],
    [{ host: 'localhost:4000' }, false, 'host'],
    [{ host: 'rebound.example:4000', origin: 'http://rebound.example:4000' }, false, 'host'],
    [{ host: '127.0.0.1' }, false, 'host'],
    [{}, false, 'host'],
  ])('with the headers %j (origin demanded: %s) is refused for: %s', (headers, origin, reason) => {
    expect(createAccess(4000).refusal(requestWith(headers), { origin })).toBe(reason)
  })
})
