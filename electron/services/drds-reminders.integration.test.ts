import { describe, expect, it } from 'vitest'
import { behindDrds } from './fixtures/behind-drds.ts'
import { soon } from './fixtures/drds-services.ts'

describe('reminders of full-table scans', () => {
  const { state, at, restart, scan } = behindDrds()

  it('tell what became due while the app was closed, until they are dismissed', async () => {
    await state.services.apply(scan({ remindAfterMinutes: 30 }))
    const [reminder] = await state.services.handlers.reminders({})
    expect(reminder).toMatchObject({ database: 'shop', tables: ['orders'], connectionName: '商城' })
    expect(state.services.remindersTold()).toEqual([])
    if (reminder) state.services.store.reminders.update({ ...reminder, dueAt: Date.now() - 1_000 })
    await restart()
    expect(state.services.remindersTold()).toMatchObject([{ id: reminder?.id }])
    await state.services.handlers.dismissReminder({ id: reminder?.id ?? 0 })
    expect(await state.services.handlers.reminders({})).toEqual([])
  })

  it('tell when they are due', async () => {
    const dueAt = Date.now() + 200
    state.services.store.reminders.insert({ ...at(), connectionName: '商城', tables: ['orders'], dueAt })
    await restart()
    expect(state.services.remindersTold()).toEqual([])
    await soon(() => state.services.remindersTold().length === 1)
    expect(Date.now()).toBeGreaterThanOrEqual(dueAt)
  })

  it('go with the scan that is switched off', async () => {
    await state.services.apply(scan({ tables: ['orders', 'users'], remindAfterMinutes: 30 }))
    await state.services.apply(scan({ tables: ['orders'], enabled: false }))
    expect(await state.services.handlers.reminders({})).toMatchObject([{ tables: ['users'] }])
    await state.services.apply(scan({ tables: ['users'], enabled: false }))
    expect(await state.services.handlers.reminders({})).toEqual([])
  })
})
