import { expect, test } from 'vitest'
import { createPool } from './pool.ts'

test('no more run at a time than may, what is urgent comes next, and what was cleared never runs', async () => {
  const pool = createPool(2)
  const ran: string[] = []
  const ends: (() => void)[] = []
  const task = (name: string) => () =>
    new Promise<void>((resolve) => {
      ran.push(name)
      ends.push(resolve)
    })
  for (const name of ['a', 'b', 'c', 'd']) pool.run(task(name))
  pool.run(task('urgent'), true)
  expect(ran).toEqual(['a', 'b'])
  ends[0]!()
  await new Promise((resolve) => setTimeout(resolve))
  expect(ran).toEqual(['a', 'b', 'urgent'])
  pool.clear()
  for (const end of ends) end()
  await new Promise((resolve) => setTimeout(resolve))
  expect(ran).toEqual(['a', 'b', 'urgent'])
})
