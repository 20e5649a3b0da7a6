import { describe, expect, it } from 'vitest'
import { connectionId } from '../../shared/model/ids.ts'
import { behindDrds } from './fixtures/behind-drds.ts'
import { shopConnection, soon } from './fixtures/drds-services.ts'

describe('tasks of DRDS', () => {
  const { state, instanceAt, at, restart, createDatabase, order, audit, production } = behindDrds()

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

  it('left the audit log at "under way" for good: how they end is in it', async () => {
    production()
    const { requestId } = await state.services.apply(createDatabase('crm'))
    await ended('crm')
    await state.services.apply(createDatabase('crm_fail'))
    await ended('crm_fail')
    await state.services.handlers.dismissTask({ id: taskOf('crm_fail')?.id ?? 0 })
    await state.services.apply({ kind: 'deleteFailedDatabase', at: at('crm_fail') })
    await ended('crm_fail')
    expect(audit().map(({ action, outcome, database, verification }) => [action, outcome, database, verification])).toEqual([
      ['DeleteFailedDrdsDB', 'completed', 'crm_fail', null],
      ['DeleteFailedDrdsDB', 'done', 'crm_fail', 'underWay'],
      ['CreateDrdsDB', 'failed', 'crm_fail', null],
      ['CreateDrdsDB', 'done', 'crm_fail', 'underWay'],
      ['CreateDrdsDB', 'completed', 'crm', null],
      ['CreateDrdsDB', 'done', 'crm', 'underWay'],
    ])
    expect(audit()[0]?.lines).toEqual([{ label: 'database', before: 'crm_fail', after: null }])
    expect(audit()[2]).toMatchObject({
      failure: { code: 'drds.task.createFailed', server: { text: expect.stringContaining('create database failed') as string } },
      lines: [],
    })
    expect(audit()[4]).toMatchObject({ requestId, connectionName: '商城', environment: 'production', instanceId: state.instanceId, lines: [{ label: 'database', before: null, after: 'crm' }] })
  })

  it('of instances are followed, too', async () => {
    const { instanceIds, orderId } = await state.services.apply(order())
    expect(instanceIds).toHaveLength(2)
    expect(orderId).toMatch(/^\d+$/)
    await soon(() => state.services.store.tasks.list().every(({ state }) => state === 'done'))
    await state.services.apply({ kind: 'releaseInstance', at: { ...instanceAt(), instanceId: instanceIds[0] ?? '' } })
    await soon(() => state.services.store.tasks.list()[0]?.state === 'done')
    expect(state.services.store.tasks.list()[0]).toMatchObject({ kind: 'releaseInstance', instanceId: instanceIds[0] })
    const ends = audit().filter(({ outcome }) => outcome === 'completed').map(({ action, lines }) => ({ action, ...lines[0] }))
    expect(ends[0]).toEqual({ action: 'RemoveDrdsInstance', label: 'instance', before: instanceIds[0], after: null })
    expect(ends.slice(1).map(({ action, after }) => [action, after])).toEqual(expect.arrayContaining(instanceIds.map((id) => ['CreateDrdsInstance', id])))
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
