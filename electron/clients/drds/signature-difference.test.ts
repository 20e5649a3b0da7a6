import { expect, it } from 'vitest'
import { maskOf } from '../../http/masking/mask.ts'
import { signatureDifference } from './signature-difference.ts'
import { canonicalQuery, stringToSign, type RpcParams } from './signer.ts'

const params = { Action: 'CreateDrdsDB', Password: 'Secret word 1', RegionId: 'cn-hangzhou', Timestamp: '2016-01-20T14:26:15Z' }
const signed = (given: RpcParams, method = 'GET') => stringToSign(method, canonicalQuery(given))
const message = (text: string) => `Specified signature is not matched with our calculation. server string to sign is:${text}`
const differing = (theirs: string) => signatureDifference(message(theirs), signed(params), ['Password'], maskOf([]))

it('finds nothing where the server signed the same text: the secret differs', () => {
  expect(differing(signed(params))).toBeNull()
})

it('knows nothing where the server prints no text', () => {
  expect(signatureDifference('Specified signature is not matched.', signed(params), [], maskOf([]))).toBeUndefined()
})

it.each([
  ['a value', { ...params, RegionId: 'cn-beijing' }, { parameter: 'RegionId', ours: 'cn-hangzhou', theirs: 'cn-beijing' }],
  ['a parameter that a proxy added', { ...params, Trace: '1' }, { parameter: 'Trace', ours: '–', theirs: '1' }],
  ['a parameter that got lost', { ...params, Timestamp: undefined }, { parameter: 'Timestamp', ours: '2016-01-20T14%3A26%3A15Z', theirs: '–' }],
  ['a secret, whose values stay hidden', { ...params, Password: 'Secret+word+1' }, { parameter: 'Password', ours: '***', theirs: '***' }],
])('names %s', (_, theirs, difference) => {
  const given = Object.fromEntries(Object.entries(theirs).filter((entry): entry is [string, string] => entry[1] !== undefined))
  expect(differing(signed(given))).toEqual(difference)
})

it('names the method', () => {
  expect(differing(signed(params, 'POST'))).toEqual({ parameter: 'HTTPMethod', ours: 'GET', theirs: 'POST' })
})

it('names how a value was encoded', () => {
  const theirs = signed(params).replace('%253A26', '%3A26')
  expect(differing(theirs)).toEqual({ parameter: 'Timestamp', ours: '2016-01-20T14%3A26%3A15Z', theirs: '2016-01-20T14:26%3A15Z' })
})

it('shows the order of parameters where only that differs, and no value of a secret', () => {
  const swapped = `GET&%2F&${encodeURIComponent('RegionId=cn-hangzhou&Action=CreateDrdsDB&Password=Secret%20word%201&Timestamp=2016-01-20T14%3A26%3A15Z')}`
  expect(differing(swapped)).toEqual({ parameter: 'StringToSign', ours: 'Action, Password, RegionId, Timestamp', theirs: 'RegionId, Action, Password, Timestamp' })
})

it.each(['GET', 'GET&%2F&%E0', 'one&two&three&four'])('compares the whole where the server’s text %s is none', (theirs) => {
  expect(signatureDifference(message(theirs), signed(params), [], maskOf([]))).toMatchObject({ parameter: 'StringToSign', theirs })
  expect(differing(theirs)).toEqual({ parameter: 'StringToSign', ours: '***', theirs: '***' })
})
