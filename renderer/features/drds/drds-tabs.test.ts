import { expect, test } from 'vitest'
import { createDrdsTabs, createPlaceStore, goBack, goTo } from './drds-tabs.ts'

const instance = { page: 'instance', regionId: 'cn-hangzhou', instanceId: 'drds1' } as const
const database = { page: 'database', regionId: 'cn-hangzhou', instanceId: 'drds1', database: 'shop' } as const

test('back leads along the way one came, and stops where it began', () => {
  const places = createPlaceStore()
  goTo(places, instance)
  goTo(places, database)
  goTo(places, { page: 'map' })
  goBack(places)
  expect(places.getState().place).toEqual(database)
  goBack(places)
  goBack(places)
  goBack(places)
  expect(places.getState()).toMatchObject({ place: { page: 'instances' }, behind: [] })
})

test('going where one is adds no step', () => {
  const places = createPlaceStore()
  goTo(places, instance)
  goTo(places, { ...instance })
  expect(places.getState().behind).toHaveLength(1)
})

test('a tab that is come back to shows the same place, another its own', () => {
  const tabs = createDrdsTabs()
  goTo(tabs.of('a').places, database)
  expect(tabs.of('a').places.getState().place).toEqual(database)
  expect(tabs.of('b').places.getState().place).toEqual({ page: 'instances' })
})
