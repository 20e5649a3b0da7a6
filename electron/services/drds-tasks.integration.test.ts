import { describe, expect, it } from 'vitest'
import { connectionId } from '../../shared/model/ids.ts'
import { behindDrds } from './fixtures/behind-drds.ts'
import { shopConnection, soon } from './fixtures/drds-services.ts'

describe('tasks of DRDS', () => {
  const { state, instanceAt, at, restart, createDatabase, order } = behindDrds()

  const taskOf = (database: string) => state.services.store.tasks.list().find((task) => task.database === database)
  const ended = (database: string) => soon(() => (taskOf(database)?.endedAt ? taskOf(database) : undefined))

  it('are followed to their end, and taken off the list by hand', async () => {
    expect(await state.services.apply(createDatabase('crm'))).toMatchObject({ verification: { kind: 'underWay' } })
    expect(state.services.tasksTold().at(-1)).toMatchObject([{ kind: 'createDatabase', state: 'running', connectionName: '商城', database: 'crm' }])
    expect(await ended('crm')).toMatchObject({ state: 'done', failure: null })
    expect(state.services.tasksTold().at(-1)).toMatchObject([{ state: 'done' }])
    await state.services.handlers.dismissTask({ id: taskOf('crm')?.id ?? 0 })
    expect(await state.services.handlers.tasks({})).toEqual([])
    await state.services.apply({ kind: 'deleteDatabase', at: at('crm') })
    expect(await ended('crm')).toMatchObject({ kind: 'deleteDatabase', state: 'done' })
  })

  it('that delete a database take its link and its reminders with them, and no other', async () => {
    await state.services.apply(createDatabase('crm'))
    await ended('crm')
    await state.services.handlers.dismissTask({ id: taskOf('crm')?.id ?? 0 })
    const { store } = state.services
    for (const database of ['crm', 'shop']) {
      store.links.set(at(database), { connectionId: connectionId('dms'), schema: database })
      store.reminders.insert({ ...at(database), connectionName: '商城', tables: ['orders'], dueAt: Date.now() + 60_000 })
    }
    await state.services.apply({ kind: 'deleteDatabase', at: at('crm') })
    expect(await ended('crm')).toMatchObject({ kind: 'deleteDatabase', state: 'done' })
    expect(store.links.list(shopConnection).map(({ database }) => database)).toEqual(['shop'])
    expect(store.reminders.list().map(({ database }) => database)).toEqual(['shop'])
  })

  it('that fail say why, in the words of the service', async () => {
    await state.services.apply(createDatabase('crm_fail'))
    expect(await ended('crm_fail')).toMatchObject({ state: 'failed', message: expect.stringContaining('create database failed') as string, failure: { code: 'drds.task.createFailed', server: { text: expect.stringContaining('create database failed') as string } } })
    await state.services.handlers.dismissTask({ id: taskOf('crm_fail')?.id ?? 0 })
    expect(await state.services.apply({ kind: 'deleteFailedDatabase', at: at('crm_fail') })).toMatchObject({ verification: { kind: 'underWay' } })
    expect(await ended('crm_fail')).toMatchObject({ kind: 'deleteDatabase', state: 'done' })
  })

  it('of instances are followed, too', async () => {
    const { instanceIds, orderId } = await state.services.apply(order())
    expect(instanceIds).toHaveLength(2)
    expect(orderId).toMatch(/^\d+$/)
    await soon(() => state.services.store.tasks.list().every(({ state }) => state === 'done'))
    await state.services.apply({ kind: 'releaseInstance', at: { ...instanceAt(), instanceId: instanceIds[0] ?? '' } })
    await soon(() => state.services.store.tasks.list()[0]?.state === 'done')
    expect(state.services.store.tasks.list()[0]).toMatchObject({ kind: 'releaseInstance', instanceId: instanceIds[0] })
  })

  it('wait while the vault is locked, and go on', async () => {
    await state.services.apply(createDatabase('crm'))
    state.vaultOpen = false
    await soon(() => taskOf('crm')?.state === 'waiting')
    expect(taskOf('crm')).toMatchObject({ failure: { code: 'vault.secretMissing' }, endedAt: null })
    state.vaultOpen = true
    state.services.events.emit('connections.changed', null)
    expect(await ended('crm')).toMatchObject({ state: 'done', failure: null })
  })

  it('survive a restart', async () => {
    await state.services.apply(createDatabase('crm'))
    await restart()
    expect(taskOf('crm')).toMatchObject({ endedAt: null })
    expect(await ended('crm')).toMatchObject({ state: 'done' })
  })

  it('end with their connection', async () => {
    await state.services.apply(createDatabase('crm'))
    state.services.service.forget(shopConnection)
    expect(await state.services.handlers.tasks({})).toEqual([])
    expect(state.services.tasksTold().at(-1)).toEqual([])
  })
})
