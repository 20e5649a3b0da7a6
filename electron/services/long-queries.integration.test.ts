import diagnostics from 'node:diagnostics_channel'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectionId, runId, tabId } from '../../shared/model/ids.ts'
import type { SentRequest } from '../clients/fixtures/under-way.ts'
import { behindMaxScale, failureFrom, firstCell, firstRow, pause } from '../clients/maxscale/fixtures/behind-maxscale.ts'
import { Secret } from '../vault/secret.ts'
import { queryServices } from './fixtures/query-services.ts'
import { createSessionJournal } from './session-journal.ts'
import { createSessionOpener } from './session-opener.ts'
import { createOrphanKeeper } from './orphaned-sessions.ts'
import { createEventHub } from './event-hub.ts'
import { usualNetwork } from '../../shared/model/connection.ts'

/** Tells of each request that this process sends, while it is not stopped. */
function countRequests(tell: (request: SentRequest) => void): { stop: () => void } {
  const told = (message: unknown) => tell((message as { request: SentRequest }).request)
  diagnostics.subscribe('undici:request:create', told)
  return { stop: () => void diagnostics.unsubscribe('undici:request:create', told) }
}

/** What was sent about sessions, and which of it was under way when a cancel was sent. */
function watchCancels() {
  const underWay = new Set<unknown>()
  const cancels: { besides: string[] }[] = []
  const begun = (message: unknown) => {
    const { request } = message as { request: SentRequest }
    // The statement's own request may be held until it has ended.
    if (request.path.includes('/cancel')) cancels.push({ besides: [...underWay].map((one) => `${(one as SentRequest).method} ${(one as SentRequest).path}`) })
    else if (/\/v1\/sql\/./.test(request.path) && !/^POST .*\/queries\?/.test(`${request.method} ${request.path}`)) underWay.add(request)
  }
  const over = (message: unknown) => void underWay.delete((message as { request: SentRequest }).request)
  const channels = [['undici:request:create', begun], ['undici:request:trailers', over], ['undici:request:error', over]] as const
  for (const [name, listen] of channels) diagnostics.subscribe(name, listen)
  return {
    stop() {
      for (const [name, listen] of channels) diagnostics.unsubscribe(name, listen)
      return cancels
    },
  }
}

const resolved = (baseUrl: string, target: string) =>
  Promise.resolve({
    settings: {
      kind: 'maxscale' as const, ...usualNetwork, name: 'Shop', environment: 'development' as const, readOnly: false, timeoutSeconds: 60, baseUrl, restUser: 'admin', signIn: 'basic' as const,
      tokenPlace: 'cookie' as const, target, databaseUser: 'shopkeeper', database: 'goods',
    },
    secrets: { restPassword: new Secret('rest-secret'), databasePassword: new Secret('db-secret') },
  })

