/** What a session cannot do for itself while its statement runs: a second one of the same connection does it. */
import type { MaxScaleSession } from './session.ts'
import { OWN_STATEMENT_MS } from './statement-call.ts'

/** A session beside it, of the same connection, which is closed again. */
export interface Second {
  open: () => Promise<MaxScaleSession>
  close: (session: MaxScaleSession) => Promise<void>
}

/**
 * Ends a thread or its statement; `thread` as the server counts, or behind a service or listener as MaxScale does. False
 * where the server refused. Throws the FailureError of a second session that cannot be had.
 */
export async function kill({ open, close }: Second, what: 'QUERY' | 'CONNECTION', thread: number): Promise<boolean> {
  const session = await open()
  try {
    return await killOn(session, what, thread)
  } finally {
    await close(session)
  }
}

/** The same on a session that is there already. Throws a FailureError. */
export async function killOn(session: MaxScaleSession, what: 'QUERY' | 'CONNECTION', thread: number): Promise<boolean> {
  const [result] = await session.run({ sql: `KILL ${what} ${thread}`, rowLimit: 1, synchronousMs: OWN_STATEMENT_MS })
  return result?.kind === 'ok'
}
