import { expect, test } from 'vitest'
import { isInUse, rdsStatusOf } from './rds-status.ts'

test('the digits of the document have words, others have none', () => {
  expect(['0', '1', '5', '15', '2', 'RUNNING'].map((rawStatus) => rdsStatusOf({ rawStatus }))).toEqual(['creating', 'inUse', 'restarting', 'failingOver', null, null])
})

test('only digits other than 1 are judged to be out of use', () => {
  expect(['1', '5', '2', 'RUNNING'].map((rawStatus) => isInUse({ rawStatus }))).toEqual([true, false, false, true])
})
