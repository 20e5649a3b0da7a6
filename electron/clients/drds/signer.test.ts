import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import recorded from './fixtures/signature-vectors.json' with { type: 'json' }
import { canonicalQuery, percentEncode, signRpc, type RpcParams } from './signer.ts'

const paramsOf = (vector: (typeof recorded.vectors)[number]): RpcParams =>
  Object.fromEntries(Object.entries(vector.params).map(([name, value]) => [name, String(value)]))

describe('signRpc', () => {
  it.each(recorded.vectors.map((vector, index) => [`${index + 1}. ${vector.client}: ${vector.note}`, vector] as const))(
    'reproduces vector %s',
    (_, vector) => {
      const method = vector.method === 'POST' ? 'POST' : 'GET'
      expect(signRpc({ method, params: paramsOf(vector), accessKeySecret: vector.secret })).toEqual({
        canonicalizedQueryString: vector.canonicalizedQueryString,
        stringToSign: vector.stringToSign,
        signature: vector.signature,
      })
    },
  )

  it('has all 42 recorded vectors', () => {
    expect(recorded.vectors).toHaveLength(42)
  })

  const documentExample = (nonce: string) =>
    signRpc({
      method: 'GET',
      accessKeySecret: 'testsecret',
      params: {
        AccessKeyId: 'testid',
        Action: 'DescribeDrdsInstances',
        Format: 'XML',
        RegionId: 'cn-hangzhou',
        SignatureMethod: 'HMAC-SHA1',
        SignatureNonce: nonce,
        SignatureVersion: '1.0',
        Timestamp: '2016-01-20T14:26:15Z',
        Version: '2015-04-13',
      },
    }).signature

  it("reproduces the document's example once the doubled letter of its nonce is dropped", () => {
    expect(documentExample('ae5bdbeb-9b44-40a1-8bb4-b40784bff686')).toBe('h/ka/jNO+WZv8Tqgo4a75sp6eTs=')
    expect(documentExample('ae5bdbbeb-9b44-40a1-8bb4-b40784bff686')).not.toBe('h/ka/jNO+WZv8Tqgo4a75sp6eTs=')
  })

  it('never signs a Signature parameter', () => {
    const params = { AccessKeyId: 'a', Version: '1' }
    expect(canonicalQuery({ ...params, Signature: 'x' })).toBe(canonicalQuery(params))
  })
})

describe('percentEncode', () => {
  it('leaves only unreserved characters and decodes to what it was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const encoded = percentEncode(text)
        expect(encoded).toMatch(/^(?:[A-Za-z0-9\-_.~]|%[0-9A-F]{2})*$/)
        expect(decodeURIComponent(encoded)).toBe(text)
      }),
    )
  })
})
