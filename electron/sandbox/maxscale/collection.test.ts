import { expect, test } from 'vitest'
import { createFaults } from '../faults.ts'
import { resourceDocument, type JsonObject } from './collection.ts'
import { integer } from './json.ts'
import { callOf } from './request.ts'

const servers: JsonObject[] = ['a', 'b', 'c'].map((id, index) => ({
  attributes: { state: id === 'b' ? 'Down' : 'Running', parameters: { port: integer(3306 + index), address: id } }, id, relationships: { services: { data: [] } }, type: 'servers',
}))
const asked = (query: string, data: JsonObject | JsonObject[] = servers) => {
  const call = callOf({ method: 'GET', target: `/v1/servers?${query}`, headers: { host: 'h' }, body: null, plan: createFaults().planFor({ target: '' }), secure: false })
  return JSON.parse(resourceDocument(call, 'http://h/v1/servers/', data).body) as { data: { id: string }[]; links: Record<string, string>; meta?: object }
}
const ids = (query: string) => asked(query).data.map(({ id }) => id)

test.each([
  ['filter=/attributes/state="Down"', ['b']],
  ['filter[attributes/state]="Down"', ['b']],
  ['filter[/attributes/state]=ne("Down")', ['a', 'c']],
  ['filter[attributes/parameters/port]=gt(3306)', ['b', 'c']],
  ['filter[attributes/parameters/port]=le(3307)&filter[/attributes/state]="Running"', ['a']],
  ['filter[attributes/nothing]=1', []],
])('%s keeps %j', (query, kept) => {
  expect(ids(query)).toEqual(kept)
})

test('fields keep their places, and relationships that are not asked for go', () => {
  expect(asked('fields[servers]=state,parameters/port', servers.slice(0, 1)).data).toEqual([{ attributes: { parameters: { port: 3306 }, state: 'Running' }, id: 'a', type: 'servers' }])
  expect(asked('fields[servers]=services', servers.slice(0, 1)).data).toEqual([{ id: 'a', relationships: { services: { data: [] } }, type: 'servers' }])
})

test('pages are counted from 0, and link to each other', () => {
  const link = (number: number) => `http://h/v1/servers/?page%5Bsize%5D=2&page%5Bnumber%5D=${number}`
  const first = asked('page[size]=2')
  expect([first.data.length, first.links, first.meta]).toEqual([2, { first: link(0), last: link(1), next: link(1), self: link(0) }, { total: 3 }])
  const second = asked('page[size]=2&page[number]=1')
  expect([second.data.length, second.links]).toEqual([1, { first: link(0), last: link(1), prev: link(0), self: link(1) }])
})
