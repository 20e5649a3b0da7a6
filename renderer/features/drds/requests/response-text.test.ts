import { expect, test } from 'vitest'
import { RESPONSE_KEPT } from '../../../../shared/model/drds-call.ts'
import { responseText } from './response-text.ts'

test('JSON and XML are laid out, numbers as they came', () => {
  expect(responseText({ response: '{"Id":9007199254740993}', responseBytes: 23 }).text).toBe('{\n  "Id": 9007199254740993\n}')
  expect(responseText({ response: '<a><b>1</b></a>', responseBytes: 15 }).text).toBe('<a>\n  <b>1</b>\n</a>')
})

test('what was cut is said to be, and stands as it came', () => {
  const response = `{"a":"${'x'.repeat(RESPONSE_KEPT - 6)}`
  expect(responseText({ response, responseBytes: 90_000 })).toEqual({ text: response, keptBytes: RESPONSE_KEPT, cut: true })
})

test('an answer that only a masked secret made shorter was not cut', () => {
  expect(responseText({ response: '{"a":"***"}', responseBytes: 40 }).cut).toBe(false)
})