describe('a long statement on MaxScale', () => {
  const { faults, url, targets, openCount, isRunning } = behindMaxScale('mariadb')
  let services: Awaited<ReturnType<typeof queryServices>>
  let runs = 0

  /** `service` and `listener` go through MaxScale's own port, any other name to a server itself. */
  const resolve = (id: string) => resolved(url(), (id === 'service' ? targets()[0] : id === 'listener' ? 'RW-Listener' : targets().at(-1)) ?? '')
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

  it.each([['server', 'askedServer', 1], ['service', 'killedQuery', 0], ['listener', 'killedQuery', 0]] as const)('on a %s is cancelled without a freeze: %s, and MaxScale is asked to cancel %i times, while nothing else is asked', async (target, outcome, cancels) => {
    await start('SELECT 1', target).answer
    // Young statements are asked about every few milliseconds.
    const slow = start('SELECT SLEEP(30) AS unfrozen', target)
    await expect.poll(() => isRunning('SELECT SLEEP(30) AS unfrozen')).toBe(true)
    const watched = watchCancels()
    expect(await services.query.handlers.cancel({ runId: slow.id })).toBe(outcome)
    expect(await failureFrom(slow.answer)).toMatchObject({ code: 'query.cancelled' })
    const sent = watched.stop()
    expect(sent).toHaveLength(cancels)
    expect(sent.flatMap(({ besides }) => besides)).toEqual([])
    expect(firstCell(await start('SELECT 7', target).answer)).toBe('7')
  })

  it.each(['service', 'listener'])('on a %s is stopped without a freeze where its tab is closed', async (target) => {
    const slow = start('SELECT SLEEP(30) AS closed', target)
    await expect.poll(() => isRunning('SELECT SLEEP(30) AS closed')).toBe(true)
    const watched = watchCancels()
    await services.query.handlers.closeTab({ tabId: tabId('a') })
    expect(await failureFrom(slow.answer)).toMatchObject({ kind: 'cancelled' })
    expect([watched.stop(), await isRunning('SELECT SLEEP(30) AS closed'), await openCount()]).toEqual([[], false, 0])
  })

  it.each(['server', 'service'])('that waits for a lock by name holds none when it is cancelled, on a %s', async (target) => {
    const other = Promise.resolve(services.query.handlers.run({ runId: runId(`lock-${target}`), tabId: tabId('b'), connectionId: connectionId(target), sql: "SELECT GET_LOCK('k', 0)", rowLimit: 10 }))
    expect(firstCell(await other)).toBe('1')
    for (const sql of ["SELECT GET_LOCK('k', 30)", "DO GET_LOCK('k', 30)"]) {
      const slow = start(sql, target)
      await expect.poll(() => isRunning(sql)).toBe(true)
      await services.query.handlers.cancel({ runId: slow.id })
      await slow.answer.catch(() => undefined)
      expect({ sql, ...services.told.findLast((session) => session?.tabId === 'a') }).toMatchObject({ sql, condition: { kind: 'open' }, trace: { holds: [] } })
    }
    expect(services.told.findLast((session) => session?.tabId === 'b')).toMatchObject({ trace: { holds: ['locks'] } })
  })

  it.each(['server', 'service'])('is killed on a second session where MaxScale does not take the cancel, behind a %s, and the session lives on', async (target) => {
    await start('SET @mine = 7', target).answer
    const slow = start('SELECT SLEEP(30) AS killed', target)
    await expect.poll(() => isRunning('SELECT SLEEP(30) AS killed')).toBe(true)
    faults.order({ fault: 'unavailable', match: '/cancel', persistent: true })
    expect(await services.query.handlers.cancel({ runId: slow.id })).toBe('killedQuery')
    expect(await failureFrom(slow.answer)).toMatchObject({ code: 'query.cancelled' })
    expect(await isRunning('SELECT SLEEP(30) AS killed')).toBe(false)
    faults.clear()
    expect(firstCell(await start('SELECT @mine', target).answer)).toBe('7')
  })

  it('is killed where the cancel is not answered at all, long before anybody would give up', async () => {
    await start('SELECT 1').answer
    const slow = start('SELECT SLEEP(30) AS silent')
    await expect.poll(() => isRunning('SELECT SLEEP(30) AS silent')).toBe(true)
    faults.order({ fault: 'latency', milliseconds: 60_000, match: '/cancel', persistent: true })
    expect(await services.query.handlers.cancel({ runId: slow.id })).toBe('killedQuery')
    expect(await isRunning('SELECT SLEEP(30) AS silent')).toBe(false)
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
    await expect.poll(() => isRunning('SELECT SLEEP(8) AS stays')).toBe(true)
    faults.order({ fault: 'unavailable', match: '/cancel', persistent: true })
    faults.order({ fault: 'unavailable', match: '/clone', persistent: true })
    expect(await services.query.handlers.cancel({ runId: slow.id })).toBe('mayStillRun')
    expect(await failureFrom(slow.answer)).toMatchObject({ code: 'query.cancelledUnanswered' })
    expect(await isRunning('SELECT SLEEP(8) AS stays')).toBe(true)
    expect(services.told.at(-1)).toMatchObject({ condition: { kind: 'lost', reason: 'unanswered' } })
    faults.clear()
  })

  it('tells how long it has run and what the server does with it, and leaves no session of its own', async () => {
    expect(firstRow(await start('SELECT SLEEP(5), 7').answer)).toEqual(['0', '7'])
    expect(services.progress.at(-1)).toMatchObject({ reachable: true, serverState: 'User sleep' })
    expect(services.progress.map(({ elapsedMs }) => elapsedMs)).toEqual(services.progress.map(({ elapsedMs }) => elapsedMs).toSorted((one, other) => one - other))
    expect(services.progress.length).toBeLessThan(25)
    await expect.poll(openCount).toBe(1)
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
    await expect.poll(openCount, { timeout: 10_000 }).toBe(2)
    await services.query.close()
    expect(await failureFrom(slow.answer)).toMatchObject({ kind: 'cancelled' })
    expect([await openCount(), await isRunning('SELECT SLEEP(30) AS until_the_end')]).toEqual([0, false])
  })

  it('behind a service is told of by the thread of its server, while its own number is MaxScale\'s', async () => {
    expect(firstRow(await start('SELECT SLEEP(4), 8', 'service').answer)).toEqual(['0', '8'])
    expect(services.progress.at(-1)).toMatchObject({ serverState: 'User sleep' })
    expect(services.told.at(-1)).toMatchObject({ threadOf: 'maxscale' })
    await start('SELECT 1', 'server').answer
    expect(services.told.at(-1)).toMatchObject({ threadOf: 'server' })
  })
})

describe('a statement that outlives its session\'s token', () => {
  const { url, targets, isRunning } = behindMaxScale('mariadb', { configFile: fileURLToPath(new URL('../clients/maxscale/fixtures/short-tokens.cnf', import.meta.url)) })

  it.each([['service', 0], ['server', 1]] as const)('on a %s says so, and does not run on', async (target, at) => {
    const services = await queryServices(() => resolved(url(), targets()[at] ?? ''))
    const sql = `SELECT SLEEP(30) AS outlived_${target}`
    const answer = Promise.resolve(services.query.handlers.run({ runId: runId(target), tabId: tabId('a'), connectionId: connectionId('shop'), sql, rowLimit: 10 }))
    expect(await failureFrom(answer)).toMatchObject({ code: 'maxscale.expiredMeanwhile' })
    expect(services.told.at(-1)).toMatchObject({ condition: { kind: 'lost', reason: 'expired' } })
    await expect.poll(() => isRunning(sql), { timeout: 5_000 }).toBe(false)
    await expect.poll(() => services.repository.list()).toEqual([])
    await services.close()
  })
})

describe.each([['service', 0], ['server', -1]] as const)('sessions on a %s that a crash left open', (_, at) => {
  const { url, targets, openCount, isRunning } = behindMaxScale('mariadb')
  let crashed: Awaited<ReturnType<typeof queryServices>>
  const resolve = () => resolved(url(), targets().at(at) ?? '')
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
    const busy = Promise.resolve(run('SELECT SLEEP(30) AS left_open', 'b')).catch(() => undefined)
    const other = await (await fetch(`${url()}/v1/sql`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa('admin:rest-secret')}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ target: targets().at(at), user: 'shopkeeper', password: 'db-secret' }),
    })).json() as { data: { id: string }; meta: { token: string } }
    await expect.poll(() => isRunning('SELECT SLEEP(30) AS left_open')).toBe(true)
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
