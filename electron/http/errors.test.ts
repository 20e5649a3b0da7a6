import { describe, expect, it } from 'vitest'
import { networkFailure, type Phase } from './errors.ts'

const withCode = (code: string, more: { cause?: unknown; name?: string } = {}) => Object.assign(new Error(code, { cause: more.cause }), { code, ...(more.name && { name: more.name }) })
const failure = (error: unknown, phase: Phase = 'connect', url = 'https://dp1.proxy.dms.aliyuncs.com/') => networkFailure(error, { phase, url: new URL(url), timeoutMs: 60_000 })

describe('networkFailure', () => {
  it.each([
    ['ENOTFOUND', 'network.dnsNotFound'],
    ['EAI_AGAIN', 'network.dnsFailed'],
    ['ECONNREFUSED', 'network.refused'],
    ['EHOSTUNREACH', 'network.unreachable'],
    ['ENETUNREACH', 'network.unreachable'],
    ['ETIMEDOUT', 'network.connectTimeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'network.connectTimeout'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'network.tlsPrivateAuthority'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'network.tlsUnknownIssuer'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'network.tlsUnknownIssuer'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'network.tlsTooOld'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'network.tlsTooOld'],
    ['ERR_SSL_DH_KEY_TOO_SMALL', 'network.tlsWeakKey'],
    ['ERR_SSL_EE_KEY_TOO_SMALL', 'network.tlsWeakKey'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'network.tlsNoAgreement'],
    ['ERR_SSL_DECRYPTION_FAILED', 'network.tlsFailed'],
    ['EPROTO', 'network.tlsFailed'],
    ['ECONNRESET', 'network.tlsClosed'],
    ['ESOMETHING', 'network.failed'],
  ])('gives %s its own sentence: %s', (code, expected) => {
    expect(failure(withCode(code))).toMatchObject({ kind: 'network', code: expected, retrySafe: true, params: { host: 'dp1.proxy.dms.aliyuncs.com', port: '443' } })
  })

  it('tells a reset before the answer from one in its middle, and neither is safe to repeat', () => {
    expect(failure(withCode('ECONNRESET'), 'answer')).toMatchObject({ code: 'network.reset', retrySafe: false })
    expect(failure(withCode('UND_ERR_SOCKET'), 'answer')).toMatchObject({ code: 'network.closed', retrySafe: false })
    expect(failure(withCode('UND_ERR_SOCKET'), 'answer', 'http://10.0.0.1:8989/')).toMatchObject({ code: 'network.closedPlain', params: { port: '8989' } })
    expect(failure(withCode('ECONNRESET'), 'body')).toMatchObject({ code: 'network.cutShort', retrySafe: false })
  })

  it('looks inside what undici and several addresses wrap', () => {
    expect(failure(withCode('UND_ERR_SOCKET', { cause: withCode('ECONNRESET') }), 'answer').code).toBe('network.reset')
    const several = new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')])
    expect(failure(several).code).toBe('network.refused')
    expect(failure(Object.assign(several, { code: 'ECONNREFUSED' })).code).toBe('network.refused')
  })

  it('knows a weak certificate, which Node has no code for, by its words', () => {
    for (const words of ['EE certificate key too weak', 'CA certificate key too weak', 'CA signature digest algorithm too weak']) {
      expect(failure(Object.assign(new Error(words), { code: 'UNSPECIFIED' })).code).toBe('network.tlsWeakKey')
    }
    expect(failure(withCode('UNSPECIFIED')).code).toBe('network.failed')
  })

  it('answers for anything that can be thrown', () => {
    expect(failure('text').code).toBe('network.failed')
    expect(failure(undefined).code).toBe('network.failed')
    expect(failure(new Error('plain')).code).toBe('network.failed')
  })
})
