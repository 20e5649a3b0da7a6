import type { TestReport, TestStep } from '../../shared/contract/connections.ts'
import { FailureError, failureOf, rethrowRetrySafe } from '../../shared/model/failure.ts'
import { ResultSet } from '../../shared/model/result-set.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import type { StatementResult } from '../../shared/model/statement-result.ts'
import { executeDms } from '../clients/dms/client.ts'
import { createDrdsClient } from '../clients/drds/client.ts'
import { maskOf } from '../http/masking/mask.ts'
import { clientAccess } from './client-access.ts'
import type { ResolvedConnection } from './resolved-connection.ts'
import type { SessionOpener } from './session-opener.ts'

const versionQuery = 'SELECT VERSION()'

/**
 * Tries a connection as it would be used, leaves nothing behind, and changes nothing. `id` is what its session is noted
 * by while it is open: that of the connection, or of one that is not saved yet. Throws the FailureError of the first
 * step that fails.
 */
export const testConnection = async (...given: Parameters<typeof tried>): Promise<TestReport> => {
  const report = await tried(...given).catch(rethrowRetrySafe)
  return maskOf(Object.values(given[0].secrets)).data(report)
}

async function tried(resolved: ResolvedConnection, opener: Pick<SessionOpener, 'open' | 'close'>, id: ConnectionId): Promise<TestReport> {
  const client = clientAccess(resolved)
  const steps: TestStep[] = []
  const step = async <T>(name: TestStep['name'], work: () => Promise<T>): Promise<T> => {
    const started = performance.now()
    const answer = await work()
    steps.push({ name, elapsedMs: performance.now() - started })
    return answer
  }
  switch (client.kind) {
    case 'dms': {
      const result = await step('query', () => executeDms(client.access, { sql: versionQuery, schema: client.schema, rowLimit: 1 }))
      return { steps, detail: versionOf(result), ...(result.requestId && { requestId: result.requestId }) }
    }
    case 'drds': {
      const { total, requestId } = await step('list', () => createDrdsClient().instances(client.access))
      return { steps, detail: String(total), requestId }
    }
    case 'maxscale': {
      const session = await step('open', () => opener.open(id, client.access))
      try {
        const [result] = await step('query', () => session.run({ sql: versionQuery, rowLimit: 1 }))
        return { steps, detail: versionOf(result) }
      } finally {
        await opener.close(session)
      }
    }
  }
}

/** The version, or the failure that an error of so plain a statement is; without a version it is no answer to it. */
function versionOf(result: StatementResult | undefined): string {
  if (result?.kind === 'error') {
    const server = { text: result.message, ...(result.code && { code: result.code }), ...(result.requestId && { requestId: result.requestId }) }
    throw new FailureError(failureOf('signIn', 'connection.testRefused', { server, retrySafe: true }))
  }
  const set = result?.kind === 'resultset' ? new ResultSet(result.data) : undefined
  if (!set || set.rowCount === 0 || set.columns.length === 0) {
    const server = result?.requestId ? { text: '', requestId: result.requestId } : undefined
    throw new FailureError(failureOf('server', 'connection.testUnanswered', { retrySafe: true, ...(server && { server }) }))
  }
  return set.text(0, 0)
}
