import { expect, it } from 'vitest'
import { Secret } from '../../vault/secret.ts'
import { refusal } from './errors.ts'

const asked = { action: 'DescribeDrdsInstances', host: 'drds.example', regionId: 'cn-hangzhou', secret: new Secret('hush+hush/&=') }
const answered = (status: number) => ({ status, headers: {}, setCookies: [], bytes: new Uint8Array(), elapsedMs: 1 })

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('takes the code %s of a server for a code that it does not know', (code) => {
  const document = JSON.parse(`{"Code":${JSON.stringify(code)},"Message":"no","RequestId":"r"}`) as Record<string, unknown>
  expect(refusal(answered(400), document, asked, 0).failure).toMatchObject({ code: 'drds.refused', server: { code, text: 'no', requestId: 'r' } })
})

it('shows no secret that the server echoes, however it is spelt', () => {
  for (const spelt of ['hush+hush/&=', encodeURIComponent('hush+hush/&='), 'hush+hush/&amp;=']) {
    const { failure } = refusal(answered(400), { Code: 'SignatureDoesNotMatch', Message: `the key was ${spelt}.` }, asked, 0)
    expect(failure.server?.text).toBe('the key was [secret].')
  }
})
