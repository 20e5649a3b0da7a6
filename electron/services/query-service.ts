import type { Handlers } from '../../shared/contract/contract.ts'
import type { CancelOutcome, RunProgress, RunQuery } from '../../shared/contract/query.ts'
import type { ConnectionSettings } from '../../shared/model/connection.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import type { RunId, TabId } from '../../shared/model/ids.ts'
import { mayHaveRun } from '../../shared/model/may-have-run.ts'
import type { StatementResult } from '../../shared/model/statement-result.ts'
import { classifyStatement } from '../../shared/sql/classify.ts'
import type { z } from 'zod'
import type { MaxScaleSession } from '../clients/maxscale/session.ts'
import { executeDms } from '../clients/dms/client.ts'
import { cancelStatement } from './cancel-statement.ts'
import { clientAccess } from './client-access.ts'
import type { EventHub } from './event-hub.ts'
import { guard } from './guard.ts'
import { createKeptRuns } from './kept-runs.ts'
import type { ResolveConnection } from './resolved-connection.ts'
import { runOnSession } from './run-on-session.ts'
import type { SessionOpener } from './session-opener.ts'
import type { TabSessions } from './tab-sessions.ts'

/** A run under way. */
interface Running {
  tabId: TabId
  abort: AbortController
  /** Absent before the statement is sent, and where the protocol cannot stop it. */
  cancelOnServer?: () => ReturnType<typeof cancelStatement>
  /** The cancel that is under way. */
  cancelling?: ReturnType<typeof cancelStatement>
  /** True once the statement may have reached a server. */
  sent: boolean
  cancelled: boolean
}

export interface QueryService {
  handlers: Handlers['query']
  /** Stops what runs and closes every session that is held open; never fails. */
  close(): Promise<void>
}

export interface QueryServiceParts {
  resolveConnection: ResolveConnection
  sessions: TabSessions
  opener: SessionOpener
  events: EventHub
}

/** Runs statements, one at a time and only as written; nothing is ever run a second time unasked. */
export function createQueryService(parts: QueryServiceParts): QueryService {
  const { sessions, opener, events } = parts
  const runs = new Map<RunId, Running>()
  const kept = createKeptRuns(Date.now)

  async function execute(query: z.output<typeof RunQuery>, running: Running): Promise<StatementResult[]> {
    const { connectionId, tabId, sql, database = '', rowLimit } = query
    const { signal } = running.abort
    const resolved = await parts.resolveConnection(connectionId)
    const client = clientAccess(resolved)
    if (client.kind === 'drds') throw new FailureError(failureOf('input', 'query.notQueryable', { params: { name: resolved.settings.name } }))
    if (client.kind === 'dms') {
      guard(sql, resolved.settings)
      signal.throwIfAborted()
      running.sent = true
      return [await executeDms(client.access, { sql, schema: database || client.schema, rowLimit, signal })]
    }
    const { session, release, refused } = await sessions.take({ tabId, connectionId, access: client.access, database, signal })
    try {
      await guardOn(session, sql, resolved.settings)
      if (refused) return refused
      signal.throwIfAborted()
      const second = opener.second(connectionId, session)
      const { promise: ended, resolve: end } = Promise.withResolvers<void>()
      running.cancelOnServer = () => (running.cancelling ??= cancelStatement({ session, ended, second }))
      running.sent = true
      const onProgress = (progress: RunProgress) => events.emit('query.progress', progress)
      return await runOnSession({ session, sql, runId: query.runId, rowLimit, signal, onProgress, second }).finally(end)
    } finally {
      // A cancel that is still at it must not meet the next statement.
      if (running.cancelling) void running.cancelling.finally(release)
      else release()
      // Its thread runs on, and nobody can ask about it any more.
      if (session.condition.kind === 'lost' && session.condition.reason === 'expired') void opener.close(session)
      sessions.tell(tabId)
    }
  }

  async function run(query: z.output<typeof RunQuery>): Promise<StatementResult[]> {
    const running: Running = { tabId: query.tabId, abort: new AbortController(), sent: false, cancelled: false }
    runs.set(query.runId, running)
    try {
      const results = await execute(query, running)
      // A statement that ended before the cancel reached it has happened, and says so.
      if (running.cancelled && results.some((result) => result.kind === 'error' && result.code === INTERRUPTED)) throw cancelled()
      return results
    } catch (error) {
      throw running.cancelled ? giveUp(error, running) : repeatable(error, running, query.sql)
    } finally {
      runs.delete(query.runId)
    }
  }

  async function cancel(runId: RunId): Promise<CancelOutcome> {
    const running = runs.get(runId)
    if (!running) return 'nothing'
    running.cancelled = true
    const outcome = await running.cancelOnServer?.()
    if (outcome === 'askedServer' || outcome === 'killedQuery') return outcome
    const unsent = !running.sent || outcome === 'notSent'
    stopWaiting(running, unsent)
    return unsent ? 'notSent' : 'mayStillRun'
  }

  return {
    handlers: {
      async run(query) {
        if (runs.has(query.runId)) throw new FailureError(failureOf('input', 'query.sameRun'))
        return kept.keep(query, run(query))
      },
      underWay: () => kept.list(),
      rejoin: ({ runId }) => kept.answerOf(runId),
      received({ runId }) {
        kept.received(runId)
        return null
      },
      cancel: ({ runId }) => cancel(runId),
      async closeTab({ tabId }) {
        for (const running of runs.values()) if (running.tabId === tabId) stopWaiting(running)
        kept.forgetTab(tabId)
        await sessions.closeTab(tabId)
        return null
      },
    },
    async close() {
      for (const running of runs.values()) stopWaiting(running)
      await sessions.closeAll()
      await opener.end()
    },
  }
}

/** The session says how the text is read, and whether the server stands behind the guard: that it still does is made sure of. */
async function guardOn(session: MaxScaleSession, sql: string, settings: ConnectionSettings): Promise<void> {
  const { sqlMode } = session
  const isDoubtful = settings.readOnly && classifyStatement(sql, sqlMode).kind !== 'read'
  guard(sql, settings, { sqlMode, serverRefusesWrites: isDoubtful && (await session.keepReadOnly()) })
}

const cancelled = (): FailureError => new FailureError(failureOf('cancelled', 'query.cancelled'))

/** Why nobody waits for the statement any more: what was not sent has not run, of the rest nobody knows. */
function stopWaiting(running: Running, unsent = !running.sent): void {
  running.cancelled = true
  running.abort.abort(new FailureError(failureOf('cancelled', unsent ? 'query.cancelledUnsent' : 'query.cancelledUnanswered', { retrySafe: unsent })))
}

/** A cancel that the server obeyed ends with its error; one that only ended the waiting, with its own failure. */
function giveUp(error: unknown, { abort }: Running): unknown {
  return error instanceof FailureError && error.failure.kind === 'cancelled' ? error : abort.signal.aborted ? abort.signal.reason : cancelled()
}

/** ER_QUERY_INTERRUPTED: what a statement answers that was stopped. */
const INTERRUPTED = '1317'

/** What was not sent, and a read that failed on its way, can be run again: neither does a thing twice. */
function repeatable(error: unknown, { sent }: Running, sql: string): unknown {
  if (!(error instanceof FailureError) || !mayHaveRun(error.failure)) return error
  if (sent && classifyStatement(sql).kind !== 'read') return error
  return new FailureError({ ...error.failure, retrySafe: true }, { cause: error.cause })
}
