import diagnostics from 'node:diagnostics_channel'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectionId, runId, tabId } from '../../shared/model/ids.ts'
import { behindMaxScale, failureFrom, firstCell, firstRow, pause } from '../clients/maxscale/fixtures/behind-maxscale.ts'
import { Secret } from '../vault/secret.ts'
import { queryServices } from './fixtures/query-services.ts'
import { createSessionJournal } from './session-journal.ts'
import { createSessionOpener } from './session-opener.ts'
import { createOrphanKeeper } from './orphaned-sessions.ts'
import { createEventHub } from './event-hub.ts'

/** Tells of each request that this process sends, while it is not stopped. */
function countRequests(tell: () => void): { stop: () => void } {
  diagnostics.subscribe('undici:request:create', tell)
  return { stop: () => void diagnostics.unsubscribe('undici:request:create', tell) }
}

const resolved = (baseUrl: string, target: string) =>
  Promise.resolve({
    settings: {
      kind: 'maxscale' as const, name: 'Shop', environment: 'development' as const, readOnly: false, timeoutSeconds: 60, baseUrl, restUser: 'admin', signIn: 'basic' as const,
      tokenPlace: 'cookie' as const, certificateAuthority: '', pinnedCertificate: '', target, databaseUser: 'shopkeeper', database: 'goods',
    },
    secrets: { restPassword: new Secret('rest-secret'), databasePassword: new Secret('db-secret') },
  })

describe('a long statement on MaxScale', () => {
  const { faults, url, targets, openCount, asRoot } = behindMaxScale('mariadb')
  let services: Awaited<ReturnType<typeof queryServices>>
  let runs = 0

  /** `service` goes through MaxScale's own port, any other name to a server itself. */
  const resolve = (id: string) => resolved(url(), (id === 'service' ? targets()[0] : targets().at(-1)) ?? '')
  beforeEach(async () => void (services = await queryServices(resolve)))
  afterEach(async () => {
    faults.clear()
    await services.close()
    const left = await openCount()
    if (left > 0) throw new Error(`${left} sessions were left open`)
  })

  const start = (sql: string, connection = 'server') => {
    const id = runId(`run-${(runs += 1)}`)
    const answer = Promise.resolve(services.query.handlers.run({ runId: id, tabId: tabId('a'), connectionId: connectionId(connection), sql, rowLimit: 100 }))
    answer.catch(() => undefined)
    return { id, answer }
  }
  const stillRuns = async (part: string) => {
    const [result] = await asRoot(`SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE '${part}%'`)
    const cell = result?.kind === 'rows' ? result.rows[0]?.[0] : null
    return cell?.kind === 'number' && cell.literal !== '0'
  }

  it.each(['server', 'service'])('is killed on a second session where MaxScale does not take the cancel, behind a %s, and the session lives on', async (target) => {
    await start('SET @mine = 7', target).answer
    const slow = start('SELECT SLEEP(30) AS killed', target)
    await pause(400)
    faults.order({ fault: 'unavailable', match: '/cancel', persistent: true })
    expect(await services.query.handlers.cancel({ runId: slow.id })).toBe('killedQuery')
    expect(await failureFrom(slow.answer)).toMatchObject({ code: 'query.cancelled' })
    expect(await stillRuns('SELECT SLEEP(30) AS killed')).toBe(false)
    faults.clear()
    expect(firstCell(await start('SELECT @mine', target).answer)).toBe('7')
  })

  it('is killed where the cancel is not answered at all, long before anybody would give up', async () => {
    await start('SELECT 1').answer
    const slow = start('SELECT SLEEP(30) AS silent')
    await pause(400)
    faults.order({ fault: 'latency', milliseconds: 60_000, match: '/cancel', persistent: true })
    expect(await services.query.handlers.cancel({ runId: slow.id })).toBe('killedQuery')
    expect(await stillRuns('SELECT SLEEP(30) AS silent')).toBe(false)
    // It is not closed while it seems busy: that would ask the server to cancel again.
    expect(await failureFrom(slow.answer)).toMatchObject({ code: 'query.cancelled' })
  })

  it('is not held up where no second session can be had to watch it', async () => {
    await start('SELECT 1').answer
    faults.order({ fault: 'unavailable', match: '/clone', persistent: true })
    faults.order({ fault: 'unavailable', match: '/v1/sql?', persistent: true })
    expect(firstRow(await start('SELECT SLEEP(5), 9').answer)).toEqual(['0', '9'])
    expect(services.progress.length).toBeGreaterThan(0)
    expect(services.progress.every(({ serverState }) => serverState === undefined)).toBe(true)
  })

  it('that can neither be cancelled nor killed may still run, and the tab says so', async () => {
    await start('SELECT 1').answer
    const slow = start('SELECT SLEEP(8) AS stays')
    await pause(400)
    faults.order({ fault: 'unavailable', match: '/cancel', persistent: true })
    faults.order({ fault: 'unavailable', match: '/clone', persistent: true })
    expect(await services.query.handlers.cancel({ runId: slow.id })).toBe('mayStillRun')
    expect(await failureFrom(slow.answer)).toMatchObject({ code: 'query.cancelled' })
    expect(await stillRuns('SELECT SLEEP(8) AS stays')).toBe(true)
    expect(services.told.at(-1)).toMatchObject({ condition: { kind: 'lost', reason: 'unanswered' } })
    faults.clear()
  })

  it('tells how long it has run and what the server does with it, and leaves no session of its own', async () => {
    expect(firstRow(await start('SELECT SLEEP(5), 7').answer)).toEqual(['0', '7'])
    expect(services.progress.at(-1)).toMatchObject({ reachable: true, serverState: 'User sleep' })
    expect(services.progress.map(({ elapsedMs }) => elapsedMs)).toEqual(services.progress.map(({ elapsedMs }) => elapsedMs).toSorted((one, other) => one - other))
    expect(services.progress.length).toBeLessThan(25)
    await pause(200)
    expect(await openCount()).toBe(1)
  })

  it('of 14 seconds costs no more than one request a second once it is older than 10, the process list included', async () => {
    await start('SELECT 1').answer
    const seen: number[] = []
    const counted = countRequests(() => seen.push(performance.now()))
    const from = performance.now()
    await start('SELECT SLEEP(14)').answer
    counted.stop()
    const late = seen.filter((at) => at - from > 10_000 && at - from < 13_800)
    expect(late.length).toBeGreaterThan(1)
    expect(late.length).toBeLessThanOrEqual(4)
  })

  it('that is under way and watched at the end of Tessera is stopped, and nothing is left on the server', async () => {
    const slow = start('SELECT SLEEP(30) AS until_the_end')
    await pause(3_400)
    expect(await openCount()).toBe(2)
    await services.query.close()
    expect(await failureFrom(slow.answer)).toMatchObject({ kind: 'cancelled' })
    expect([await openCount(), await stillRuns('SELECT SLEEP(30) AS until_the_end')]).toEqual([0, false])
  })

  it('behind a service is told of by the thread of its server, while its own number is MaxScale\'s', async () => {
    expect(firstRow(await start('SELECT SLEEP(4), 8', 'service').answer)).toEqual(['0', '8'])
    expect(services.progress.at(-1)).toMatchObject({ serverState: 'User sleep' })
    expect(services.told.at(-1)).toMatchObject({ threadOf: 'maxscale' })
    await start('SELECT 1', 'server').answer
    expect(services.told.at(-1)).toMatchObject({ threadOf: 'server' })
  })
})

