import { expect, test } from 'vitest'
import { nodesFrom } from './fixtures/sketched-map.ts'
import { shownNodes } from './map-node.ts'
import { wishOf } from './tree-keys.ts'

const shown = shownNodes(nodesFrom([[[{ open: true, tables: 0, rds: [{ shards: 1, replicas: 0 }], homeless: 0 }, { open: false, tables: 0, rds: [{ shards: 1, replicas: 0 }], homeless: 0 }]]]))
const wish = (key: string, at: number) => {
  const answer = wishOf(key, shown, at, ({ id }) => id.split('/').at(-1)!)
  return answer && ('node' in answer ? `${answer.kind} ${answer.node.id}` : `zoom ${answer.to}`)
}

test('arrows walk the tree, open and close it, and lead in and out', () => {
  expect(shown.map(({ id }) => id)).toEqual(['r0', 'r0/i0', 'r0/i0/db0', 'r0/i0/db0/shard:db0_0_0', 'r0/i0/db0/rds:rm0', 'r0/i0/db1'])
  expect(wish('ArrowDown', 0)).toBe('select r0/i0')
  expect(wish('ArrowUp', 0)).toBeNull()
  expect(wish('ArrowRight', 2)).toBe('select r0/i0/db0/shard:db0_0_0')
  expect(wish('ArrowLeft', 3)).toBe('select r0/i0/db0')
  expect(wish('ArrowLeft', 2)).toBe('toggle r0/i0/db0')
  expect(wish('ArrowRight', 5)).toBe('toggle r0/i0/db1')
  expect(wish('End', 0)).toBe('select r0/i0/db1')
  expect(wish('Enter', 2)).toBe('open r0/i0/db0')
  expect(wish(' ', 3)).toBeNull()
})

test('letters find the next title, zooming has its keys, and with nothing selected an arrow selects the first', () => {
  expect(wish('d', 2)).toBe('select r0/i0/db1')
  expect(wish('+', 0)).toBe('zoom in')
  expect(wish('-', 0)).toBe('zoom out')
  expect(wish('0', 0)).toBe('zoom fit')
  expect(wish('ArrowDown', -1)).toBe('select r0')
  expect(wish('F6', 0)).toBeNull()
})
