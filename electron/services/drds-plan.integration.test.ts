import { describe, expect, it } from 'vitest'
import { behindDrds, password } from './fixtures/behind-drds.ts'
import { shopConnection } from './fixtures/drds-services.ts'

describe('plans of changes', () => {
  const { state, instanceAt, at, production, createDatabase, scan, order } = behindDrds()

  it('an order of instances, billed and sent once', async () => {
    const plan = await state.services.handlers.plan(order())
    expect(plan).toMatchObject({ action: 'CreateDrdsInstance', connectionName: '商城', instanceId: '', refused: null, inverse: null, confirm: '', warnings: ['billed', 'sentOnce'] })
    expect(plan.lines).toContainEqual({ label: 'specification', before: null, after: 'drds.small (4C 4G)' })
    expect(plan.lines).toContainEqual({ label: 'billing', before: null, after: 'drdsPost' })
    expect(await state.services.handlers.plan({ ...order(), quantity: 0 })).toMatchObject({ refused: { code: 'drds.field.quantity' } })
    production()
    expect(await state.services.handlers.plan(order())).toMatchObject({ confirm: '新实例' })
  })

  it('a new description, which can be taken back', async () => {
    const rename = { kind: 'renameInstance', at: instanceAt(), description: '商城' } as const
    const plan = await state.services.handlers.plan(rename)
    expect(plan).toMatchObject({ lines: [{ label: 'description', before: '商城订单（生产）', after: '商城' }], inverse: { description: '商城订单（生产）' }, confirm: '' })
    production()
    expect(await state.services.handlers.plan(rename)).toMatchObject({ confirm: state.instanceId })
  })

  it('the release of an instance, refused while it has databases', async () => {
    const plan = await state.services.handlers.plan({ kind: 'releaseInstance', at: instanceAt() })
    expect(plan).toMatchObject({ confirm: state.instanceId, inverse: null, refused: { code: 'drds.databasesFirst' }, warnings: ['cannotUndo', 'dataLost', 'addressesLost'] })
    expect(plan.lines).toContainEqual({ label: 'databases', before: 'shop\nshop_report\nshop_archive', after: null })
  })

  it('nothing for an instance that is being created', async () => {
    const { instances } = await state.services.handlers.listInstances({ connectionId: shopConnection })
    const creating = instances.find(({ status }) => status === 'creating')
    expect(await state.services.handlers.plan({ kind: 'renameInstance', at: { ...instanceAt(), instanceId: creating?.id ?? '' }, description: '别的' })).toMatchObject({ refused: { code: 'drds.instanceNotRunning' } })
  })

  it('a database, without looking at its password', async () => {
    const plan = await state.services.handlers.plan({ ...createDatabase('crm'), password: '' })
    expect(plan).toMatchObject({ action: 'CreateDrdsDB', refused: null, confirm: '', instanceName: '商城订单（生产）' })
    expect(await state.services.handlers.plan(createDatabase('shop'))).toMatchObject({ refused: { code: 'drds.databaseExists' } })
    expect(await state.services.handlers.plan(createDatabase('Crm'))).toMatchObject({ refused: { code: 'drds.field.databaseStart' } })
  })

  it('deletions, which always ask for the name', async () => {
    const { plan } = state.services.handlers
    expect(await plan({ kind: 'deleteDatabase', at: at() })).toMatchObject({ confirm: 'shop', refused: null, warnings: ['cannotUndo', 'dataLost'] })
    expect(await plan({ kind: 'deleteFailedDatabase', at: at() })).toMatchObject({ confirm: 'shop', refused: { code: 'drds.mismatch' } })
  })

  it('a whitelist, with who loses access and whom it lets in', async () => {
    const { plan } = state.services.handlers
    const added = await plan({ kind: 'setWhitelist', at: at(), entries: ['10.0.0.8', '0.0.0.0/0'], mode: 'append' })
    expect(added).toMatchObject({ warnings: ['openToAll'], lines: [{ before: '10.26.0.0/16\n192.168.0.0/16', after: '10.26.0.0/16\n192.168.0.0/16\n10.0.0.8\n0.0.0.0/0' }] })
    expect(added.inverse).toMatchObject({ mode: 'replace', entries: ['10.26.0.0/16', '192.168.0.0/16'] })
    expect(await plan({ kind: 'setWhitelist', at: at(), entries: ['10.0.0.8'], mode: 'replace' })).toMatchObject({ warnings: ['clientsLoseAccess'] })
    expect(await plan({ kind: 'setWhitelist', at: at(), entries: [], mode: 'replace' })).toMatchObject({ refused: { code: 'drds.field.whitelistNothing' } })
  })

  it('read weights, one line an RDS instance, with the weights of now as the way back', async () => {
    const { plan: planOf } = state.services.handlers
    const weights = (primary: string, ...pairs: [string, number][]) =>
      planOf({ kind: 'setReadWeights', at: at(), primary, weights: pairs.map(([name, weight]) => ({ name, weight })) })
    const plan = await weights('rm-shop1', ['rm-shop1', 0], ['rr-shop1a', 100])
    expect(plan.lines).toEqual([
      { label: 'readWeight', of: 'rm-shop1', before: '50', after: '0' },
      { label: 'readWeight', of: 'rr-shop1a', before: '30', after: '100' },
      { label: 'readWeight', of: 'rr-shop1b', before: '20', after: '0' },
    ])
    expect(plan).toMatchObject({ warnings: ['loadMoves', 'primaryWithoutReads'], inverse: { weights: [{ weight: 50 }, { weight: 30 }, { weight: 20 }] } })
    expect(await weights('rm-shop4', ['rm-shop4', 100])).toMatchObject({ refused: { code: 'drds.noWeights' }, inverse: null })
    expect(await weights('rr-shop1a', ['rr-shop1a', 100])).toMatchObject({ refused: { code: 'drds.invalidPrimary' }, inverse: null, lines: [{ of: 'rr-shop1a', before: null, after: '100' }] })
    expect(await weights('rm-shop1', ['rm-shop1', 50], ['rr-shop2a', 50])).toMatchObject({ refused: { code: 'drds.unknownReadInstance' } })
    expect(await weights('rm-shop1', ['rr-shop1a', 100])).toMatchObject({ refused: { code: 'drds.field.weightPrimary' } })
    // rr-shop3b restarts.
    expect(await weights('rm-shop3', ['rm-shop3', 50], ['rr-shop3b', 50])).toMatchObject({ refused: { code: 'drds.readInstanceState' } })
  })

  it('full-table scans, whose way back is the other way', async () => {
    expect(await state.services.handlers.plan(scan())).toMatchObject({ warnings: ['fullScanLoad'], inverse: { enabled: false }, lines: [{ of: 'orders', before: null, after: 'true' }] })
    expect(await state.services.handlers.plan(scan({ enabled: false }))).toMatchObject({ warnings: ['fullScanRefused'], inverse: { enabled: true } })
  })

  it('passwords and accounts, in production with the name of the database', async () => {
    production()
    const { plan } = state.services.handlers
    expect(await plan({ kind: 'resetPassword', at: at(), password: '' })).toMatchObject({ warnings: ['oldPasswordStops', 'cannotUndo'], confirm: 'shop', refused: null })
    expect(await plan({ kind: 'removeReadOnlyAccount', at: { ...at(), accountName: 'shop_RO' } })).toMatchObject({ refused: { code: 'drds.unknownAccount' }, confirm: 'shop' })
    expect(await plan({ kind: 'createReadOnlyAccount', at: at('shop_archive'), password })).toMatchObject({ refused: { code: 'drds.databaseNotRunning' } })
  })
})
