import type { Handlers } from '../../shared/contract/contract.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import type { TabSessions } from './tab-sessions.ts'

/** What a person does with the session of a tab, beyond running statements in it. */
export function createSessionService({ sessions }: { sessions: TabSessions }): { handlers: Handlers['sessions'] } {
  return {
    handlers: {
      list: () => sessions.list(),
      async check({ tabId }) {
        return sessions.has(tabId) ? sessions.with(tabId, (session) => session.check()) : null
      },
      reconnect: ({ tabId }) => sessions.reconnect(tabId),
      endTransaction: ({ tabId, how }) =>
        sessions.with(tabId, async (session) => {
          const [result] = await session.run({ sql: how === 'commit' ? 'COMMIT' : 'ROLLBACK', rowLimit: 1 })
          if (result?.kind !== 'error') return
          const server = { text: result.message, ...(result.code && { code: result.code }) }
          throw new FailureError(failureOf('server', 'maxscale.transactionNotEnded', { server }))
        }),
      async close({ tabId }) {
        await sessions.closeTab(tabId)
        return null
      },
    },
  }
}
