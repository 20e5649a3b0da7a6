import { expect, test } from 'vitest'
import { failureOf } from '../model/failure.ts'
import { mayHaveHappened } from './may-have-happened.ts'

test('a change whose answer was lost on its way may have happened', () => {
  const lost = ['network.answerTimeout', 'network.reset', 'network.closed', 'network.cutShort', 'network.failed'] as const
  expect(lost.filter((code) => !mayHaveHappened(failureOf('network', code)))).toEqual([])
})

test('a change that never found its server has not happened', () => {
  const never = ['network.dnsNotFound', 'network.refused', 'network.connectTimeout', 'network.tlsExpired'] as const
  expect(never.filter((code) => mayHaveHappened(failureOf('network', code, { retrySafe: true })))).toEqual([])
})

test('a server that broke may have done it first, one that refused has not', () => {
  expect(mayHaveHappened(failureOf('server', 'drds.serverError', { server: { text: '', code: 'InternalError', status: 500 } }))).toBe(true)
  expect(mayHaveHappened(failureOf('server', 'drds.unreadable'))).toBe(true)
  expect(mayHaveHappened(failureOf('input', 'drds.refused', { server: { text: '', code: 'RemoveDrdsDBFirst', status: 400 } }))).toBe(false)
  expect(mayHaveHappened(failureOf('guarded', 'drds.readOnly'))).toBe(false)
})

test('our own defect leaves it open', () => {
  expect(mayHaveHappened(failureOf('internal', 'internal.defect'))).toBe(true)
})
