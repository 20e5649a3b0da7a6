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
    const cookie = access.redeem(token)
    expect(cookie).toMatch(/^tessera_4000=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)
    expect(access.redeem(token)).toBeNull()
    const pair = cookie?.split(';')[0] ?? ''
    expect(access.isSignedIn(requestWith({ cookie: `other=1; ${pair}; tessera_4001=x` }))).toBe(true)
    expect(access.isSignedIn(requestWith({ cookie: pair.replace('4000', '4001') }))).toBe(false)
    expect(access.isSignedIn(requestWith({ cookie: `${pair}x` }))).toBe(false)
    expect(access.isSignedIn(requestWith({}))).toBe(false)
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
