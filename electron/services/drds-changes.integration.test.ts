import { describe, expect, it } from 'vitest'
import type { DrdsChange } from '../../shared/model/drds-change.ts'
import { createDrdsClient } from '../clients/drds/client.ts'
import { Secret } from '../vault/secret.ts'
import { verify } from './drds-verify.ts'
import { behindDrds, password } from './fixtures/behind-drds.ts'
import { failureOfCall, shopConnection } from './fixtures/drds-services.ts'

describe('changes of DRDS', () => {
  const { faults, state, instanceAt, at, production, audit, createDatabase, order, scan } = behindDrds()

  const access = () => ({ regionId: 'cn-hangzhou', endpoint: state.server.url, accessKeyId: 'key', accessKeySecret: new Secret('drds-secret'), format: 'JSON', passwordPlace: 'body', timeoutMs: 5_000 }) as const
  const applied = { requestId: '', elapsedMs: 0, instanceIds: [], orderId: '', accountName: '' }

  it('are read back', async () => {
    expect(await state.services.apply({ kind: 'renameInstance', at: instanceAt(), description: '商城 2' })).toMatchObject({ verification: { kind: 'shown' } })
    expect(await state.services.apply({ kind: 'setWhitelist', at: at(), entries: ['10.0.0.8'], mode: 'append' })).toMatchObject({ verification: { kind: 'shown' } })
    expect(await state.services.apply({ kind: 'setReadWeights', at: at(), primary: 'rm-shop2', weights: [{ name: 'rm-shop2', weight: 10 }, { name: 'rr-shop2a', weight: 90 }] })).toMatchObject({ verification: { kind: 'shown' } })
    expect(await state.services.apply({ kind: 'resetPassword', at: at(), password })).toMatchObject({ verification: { kind: 'notReadable' } })
    const { accountName } = await state.services.apply({ kind: 'createReadOnlyAccount', at: at(), password })
    expect(accountName).toBe('shop_RO')
    expect(await state.services.handlers.plan({ kind: 'createReadOnlyAccount', at: at(), password })).toMatchObject({ refused: { code: 'drds.accountNotCreated' } })
    expect(await state.services.apply({ kind: 'changeReadOnlyPassword', at: { ...at(), accountName }, oldPassword: password, password: 'Anderes-1234' })).toMatchObject({ verification: { kind: 'notReadable' } })
    expect(await state.services.apply({ kind: 'removeReadOnlyAccount', at: { ...at(), accountName } })).toMatchObject({ verification: { kind: 'shown' } })
    expect(audit().map(({ action, outcome, verification }) => [action, outcome, verification])).toEqual([
      ['RemoveReadOnlyAccount', 'done', 'shown'],
      ['ModifyReadOnlyAccountPassword', 'done', 'notReadable'],
      ['CreateReadOnlyAccount', 'done', 'shown'],
      ['ModifyDrdsDBPasswd', 'done', 'notReadable'],
      ['ModifyRdsReadWeight', 'done', 'shown'],
      ['ModifyDrdsIpWhiteList', 'done', 'shown'],
      ['ModifyDrdsInstanceDescription', 'done', 'shown'],
    ])
    expect(JSON.stringify(audit())).not.toMatch(/Geheim|Anderes|drds-secret/)
  })

  it('say that reading back failed, or shows something else than the plan said', async () => {
    const ask = { client: createDrdsClient(), access: access() }
    /** Reads back what was planned and never sent. */
    const verified = async (change: DrdsChange) => verify(ask, change, (await state.services.handlers.plan(change)).lines, applied)
    // The children lose their weights by not being named.
    const weights: DrdsChange = { kind: 'setReadWeights', at: at(), primary: 'rm-shop1', weights: [{ name: 'rm-shop1', weight: 100 }] }
    const differences = [{ of: 'rm-shop1', before: '100', after: '50' }, { of: 'rr-shop1a', before: '0', after: '30' }, { of: 'rr-shop1b', before: '0', after: '20' }]
    expect(await verified(weights)).toEqual({ kind: 'differs', lines: differences.map((line) => ({ label: 'readWeight', ...line })) })
    expect(await verified({ kind: 'renameInstance', at: instanceAt(), description: '商城 2' })).toEqual({
      kind: 'differs', lines: [{ label: 'description', before: '商城 2', after: '商城订单（生产）' }],
    })
    expect(await verified({ kind: 'setWhitelist', at: at(), entries: ['10.0.0.8'], mode: 'replace' })).toEqual({
      kind: 'differs', lines: [{ label: 'whitelist', before: '10.0.0.8', after: '10.26.0.0/16\n192.168.0.0/16' }],
    })
    expect(await verified({ kind: 'createReadOnlyAccount', at: at(), password })).toEqual({ kind: 'differs', lines: [{ label: 'account', before: '', after: null }] })
    const { accountName } = await state.services.apply({ kind: 'createReadOnlyAccount', at: at(), password })
    expect(await verified({ kind: 'removeReadOnlyAccount', at: { ...at(), accountName } })).toEqual({ kind: 'differs', lines: [{ label: 'account', before: null, after: 'shop_RO' }] })
    faults.order({ fault: 'refuse', code: 'Forbidden.RAM', match: 'Action=DescribeRdsList' })
    expect(await verify(ask, weights, [], applied)).toMatchObject({ kind: 'failed', failure: { code: 'drds.notPermitted' } })
  })

  it('called an appended whitelist shown while what stood there before was gone', async () => {
    const change: DrdsChange = { kind: 'setWhitelist', at: at(), entries: ['10.0.0.8'], mode: 'append' }
    const { lines } = await state.services.handlers.plan(change)
    // The service lets go of what it had.
    await state.services.apply({ ...change, mode: 'replace' })
    const verification = await verify({ client: createDrdsClient(), access: access() }, change, lines, applied)
    expect(verification).toEqual({ kind: 'differs', lines: [{ label: 'whitelist', before: '10.0.0.8\n10.26.0.0/16\n192.168.0.0/16', after: '10.0.0.8' }] })
  })

  it('are refused on a read-only connection, and unless they are confirmed', async () => {
    production()
    const change: DrdsChange = { kind: 'setWhitelist', at: at(), entries: ['10.0.0.8'], mode: 'replace' }
    expect(await failureOfCall(state.services.handlers.apply({ change, confirmed: 'shops', basis: '' }))).toMatchObject({ kind: 'guarded', code: 'drds.notConfirmed', params: { confirm: 'shop' } })
    state.settings = { ...state.settings, readOnly: true }
    // A name was typed for a plan that could not be carried out.
    expect(await state.services.handlers.plan(change)).toMatchObject({ refused: { kind: 'guarded', code: 'drds.readOnly' }, lines: [{ label: 'whitelist' }] })
    expect(await failureOfCall(state.services.handlers.apply({ change, confirmed: 'shop', basis: '' }))).toMatchObject({ kind: 'guarded', code: 'drds.readOnly' })
    expect(await state.services.handlers.whitelist(at())).toEqual(['10.26.0.0/16', '192.168.0.0/16'])
    expect(audit().map(({ outcome, failure }) => [outcome, failure?.code])).toEqual([['refused', 'drds.readOnly'], ['refused', 'drds.notConfirmed']])
  })

  it('replaced what another person had changed since the plan was seen: now it is to be seen first', async () => {
    const change: DrdsChange = { kind: 'setWhitelist', at: at(), entries: ['10.0.0.8'], mode: 'replace' }
    const { confirm: confirmed, basis } = await state.services.handlers.plan(change)
    await state.services.apply({ kind: 'setWhitelist', at: at(), entries: ['10.9.9.9'], mode: 'append' })
    expect(await failureOfCall(state.services.handlers.apply({ change, confirmed, basis }))).toMatchObject({ kind: 'guarded', code: 'drds.planChanged' })
    expect(await state.services.handlers.whitelist(at())).toContain('10.9.9.9')
    expect(audit()[0]).toMatchObject({ outcome: 'refused', failure: { code: 'drds.planChanged' } })
    expect(await state.services.apply(change)).toMatchObject({ verification: { kind: 'shown' } })
  })

  it('that are known to be refused are not sent', async () => {
    expect(await failureOfCall(state.services.apply({ kind: 'releaseInstance', at: instanceAt() }))).toMatchObject({ code: 'drds.databasesFirst' })
    expect((await state.services.handlers.calls({ connectionId: shopConnection })).map(({ action }) => action)).not.toContain('RemoveDrdsInstance')
  })

  it("keep the service's own words of a refusal in the log", async () => {
    expect(await failureOfCall(state.services.apply({ ...createDatabase('crm'), rdsInstances: ['rm-nowhere'] }))).toMatchObject({ server: { code: 'InvalidParameter.Mismatch' } })
    expect(audit()[0]).toMatchObject({ outcome: 'refused', database: 'crm', requestId: expect.stringMatching(/^[0-9A-F-]{36}$/) as string })
  })

  it('whose answer was lost are of unknown outcome', async () => {
    faults.order({ fault: 'reset', match: 'Action=DeleteDrdsDB' })
    expect(await failureOfCall(state.services.apply({ kind: 'deleteDatabase', at: at() }))).toMatchObject({ kind: 'network', retrySafe: false })
    expect(audit()[0]).toMatchObject({ action: 'DeleteDrdsDB', outcome: 'unknown', failure: { kind: 'network' } })
  })

  describe('that somebody else answered are of unknown outcome and are looked for', () => {
    const page = '<html><body><form action="/login"></form></body></html>'
    const foreign = (action: string) => faults.order({ fault: 'answer', body: page, match: `Action=${action}` })
    const unanswered = async (change: DrdsChange) => ({ failure: await failureOfCall(state.services.apply(change)), entry: audit()[0] })

    it('a password was logged as changed', async () => {
      foreign('ModifyDrdsDBPasswd')
      const { failure, entry } = await unanswered({ kind: 'resetPassword', at: at(), password })
      expect(failure).toMatchObject({ code: 'drds.webPage', retrySafe: false, params: { found: 'notReadable' } })
      expect(entry).toMatchObject({ action: 'ModifyDrdsDBPasswd', outcome: 'unknown', verification: 'notReadable', failure: { code: 'drds.webPage' } })
    })

    it('and found where they happened', async () => {
      foreign('ModifyDrdsInstanceDescription')
      expect(await unanswered({ kind: 'renameInstance', at: instanceAt(), description: '商城 2' })).toMatchObject({
        failure: { params: { found: 'shown' } }, entry: { outcome: 'unknown', verification: 'shown', differences: [] },
      })
      foreign('CreateDrdsDB')
      expect(await unanswered(createDatabase('crm'))).toMatchObject({ failure: { params: { found: 'underWay' } }, entry: { outcome: 'unknown', verification: 'underWay' } })
      expect(await state.services.handlers.tasks({})).toMatchObject([{ kind: 'createDatabase', database: 'crm', requestId: '' }])
      foreign('CreateDrdsInstance')
      expect(await unanswered(order())).toMatchObject({ failure: { params: { found: 'underWay' } }, entry: { outcome: 'unknown', verification: 'underWay' } })
      expect((await state.services.handlers.tasks({})).map(({ kind }) => kind)).toEqual(['createInstance', 'createInstance', 'createDatabase'])
    })

    it('and missed where they did not', async () => {
      faults.order({ fault: 'ignore', match: 'Action=DeleteDrdsDB' })
      foreign('DeleteDrdsDB')
      expect(await unanswered({ kind: 'deleteDatabase', at: at() })).toMatchObject({
        failure: { params: { found: 'differs' } }, entry: { outcome: 'unknown', verification: 'differs', differences: [{ label: 'database', before: null, after: 'shop' }] },
      })
      faults.order({ fault: 'ignore', match: 'Action=CreateDrdsInstance' })
      foreign('CreateDrdsInstance')
      expect(await unanswered(order())).toMatchObject({ entry: { verification: 'differs', differences: [{ label: 'quantity', before: '2', after: '0' }] } })
      expect(await state.services.handlers.tasks({})).toEqual([])
    })

    it('and not seen where nothing answers any more', async () => {
      faults.order({ fault: 'answer', body: page, match: 'Action=ModifyDrdsIpWhiteList' })
      faults.order({ fault: 'answer', body: page, match: 'Action=DescribeDrdsDBIpWhiteList', after: 2, persistent: true })
      expect(await unanswered({ kind: 'setWhitelist', at: at(), entries: ['10.0.0.8'], mode: 'append' })).toMatchObject({
        failure: { code: 'drds.webPage', params: { found: 'failed' } }, entry: { outcome: 'unknown', verification: 'failed' },
      })
    })
  })

  it('are logged and said to be done where their task could not be kept', async () => {
    const logged = state.services.breakTable('drds_tasks')
    expect(await state.services.apply({ kind: 'deleteDatabase', at: at() })).toMatchObject({ verification: { kind: 'underWay' } })
    expect(audit()[0]).toMatchObject({ action: 'DeleteDrdsDB', outcome: 'done' })
    expect(logged).toHaveLength(1)
  })

  it('are noted with what their plan warned of, the way back, and what the service shows instead', async () => {
    await state.services.apply({ kind: 'setWhitelist', at: at(), entries: ['0.0.0.0/0'], mode: 'replace' })
    expect(audit()[0]).toMatchObject({
      warnings: ['openToAll', 'clientsLoseAccess'], inverse: { kind: 'setWhitelist', mode: 'replace', entries: ['10.26.0.0/16', '192.168.0.0/16'] }, differences: [], failure: null,
    })
    faults.order({ fault: 'refuse', code: 'Forbidden.RAM', match: 'Action=DescribeReadOnlyAccount', after: 2 })
    await state.services.apply({ kind: 'createReadOnlyAccount', at: at(), password })
    expect(audit()[0]).toMatchObject({ outcome: 'done', verification: 'failed', failure: { code: 'drds.notPermitted' } })
    faults.order({ fault: 'ignore', match: 'Action=ModifyDrdsInstanceDescription' })
    await state.services.apply({ kind: 'renameInstance', at: instanceAt(), description: '商城 2' })
    expect(audit()[0]).toMatchObject({ outcome: 'done', verification: 'differs', differences: [{ label: 'description', before: '商城 2', after: '商城订单（生产）' }] })
  })

  it('are said to be done where the audit log could not be kept', async () => {
    const logged = state.services.breakTable('drds_audit')
    expect(await state.services.apply({ kind: 'renameInstance', at: instanceAt(), description: '商城 2' })).toMatchObject({ verification: { kind: 'shown' } })
    expect(logged).toHaveLength(1)
  })

  it('that were never sent are of no unknown outcome', async () => {
    faults.order({ fault: 'drop', match: 'Action=DescribeDrdsDB', persistent: true })
    expect(await failureOfCall(state.services.handlers.apply({ change: { kind: 'deleteDatabase', at: at() }, confirmed: 'shop', basis: '' }))).toMatchObject({ kind: 'network' })
    expect(audit()[0]).toMatchObject({ outcome: 'refused', lines: [] })
  })

  it('are logged in pages of a hundred', async () => {
    expect(await state.services.apply(scan())).toMatchObject({ verification: { kind: 'notReadable' } })
    const [entry] = audit()
    if (!entry) throw new Error('nothing logged')
    for (let more = 0; more < 120; more += 1) state.services.store.audit.add(shopConnection, entry)
    const page = await state.services.handlers.audit({ connectionId: null, before: null })
    expect(page).toHaveLength(100)
    expect(await state.services.handlers.audit({ connectionId: shopConnection, before: page.at(-1)?.id ?? 0 })).toHaveLength(21)
  })
})
