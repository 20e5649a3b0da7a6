/** Which sessions we hold open on servers, so that what a crash leaves there can be found and closed. */
import { randomUUID } from 'node:crypto'
import type { ConnectionId } from '../../shared/model/ids.ts'
import { bindingChange, bindingOf, type SecretBinding } from '../../shared/model/secret-binding.ts'
import type { Rest } from '../clients/maxscale/rest.ts'
import type { MaxScaleSession } from '../clients/maxscale/session.ts'
import { proxyLabel } from '../http/proxy.ts'
import type { OpenSession, OpenSessionRepository } from '../storage/open-session-repository.ts'
import { bind, readBound } from '../vault/bound-secret.ts'
import type { Secret } from '../vault/secret.ts'
import type { Vault } from '../vault/vault.ts'
import { unlessFailing } from './unless-failing.ts'

export interface SessionJournal {
  /** Notes a session that was opened; never fails, since the session is of use without it. */
  opened(connectionId: ConnectionId, session: Pick<MaxScaleSession, 'key' | 'threadId' | 'openedAt' | 'rest'>): Promise<void>
  closed(sessionId: string): Promise<void>
  /** What runs of Tessera that are no more have left open. */
  orphans(): OpenSession[]
  /**
   * The token of a session, without which it can be found but not closed; undefined where the vault has none, is locked,
   * or the session was opened at another place than this.
   */
  tokenOf(sessionId: string, at: Place): Promise<Secret | undefined>
}

type Place = Pick<Rest, 'baseUrl' | 'route'>

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
    async opened(connectionId, { key, threadId, openedAt, rest }) {
      if (isSandbox(connectionId)) return
      repository.insert({ sessionId: key.id, connectionId, threadId: threadId ?? null, processId: process.pid, runId, openedAt })
      // A vault that is locked, or none: the session is of use without it.
      await unlessFailing(() => vault.put(new Map([[slot(key.id), bind(slot(key.id), placeOf(rest), key.token)]])))
    },
    async closed(sessionId) {
      repository.delete(sessionId)
      await unlessFailing(() => vault.remove([slot(sessionId)]))
    },
    orphans: () => repository.list().filter((session) => session.runId !== runId && !isAlive(session.processId)),
    async tokenOf(sessionId, at) {
      const kept = await unlessFailing(() => vault.get(slot(sessionId)))
      const bound = kept && readBound(slot(sessionId), kept)
      return bound?.boundTo && !bindingChange(bound.boundTo, placeOf(at)) ? bound.secret : undefined
    },
  }
}

/** Where a token may be sent: to the MaxScale that gave it, whoever signs in there. */
const placeOf = ({ baseUrl, route: { trust, proxy } }: Place): SecretBinding =>
  bindingOf('maxscale', { baseUrl, ...trust, proxy: proxy?.kind ?? 'none', ...(proxy?.kind === 'own' && { proxyUrl: `${proxy.proxy.scheme}://${proxyLabel(proxy.proxy)}` }) }, 'restPassword')

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
