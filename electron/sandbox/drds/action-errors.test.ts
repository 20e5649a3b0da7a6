import { expect, test } from 'vitest'
import { actionErrors, type ActionName } from './action-errors.ts'
import { commonErrors } from './drds-error.ts'
import documented from './fixtures/documented-actions.json' with { type: 'json' }

test('the table has exactly the actions of the document', () => {
  expect(Object.keys(actionErrors)).toEqual(Object.keys(documented.actions))
})

test.each(Object.keys(actionErrors).filter((action) => action !== 'ModifyDrdsIpWhiteList'))('%s has the rows of the document', (action) => {
  expect(actionErrors[action as ActionName]).toEqual(documented.actions[action as ActionName])
})

test('the common errors have the rows of the appendix', () => {
  const blank = (text: string) => text.replace(/"?(<(parameter )?name>|parameter name( n)?|Action or Version)"?/g, '*')
  const ours = commonErrors.map(([code, status, message]) => [blank(code), status, blank(message)])
  const theirs = documented.common.map(([code, status, message]) => [blank(String(code)), status, blank(String(message))])
  expect(ours.slice(0, new Set(theirs.map(String)).size)).toEqual([...new Map(theirs.map((row) => [String(row), row])).values()])
})
