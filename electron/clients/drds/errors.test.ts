import { expect, it } from 'vitest'
import { maskOf } from '../../http/masking/mask.ts'
import { refusal, type Asked } from './errors.ts'

const secret = 'hush+hush/&='
const asked: Asked = {
  action: 'DescribeDrdsInstances', method: 'GET', host: 'drds.example', regionId: 'cn-hangzhou', secrets: [],
  stringToSign: 'GET&%2F&A%3D1', skewMs: null,
}
const answered = (status: number) => ({ status, headers: {}, setCookies: [], bytes: new Uint8Array(), elapsedMs: 1, mask: maskOf([secret]) })

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('takes the code %s of a server for a code that it does not know', (code) => {
  const document = JSON.parse(`{"Code":${JSON.stringify(code)},"Message":"no","RequestId":"r"}`) as Record<string, unknown>
  expect(refusal(answered(400), document, asked).failure).toMatchObject({ code: 'drds.refused', server: { code, text: 'no', requestId: 'r' } })
})

it('shows no secret that the server echoes, however it is spelt', () => {
  const encoded = encodeURIComponent(secret)
  for (const spelt of [secret, encoded, encodeURIComponent(encoded), 'hush+hush/&amp;=']) {
    const { failure } = refusal(answered(400), { Code: 'SignatureDoesNotMatch', Message: `the key was ${spelt}.` }, asked)
    expect(failure.server?.text).toBe('the key was [secret].')
  }
})

it.each([
  ['INVALIDDRDSINSTANCEID.NOTFOUND', '', 'drds.unknownInstance', {}],
  ['QuotaExceeded.DRDSInstance', '', 'drds.instanceQuota', {}],
  ['MissingRegionId', 'RegionId is mandatory for this action.', 'drds.missingParameter', { parameter: 'RegionId' }],
  ['MissingParameter', 'The parameter "DbName" is needed but no provided.', 'drds.missingParameter', { parameter: 'DbName' }],
  ['UnsupportedParameter', 'The parameter "Colour" is not supported.', 'drds.unsupportedParameter', { parameter: 'Colour' }],
  ['InvalidType.ValueNotSupported', '', 'drds.valueNotSupported', { parameter: 'Type' }],
  ['InvalidIpWhiteList.MalFormed', '', 'drds.malformed', { parameter: 'IpWhiteList' }],
  ['InvalidPassword.Malformed', '', 'drds.invalidPassword', {}],
] as const)('explains %s', (code, Message, failure, params) => {
  expect(refusal(answered(400), { Code: code, Message }, asked).failure).toMatchObject({ code: failure, params })
})

it('tells a wrong present password from a malformed one by the action', () => {
  const document = { Code: 'InvalidPassword.Malformed', Message: '' }
  expect(refusal(answered(400), document, { ...asked, action: 'ModifyReadOnlyAccountPassword' }).failure.code).toBe('drds.wrongOldPassword')
})

it('takes ActionUnauthorized for a missing permission whatever its status', () => {
  for (const status of [400, 403]) expect(refusal(answered(status), { Code: 'ActionUnauthorized' }, asked).failure).toMatchObject({ kind: 'permission', code: 'drds.notPermitted' })
})
