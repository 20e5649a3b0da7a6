import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectionId, tabId } from '../../shared/model/ids.ts'
import type { TabSession } from '../../shared/model/session.ts'
import { nextSent } from '../clients/fixtures/under-way.ts'
import { behindMaxScale, failureFrom, firstCell, firstRow, only } from '../clients/maxscale/fixtures/behind-maxscale.ts'
import type { SessionAccess } from '../clients/maxscale/session.ts'
import { Secret } from '../vault/secret.ts'
import { createRests } from './maxscale-rests.ts'
import { createSessionOpener } from './session-opener.ts'
import { createSessionService } from './session-service.ts'
import { createTabSessions, type TabSessions } from './tab-sessions.ts'

const [a, b, shop] = [tabId('a'), tabId('b'), connectionId('shop')]

describe('the session of a tab', () => {
  const { faults, access, url, asRoot, isRunning, openCount } = behindMaxScale('mariadb')
  let told: (TabSession | null)[] = []
  let opened: string[] = []
  let sessions: TabSessions
  let service: ReturnType<typeof createSessionService>['handlers']

  beforeEach(() => {
    told = []
    opened = []
    const journal = {
      opened: (_: unknown, { key }: { key: { id: string } }) => Promise.resolve(void opened.push(key.id)),
      closed: (id: string) => Promise.resolve(void (opened = opened.filter((one) => one !== id))),
      orphans: () => [],
      tokenOf: () => Promise.resolve(undefined),
    }
    const opener = createSessionOpener({ restOf: createRests(), journal })
    sessions = createTabSessions({ opener, announce: (_, session) => void told.push(session) })
    service = createSessionService({ sessions }).handlers
  })
  afterEach(async () => {
    faults.clear()
    await sessions.closeAll()
    // What is left open here is left open in life.
    const left = await openCount()
    if (opened.length > 0 || left > 0) throw new Error(`${opened.length} noted, ${left} open`)
  })

  const rest = (restPassword = 'rest-secret') => ({
    baseUrl: url(), restUser: 'admin', restPassword: new Secret(restPassword), signIn: 'basic' as const, trust: { certificateAuthority: '', pinnedCertificate: '' },
  })
  const reserved = (tab: typeof a, more: Partial<SessionAccess>) =>
    sessions.take({ tabId: tab, connectionId: shop, access: { rest: rest(), session: access(more) }, database: '', signal: new AbortController().signal })
  /** The session, which anybody may work with. */
  const take = async (tab = a, more: Partial<SessionAccess> = {}) => {
    const { session, release } = await reserved(tab, more)
    release()
    return session
  }
  const run = async (sql: string, tab = a, more: Partial<SessionAccess> = {}) => {
    const { session, release } = await reserved(tab, more)
    try {
      return await session.run({ sql, rowLimit: 100 })
    } finally {
      release()
      sessions.tell(tab)
    }
  }
  const kill = async (tab = a) => void (await asRoot(`KILL ${(await take(tab)).threadId}`))

  it('is cloned from that of another tab of the connection, which needs no password', async () => {
    await run('SELECT 1')
    faults.order({ fault: 'badGateway', match: '/v1/sql?', persistent: true })
    expect(firstCell(await run('SELECT 2', b))).toBe('2')
    expect(await openCount()).toBe(2)
  })

  it('is opened anew where the one to clone is gone from MaxScale', async () => {
    await run('SELECT 1')
    faults.order({ fault: 'badGateway', match: '/clone', persistent: true })
    expect(firstCell(await run('SELECT 2', b))).toBe('2')
  })

  it('tells what each statement makes of it', async () => {
    await run('BEGIN')
    await run('SET @mine = 7')
    expect(told.at(-1)).toMatchObject({ tabId: 'a', connectionId: 'shop', database: 'goods', condition: { kind: 'open' }, trace: { transaction: 'open', autocommit: true, holds: ['variables'] } })
    expect(told.at(-1)?.threadId).toBeGreaterThan(0)
    expect(service.list({})).toEqual([told.at(-1)])
    await service.endTransaction({ tabId: a, how: 'rollback' })
    expect(told.at(-1)).toMatchObject({ trace: { transaction: 'none' } })
    await service.close({ tabId: a })
    expect(told.at(-1)).toBeNull()
  })

  it('commits and rolls back as told', async () => {
    await run('BEGIN')
    await run('INSERT INTO owners VALUES (201, 1, NULL)')
    expect(await service.endTransaction({ tabId: a, how: 'commit' })).toMatchObject({ trace: { transaction: 'none' } })
    await run('BEGIN')
    await run('DELETE FROM owners WHERE id = 201')
    await service.endTransaction({ tabId: a, how: 'rollback' })
    expect(firstCell(await run('SELECT COUNT(*) FROM owners WHERE id = 201'))).toBe('1')
    await run('DELETE FROM owners WHERE id = 201')
  })

  it('that was lost with something in it runs nothing more until it is reconnected', async () => {
    await run('BEGIN')
    await run('INSERT INTO owners VALUES (202, 1, NULL)')
    await kill()
    expect(only(await run('INSERT INTO owners VALUES (203, 1, NULL)'))).toMatchObject({ kind: 'error', code: '2006' })
    expect(told.at(-1)).toMatchObject({ condition: { kind: 'lost', reason: 'connection', lost: ['transaction'] } })
    // The rest of the transaction must not run as if it were one.
    expect(await failureFrom(run('INSERT INTO owners VALUES (204, 1, NULL)'))).toMatchObject({ code: 'maxscale.reconnectFirst', retrySafe: true })
    expect(await failureFrom(Promise.resolve(service.endTransaction({ tabId: a, how: 'commit' })))).toMatchObject({ code: 'maxscale.reconnectFirst' })
    expect(await service.reconnect({ tabId: a })).toMatchObject({ condition: { kind: 'open' }, trace: { transaction: 'none', holds: [] } })
    expect(firstCell(await run('SELECT COUNT(*) FROM owners WHERE id > 200'))).toBe('0')
  })

  it.each(['async', '/queries/'])('that MaxScale itself says is lost, to %s, is lost and not busy, and is reconnected', async (match) => {
    await run('BEGIN')
    await run('INSERT INTO owners VALUES (207, 1, NULL)')
    faults.order({ fault: 'lost', match })
    expect(await failureFrom(run('SELECT COUNT(*) FROM owners'))).toMatchObject({ code: 'maxscale.connectionLost', server: { text: 'Connection to server was lost' } })
    expect(told.at(-1)).toMatchObject({ condition: { kind: 'lost', reason: 'connection', lost: ['transaction'] } })
    expect(await failureFrom(run('INSERT INTO owners VALUES (208, 1, NULL)'))).toMatchObject({ code: 'maxscale.reconnectFirst' })
    expect(await service.reconnect({ tabId: a })).toMatchObject({ condition: { kind: 'open' } })
    expect(firstCell(await run('SELECT COUNT(*) FROM owners WHERE id > 200'))).toBe('0')
  })

  it('of a MaxScale that shuts down says so, and another is opened when it is back', async () => {
    await run('SELECT 1')
    faults.order({ fault: 'shuttingDown', match: 'async' })
    expect(await failureFrom(run('UPDATE owners SET name = name'))).toMatchObject({ code: 'maxscale.shuttingDown', retrySafe: true })
    expect(told.at(-1)).toMatchObject({ condition: { kind: 'lost', reason: 'shutdown', lost: [] } })
    faults.order({ fault: 'shuttingDown', match: '/v1/sql', times: 2 })
    expect(await failureFrom(run('SELECT 2'))).toMatchObject({ code: 'maxscale.shuttingDown', retrySafe: true })
    faults.clear()
    expect(firstCell(await run('SELECT 2'))).toBe('2')
  })

  it('that clears a large answer away is not busy for the next statement, nor for a reconnect', async () => {
    const wide = `SELECT ${Array.from({ length: 200 }, (_, column) => `n c${column}`).join(', ')} FROM numbers`
    const large = async () => {
      const cleared = nextSent('/queries/', 'DELETE')
      const { session, release } = await reserved(a, {})
      const result = only(await session.run({ sql: wide, rowLimit: 5_000 }))
      expect(result).toMatchObject({ kind: 'resultset', completeness: { kind: 'complete' } })
      release()
      await cleared
    }
    await large()
    expect(firstCell(await run('SELECT 7'))).toBe('7')
    await large()
    expect(await service.reconnect({ tabId: a })).toMatchObject({ condition: { kind: 'open' } })
  })

  it('that was lost with nothing in it is followed by another', async () => {
    const before = (await take()).id
    await kill()
    expect(only(await run('SELECT 1'))).toMatchObject({ kind: 'error', code: '2006', notices: [{ code: 'sessionEnded' }] })
    expect(firstCell(await run('SELECT 2'))).toBe('2')
    expect((await take()).id).not.toBe(before)
  })

  it('is reconnected in a transaction by rolling it back, which MaxScale itself refuses to do', async () => {
    await run('BEGIN')
    await run('INSERT INTO owners VALUES (205, 1, NULL)')
    const before = (await take()).threadId
    const after = await service.reconnect({ tabId: a })
    expect(after).toMatchObject({ trace: { transaction: 'none' } })
    expect(after.threadId).not.toBe(before)
    expect(firstCell(await run('SELECT COUNT(*) FROM owners WHERE id = 205'))).toBe('0')
  })

  it('that MaxScale has forgotten is replaced on reconnect, in the database that was in use', async () => {
    const session = await take(a, { tokenPlace: 'parameter' })
    await run('USE information_schema', a, { tokenPlace: 'parameter' })
    await run('SET @mine = 7', a, { tokenPlace: 'parameter', database: 'information_schema' })
    await fetch(`${url()}/v1/sql/${session.id}?token=${session.key.token.reveal()}`, { method: 'DELETE', headers: { Authorization: `Basic ${btoa('admin:rest-secret')}` } })
    expect(await failureFrom(session.run({ sql: 'SELECT 1', rowLimit: 1 }))).toMatchObject({ code: 'maxscale.sessionLost' })
    expect(await service.reconnect({ tabId: a })).toMatchObject({ condition: { kind: 'open' } })
    expect(service.list({})).toMatchObject([{ tabId: 'a', condition: { kind: 'open' } }])
  })

  it('is asked for what its statements do not tell', async () => {
    await run('CREATE OR REPLACE PROCEDURE starts() START TRANSACTION')
    await run('CALL starts()')
    expect(told.at(-1)).toMatchObject({ trace: { transaction: 'maybe' } })
    expect(await service.check({ tabId: a })).toMatchObject({ trace: { transaction: 'open' } })
    expect(await service.check({ tabId: b })).toBeNull()
  })

  it('of a connection that was edited is kept until its transaction is over', async () => {
    await run('BEGIN')
    await run('INSERT INTO owners VALUES (206, 1, NULL)')
    const before = (await take()).id
    expect((await take(a, { timeoutSeconds: 99 })).id).toBe(before)
    await run('ROLLBACK')
    expect((await take(a, { timeoutSeconds: 99 })).id).not.toBe(before)
  })

  it('that holds nothing is renewed before its token ends', async () => {
    await run('USE information_schema', a, { tokenSeconds: 4, database: 'information_schema' })
    const [before] = sessions.list()
    await expect.poll(() => sessions.list()[0]?.endsAt ?? 0, { timeout: 6_000 }).toBeGreaterThan(before?.endsAt ?? Infinity)
    expect(firstRow(await run('SELECT DATABASE(), 7', a, { tokenSeconds: 4, database: 'information_schema' }))).toEqual(['information_schema', '7'])
    expect(await openCount()).toBe(1)
  })

  it('that holds something is closed at the last moment, and what it held is named: nothing is left that cannot be closed', async () => {
    await run('SET @mine = 7', a, { tokenSeconds: 4 })
    await expect.poll(() => told.at(-1), { timeout: 6_000 }).toMatchObject({ condition: { kind: 'lost', reason: 'expired', lost: ['variables'] } })
    expect(await openCount()).toBe(0)
    expect(await failureFrom(run('SELECT @mine', a, { tokenSeconds: 4 }))).toMatchObject({ code: 'maxscale.reconnectFirst' })
    await service.reconnect({ tabId: a })
    expect(firstCell(await run('SELECT @mine', a, { tokenSeconds: 4 }))).toBeNull()
  })

  it('is not used by two at once: nothing comes between a USE and the statement that it is for', async () => {
    await run('SELECT 1')
    const slow = run('SELECT SLEEP(1), DATABASE()')
    await expect.poll(() => isRunning('SELECT SLEEP(1)')).toBe(true)
    expect(await failureFrom(run('SELECT 2'))).toMatchObject({ code: 'maxscale.busy', retrySafe: true })
    expect(await failureFrom(Promise.resolve(service.check({ tabId: a })))).toMatchObject({ code: 'maxscale.busy' })
    expect(await failureFrom(Promise.resolve(service.reconnect({ tabId: a })))).toMatchObject({ code: 'maxscale.busy' })
    expect(firstRow(await slow)).toEqual(['0', 'goods'])
  })

  it('chooses its database again where a statement took it away or may have changed it', async () => {
    const database = 'passing'
    await asRoot('CREATE DATABASE passing')
    await asRoot("GRANT ALL ON passing.* TO 'shopkeeper'@'127.0.0.1'")
    expect(firstCell(await run('SELECT DATABASE()', a, { database }))).toBe('passing')
    await run('DROP DATABASE passing', a, { database })
    await asRoot('CREATE DATABASE passing')
    expect(firstCell(await run('SELECT DATABASE()', a, { database }))).toBe('passing')
    await run("EXECUTE IMMEDIATE 'USE goods'", a, { database })
    expect(firstCell(await run('SELECT DATABASE()', a, { database }))).toBe('passing')
    await asRoot('DROP DATABASE passing')
  })

  it('whose renewal fails, or meets a statement, is tried again and loses nothing', async () => {
    const more = { tokenSeconds: 10 }
    await run('SELECT 1', a, more)
    // The first attempt comes when a twentieth of its life is left.
    faults.order({ fault: 'unavailable', match: '/clone', persistent: true })
    await nextSent('/clone')
    const running = run('SELECT SLEEP(0.2), 7', a, more)
    expect(firstRow(await running)).toEqual(['0', '7'])
    expect(service.list({})).toMatchObject([{ condition: { kind: 'open' } }])
    faults.clear()
  })

  it('that is reconnected twice at once is reconnected once, and not at all for a tab that was closed', async () => {
    const session = await take(a, { tokenPlace: 'parameter' })
    await run('SET @mine = 7', a, { tokenPlace: 'parameter' })
    await fetch(`${url()}/v1/sql/${session.id}?token=${session.key.token.reveal()}`, { method: 'DELETE', headers: { Authorization: `Basic ${btoa('admin:rest-secret')}` } })
    await run('SELECT 1', a, { tokenPlace: 'parameter' }).catch(() => undefined)
    const [one, other] = await Promise.all([service.reconnect({ tabId: a }), service.reconnect({ tabId: a })])
    expect(one.threadId).toBe(other.threadId)
    expect(await openCount()).toBe(1)
    faults.order({ fault: 'latency', milliseconds: 600, match: '/v1/sql?' })
    await asRoot(`KILL ${one.threadId}`)
    await run('SELECT 1', a, { tokenPlace: 'parameter' })
    faults.order({ fault: 'unavailable', match: '/reconnect', persistent: true })
    const sent = nextSent('/v1/sql?')
    const reconnecting = failureFrom(Promise.resolve(service.reconnect({ tabId: a })))
    await sent
    await service.close({ tabId: a })
    expect(await reconnecting).toMatchObject({ code: 'maxscale.noSession' })
  })
})
