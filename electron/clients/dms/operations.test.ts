import { describe, expect, it } from 'vitest'
import { FailureError } from '../../../shared/model/failure.ts'
import { resultBound } from '../../http/answer-bounds.ts'
import { Secret } from '../../vault/secret.ts'
import { requestFor, wayFor } from './operations.ts'

const credentials = { accessId: 'user', accessSecret: new Secret('pwd') }
const statement = { schema: 'database', sql: 'SHOW DATABASES' }
const endpoint = 'https://dpxxxx-xxxxxxxx.proxy.dms.aliyuncs.com/'
const headers = { accessId: 'user', accessSecret: 'pwd', Accept: 'application/json' }

describe('requestFor', () => {
  it("posts plain text with the schema in the path, as the document's examples do", () => {
    expect(requestFor('postText', endpoint, credentials, statement)).toEqual({
      bound: resultBound,
      method: 'POST',
      url: 'https://dpxxxx-xxxxxxxx.proxy.dms.aliyuncs.com/server/database',
      headers: { ...headers, 'Content-Type': 'text/plain;charset=utf-8' },
      body: 'SHOW DATABASES',
      secrets: [credentials.accessSecret],
    })
  })

  it('posts JSON with the schema in the path or in the body', () => {
    const inPath = requestFor('postJson', endpoint, credentials, statement)
    expect([new URL(inPath.url).pathname, inPath.body]).toEqual(['/server/database', '{"sql":"SHOW DATABASES"}'])
    const inBody = requestFor('postJsonWithSchema', endpoint, credentials, statement)
    expect([new URL(inBody.url).pathname, inBody.body]).toEqual(['/server', '{"schema":"database","sql":"SHOW DATABASES"}'])
  })

  it.each(['postText', 'postJson', 'postJsonWithSchema', 'get'] as const)('never puts a credential into the URL or body: %s', (way) => {
    const request = requestFor(way, endpoint, credentials, statement)
    expect(request.url + (request.body ?? '')).not.toMatch(/pwd|user/)
    expect(request.headers).toMatchObject({ accessId: 'user', accessSecret: 'pwd' })
  })

  it('writes Chinese schemas and secrets in UTF-8', () => {
    const request = requestFor('postText', endpoint, { accessId: '用户', accessSecret: new Secret('密码') }, { schema: '订单', sql: 'SELECT 1' })
    expect(new URL(request.url).pathname).toBe('/server/%E8%AE%A2%E5%8D%95')
    expect(Buffer.from(request.headers.accessSecret, 'latin1').toString('utf8')).toBe('密码')
  })

  it('refuses a secret with a line break in words of its own', () => {
    const ask = () => requestFor('postText', endpoint, { accessId: 'user', accessSecret: new Secret('pwd\n') }, statement)
    expect(ask).toThrow(FailureError)
  })
})

describe('wayFor', () => {
  it('chooses plain text, and JSON for a schema that does not fit in a path; never GET', () => {
    expect(['', 'shop', '订单', 'a b', 'a-b.c'].map((schema) => wayFor({ schema, sql: '' }))).toEqual(Array(5).fill('postText'))
    expect(['a/b', '..', 'a%2Fb', 'a?b', 'a\nb'].map((schema) => wayFor({ schema, sql: '' }))).toEqual(Array(5).fill('postJsonWithSchema'))
  })
})
