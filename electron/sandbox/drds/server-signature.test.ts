import { describe, expect, test } from 'vitest'
import { serverSignature, serverStringToSign } from './server-signature.ts'
import recorded from './fixtures/signature-vectors.json' with { type: 'json' }

describe("the server's signature", () => {
  test.each(recorded.vectors.map((vector) => [`${vector.client}: ${vector.note}`, vector] as const))('%s', (_, vector) => {
    const parameters = new Map(Object.entries(vector.params))
    const stringToSign = serverStringToSign(vector.method, parameters)
    expect(stringToSign).toBe(vector.stringToSign)
    expect(serverSignature(stringToSign, vector.secret)).toBe(vector.signature)
  })

  test('does not depend on the order in which parameters came, nor on a Signature among them', () => {
    const { params, method, stringToSign } = recorded.vectors[0] as (typeof recorded.vectors)[number]
    const reversed = new Map(Object.entries(params).reverse())
    expect(serverStringToSign(method, reversed.set('Signature', 'x'))).toBe(stringToSign)
  })
})
