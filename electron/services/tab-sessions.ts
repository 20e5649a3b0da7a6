/** The MaxScale sessions that tabs hold open: one a tab and connection, opened when first needed. */
import { isDeepStrictEqual } from 'node:util'
import type { ConnectionId, TabId } from '../../shared/model/ids.ts'
import type { StatementResult } from '../../shared/model/statement-result.ts'
import { openSession, type MaxScaleAccess, type MaxScaleSession } from '../clients/maxscale/session.ts'

/** A session with what it was opened for. */
interface Held {
  tabId: TabId
  connectionId: ConnectionId
  access: MaxScaleAccess
  opening: Promise<MaxScaleSession>
  /** Absent while it opens. */
  session?: MaxScaleSession
}

export interface TabRun {
  tabId: TabId
  connectionId: ConnectionId
  access: MaxScaleAccess
  /** Empty for the connection's default. */
  database: string
  rowLimit: number
  signal: AbortSignal
}

export function createTabSessions() {
  let held: Held[] = []

  /** Never fails: a session that cannot be reached ends by itself, on the server. */
  async function drop(gone: readonly Held[]): Promise<void> {
    held = held.filter((one) => !gone.includes(one))
    await Promise.allSettled(gone.map(async ({ opening }) => (await opening).close()))
  }

  /** The tab's session, opened anew where there is none, it is lost, or the connection was edited meanwhile. */
  function heldFor(run: TabRun): Held {
    const own = held.filter((one) => one.tabId === run.tabId && one.connectionId === run.connectionId)
    const usable = own.find((one) => one.session?.lost !== true && sameAccess(one.access, run.access))
    const stale = own.filter((one) => one !== usable)
    if (stale.length > 0) void drop(stale)
    return usable ?? open(run)
  }

  function open(run: TabRun): Held {
    const { tabId, connectionId, access } = run
    // Not aborted with the run: a session that opens unobserved would stay open on the server.
    const opening = openSession({ ...access, database: run.database || access.database })
    const opened: Held = { tabId, connectionId, access, opening }
    held.push(opened)
    opening.then(
      (session) => (opened.session = session),
      () => (held = held.filter((one) => one !== opened)),
    )
    return opened
  }

  return {
    /**
     * The session with the wanted database chosen; `refused` holds the results where that failed. Throws a
     * FailureError, or the signal's reason when it aborts first.
     */
    async take(run: TabRun): Promise<{ session: MaxScaleSession; refused?: StatementResult[] }> {
      const own = heldFor(run)
      const session = await unlessAborted(own.opening, run.signal)
      const wanted = run.database || run.access.database
      if (wanted === '' || wanted === session.database) return { session }
      const results = await session.run({ sql: `USE \`${wanted.replaceAll('`', '``')}\``, rowLimit: run.rowLimit, signal: run.signal })
      return results.some((result) => result.kind === 'error') ? { session, refused: results } : { session }
    },

    /** Closes a tab's sessions on their servers. */
    closeTab: (tabId: TabId): Promise<void> => drop(held.filter((one) => one.tabId === tabId)),
    closeAll: (): Promise<void> => drop(held),
  }
}

/** The promise's value, or the signal's reason as soon as it aborts; the promise goes on. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  let onAbort: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort)
  }
}

/** Secrets compare by what they hold, which equality of objects does not see. */
const sameAccess = (one: MaxScaleAccess, other: MaxScaleAccess): boolean => {
  const plain = ({ restPassword, databasePassword, ...rest }: MaxScaleAccess) => ({ ...rest, passwords: [restPassword.reveal(), databasePassword.reveal()] })
  return isDeepStrictEqual(plain(one), plain(other))
}
