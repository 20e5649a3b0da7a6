// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import i18next from 'i18next'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { DrdsInstance } from '../../../../shared/model/drds.ts'
import { startI18n } from '../../../i18n/i18n.ts'
import { stateFrom } from '../map/fixtures/sketched-map.ts'
import { treeOf } from '../map/map-tree.ts'
import { wordsOf } from '../map/map-words.ts'
import { InstancesFooter } from './instances-footer.tsx'

beforeAll(() => startI18n('en'))
afterEach(cleanup)

const instance = (id: string): DrdsInstance => ({ id, description: id, regionId: 'r0', zoneId: '', type: 'dedicated', status: 'running', rawStatus: '0', networkType: 'vpc', vips: [] })
const list = (total: number) => ({ instances: [instance('a'), instance('b')], total, requestId: 'R', elapsedMs: 5 })
const footer = (total: number) => {
  render(<InstancesFooter state={{ chosen: ['r0', 'r1'], answers: { r0: { state: 'ready', list: list(total), refreshing: false } }, databases: {} }} shown={2} total={2} />)
  return screen.getByRole('status').textContent
}
const mapped = (total: number) => wordsOf(treeOf({ ...stateFrom([]), regions: ['r0'], instances: new Map([['r0', { state: 'ready', value: list(total) }]]) })[0]!, i18next.t).second

test('a list of instances that is shorter than its total passed for the whole, in the table and on the map', () => {
  expect(footer(25)).toContain('r0: DRDS sent 2 of 25 instances.')
  expect(mapped(25)).toContain('2 of 25 instances')
})

test('a whole list says nothing of the kind', () => {
  expect(footer(2)).not.toContain(' of ')
  expect(mapped(2)).toBe('2 instances')
})
