/** Which sessions we hold open on servers, so that what a crash leaves there can be found and closed. */
import { randomUUID } from 'node:crypto'
import type { ConnectionId } from '../../shared/model/ids.ts'
import type { MaxScaleSession } from '../clients/maxscale/session.ts'
import type { OpenSession, OpenSessionRepository } from '../storage/open-session-repository.ts'
import type { Secret } from '../vault/secret.ts'
import type { Vault } from '../vault/vault.ts'
import { unlessFailing } from './unless-failing.ts'

export interface SessionJournal {
  /** Notes a session that was opened; never fails, since the session is of use without it. */
  opened(connectionId: ConnectionId, session: Pick<MaxScaleSession, 'key' | 'threadId' | 'openedAt'>): Promise<void>
  closed(sessionId: string): Promise<void>
  /** What runs of Tessera that are no more have left open. */
  orphans(): OpenSession[]
  /** The token of a session, without which it can be found but not closed; undefined where the vault has none, or is locked. */
  tokenOf(sessionId: string): Promise<Secret | undefined>
}

/** Tokens are secrets: they are in the vault, or in memory only where the person keeps secrets for the session. */
const slot = (sessionId: string) => `session.${sessionId}`

export function createSessionJournal(parts: {
  repository: OpenSessionRepository
  vault: Pick<Vault, 'put' | 'get' | 'remove'>
  /** The embedded sandbox ends with us, and its sessions with it. */
  isSandbox: (connectionId: ConnectionId) => boolean
}): SessionJournal {
  const { repository, vault, isSandbox } = parts
  const runId = randomUUID()

  return {
    async opened(connectionId, { key, threadId, openedAt }) {
      if (isSandbox(connectionId)) return
      repository.insert({ sessionId: key.id, connectionId, threadId: threadId ?? null, processId: process.pid, runId, openedAt })
      // A vault that is locked, or none: the session is of use without it.
      await unlessFailing(() => vault.put(new Map([[slot(key.id), key.token]])))
    },
    async closed(sessionId) {
      repository.delete(sessionId)
      await unlessFailing(() => vault.remove([slot(sessionId)]))
    },
    orphans: () => repository.list().filter((session) => session.runId !== runId && !isAlive(session.processId)),
    tokenOf: async (sessionId) => (await unlessFailing(() => vault.get(slot(sessionId)))) ?? undefined,
  }
}

/** A terminal may run beside the window; our own id is of an earlier process, that of this run is told by its name. */
function isAlive(processId: number): boolean {
  if (processId === process.pid) return false
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