describe('sessions that a crash left open', () => {
  const { url, targets, openCount } = behindMaxScale('mariadb')
  let crashed: Awaited<ReturnType<typeof queryServices>>
  const resolve = () => resolved(url(), targets().at(-1) ?? '')
  beforeAll(async () => {
    crashed = await queryServices(resolve)
  })
  afterAll(() => crashed.close())

  const run = (sql: string, tab: string) => crashed.query.handlers.run({ runId: runId(`run-${tab}-${sql.length}`), tabId: tabId(tab), connectionId: connectionId('shop'), sql, rowLimit: 10 })

  /** What the next start does, in the same folder. */
  async function nextStart(vault: Pick<typeof crashed.vault, 'put' | 'get' | 'remove'>) {
    const journal = createSessionJournal({ repository: crashed.repository, vault, isSandbox: () => false })
    const events = createEventHub()
    const counted = new Promise<number>((resolve) => events.subscribe((event, payload) => event === 'sessions.orphansClosed' && resolve((payload as { count: number }).count)))
    const keeper = createOrphanKeeper({ journal, resolveConnection: resolve, restOf: crashed.restOf, opener: createSessionOpener({ restOf: crashed.restOf, journal }), events, log: { error: (_, error) => { throw error } } })
    keeper.start()
    const count = await Promise.race([counted, pause(3_000).then(() => 0)])
    await keeper.close()
    return count
  }

  it('are closed at the next start, busy ones too, and only ours', async () => {
    await run('BEGIN', 'a')
    await run('SELECT 1', 'b')
    const busy = Promise.resolve(run('SELECT SLEEP(30)', 'b')).catch(() => undefined)
    const other = await (await fetch(`${url()}/v1/sql`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa('admin:rest-secret')}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ target: targets().at(-1), user: 'shopkeeper', password: 'db-secret' }),
    })).json() as { data: { id: string }; meta: { token: string } }
    await pause(300)
    expect(await openCount()).toBe(3)
    expect(await nextStart(crashed.vault)).toBe(2)
    expect(await openCount()).toBe(1)
    expect(crashed.repository.list()).toEqual([])
    await busy
    const closed = await fetch(`${url()}/v1/sql/${other.data.id}?token=${other.meta.token}`, { method: 'DELETE', headers: { Authorization: `Basic ${btoa('admin:rest-secret')}` } })
    expect(closed.status).toBe(204)
  })

  it('have their database connection ended where the vault kept no token', async () => {
    await run('BEGIN', 'c')
    await run('INSERT INTO owners VALUES (301, 1, NULL)', 'c')
    const without = { put: () => Promise.resolve(), remove: () => Promise.resolve(), get: () => Promise.resolve(null) }
    expect(await nextStart(without)).toBe(1)
    const [lost] = await run('SELECT 1 AS after_it', 'c')
    expect(lost).toMatchObject({ kind: 'error', code: '2006' })
  })
})
