import { ResultSet } from '../../../shared/model/result-set.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { Rpc } from '../../../shared/contract/contract.ts'
import { runId, tabId, type ConnectionId } from '../../../shared/model/ids.ts'

export type DatabaseList =
  | { kind: 'list'; names: string[] }
  /** The server's own words. */
  | { kind: 'refused'; message: string }
  | { kind: 'failure'; failure: Failure }

/**
 * Asks the server for the databases that the connection may see; names come back in the server's order. In a session of
 * its own: that of a tab may be busy, and its ROW_COUNT() and warnings belong to the person.
 */
export async function listDatabases(rpc: Rpc, connectionId: ConnectionId): Promise<DatabaseList> {
  const aside = tabId(`databases-${crypto.randomUUID()}`)
  const result = await rpc.query.run({ runId: runId(crypto.randomUUID()), tabId: aside, connectionId, sql: 'SHOW DATABASES', rowLimit: 3_000 })
  void rpc.query.closeTab({ tabId: aside })
  if (!result.ok) return { kind: 'failure', failure: result.failure }
  const [first] = result.value
  if (first?.kind === 'error') return { kind: 'refused', message: first.message }
  if (first?.kind !== 'resultset') return { kind: 'list', names: [] }
  const rows = new ResultSet(first.data)
  return { kind: 'list', names: Array.from({ length: rows.rowCount }, (_, row) => rows.text(row, 0)) }
}
