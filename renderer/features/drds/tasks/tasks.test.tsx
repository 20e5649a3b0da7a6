// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { DrdsTask } from '../../../../shared/model/drds-task.ts'
import { failureOf } from '../../../../shared/model/failure.ts'
import { account, prepareJsdom } from '../fixtures/open-page.tsx'
import { endedBetween } from './tasks-store.ts'
import { takeTasks } from './tasks-actions.ts'
import { createTasksStore } from './tasks-store.ts'
import { TasksTray } from './tasks-tray.tsx'

beforeAll(prepareJsdom)
afterEach(cleanup)

const taskOf = (id: number, more: Partial<DrdsTask> = {}): DrdsTask => ({
  id, kind: 'createDatabase', connectionId: account.id, connectionName: 'Main account', environment: 'production', regionId: 'cn-hangzhou', instanceId: 'drds1', database: 'crm', action: 'CreateDrdsDB', requestId: 'R', startedAt: Date.now() - 3_000,
  endedAt: null, state: 'running', message: '', failure: null, ...more,
})
const failed = taskOf(2, {
  state: 'failed', endedAt: Date.now(), message: 'no space', kind: 'deleteDatabase',
  failure: failureOf('server', 'drds.task.deleteFailed', { params: { database: 'crm', instance: 'drds1' } }),
})

function open(tasks: DrdsTask[], there = true) {
  const asked: string[] = []
  function Tray({ list }: { list: DrdsTask[] }) {
    const [shown, setShown] = useState(false)
    return (
      <TasksTray
        tasks={list}
        open={shown}
        onOpenChange={setShown}
        canOpen={() => there}
        onOpen={({ id }) => asked.push(`open ${id}`)}
        onDismiss={({ id }) => asked.push(`dismiss ${id}`)}
      />
    )
  }
  const { rerender } = render(<Tray list={tasks} />)
  return { asked, change: (list: DrdsTask[]) => rerender(<Tray list={list} />) }
}

test('nothing stands in the bar while DRDS does nothing', () => {
  open([])
  expect(screen.queryByRole('button')).toBeNull()
})

test('what runs is counted, and each task says where, how long and what can be done', () => {
  const { asked } = open([taskOf(1), failed])
  fireEvent.click(screen.getByRole('button', { name: '1 DRDS task' }))
  const [first, second] = screen.getAllByRole('listitem')
  expect(first?.textContent).toMatch(/Create database crmRunning.*drds1 · Main account · for 3 s/)
  expect(second?.textContent).toMatch(/Delete database crmFailed/)
  expect(second?.textContent).toContain('no space')
  fireEvent.click(within(second!).getByRole('button', { name: /from the list/ }))
  fireEvent.click(within(first!).getByRole('button', { name: 'Open Create database crm' }))
  expect(asked).toEqual(['dismiss 2', 'open 1'])
  expect(screen.queryByRole('list')).toBeNull()
})

test('a failed task is what the bar says once nothing runs', () => {
  open([failed, taskOf(3, { state: 'done', endedAt: Date.now() })])
  expect(screen.getByRole('button', { name: '1 DRDS task failed' })).toBeTruthy()
})

test('the tray stays while it is open, though its last task was taken off', () => {
  const { change } = open([failed])
  fireEvent.click(screen.getByRole('button', { name: '1 DRDS task failed' }))
  change([])
  expect(screen.getByText('Nothing is being created, deleted or released.')).toBeTruthy()
})

test('a task of a deleted account cannot be opened', () => {
  open([failed], false)
  fireEvent.click(screen.getByRole('button', { name: '1 DRDS task failed' }))
  expect(screen.queryByRole('button', { name: /^Open/ })).toBeNull()
})

test('a task is told of once, when it ends before one’s eyes, and not those that had ended before', () => {
  const told: number[] = []
  const tasks = createTasksStore()
  const take = (next: DrdsTask[]) => takeTasks({ tasks, onEnded: ({ id }) => told.push(id) }, next)
  take([taskOf(1), failed])
  const done = taskOf(1, { state: 'done', endedAt: 1 })
  take([done, failed])
  take([done, failed])
  expect(told).toEqual([1])
  expect(endedBetween([], [taskOf(9, { state: 'done' })])).toHaveLength(1)
})
