import type { Rpc } from '../../../../shared/contract/contract.ts'
import { AUDIT_PAGE, type AuditEntry } from '../../../../shared/model/drds-change.ts'
import type { ConnectionId } from '../../../../shared/model/ids.ts'
import type { AuditStore } from './audit-store.ts'

interface AuditDependencies {
  rpc: Rpc
  audit: AuditStore
}

/** Reads the newest page; null is every account's. */
export async function loadAudit({ rpc, audit }: AuditDependencies, connectionId: ConnectionId | null): Promise<void> {
  const latest = audit.getState().latest + 1
  audit.setState(({ answer }) => ({ latest, ...(answer.state === 'failed' && { answer: { state: 'loading' } }) }))
  const result = await rpc.drds.audit({ connectionId, before: null })
  if (audit.getState().latest !== latest) return
  if (!result.ok) audit.setState({ answer: { state: 'failed', failure: result.failure } })
  else audit.setState({ answer: { state: 'ready' }, entries: result.value, older: olderThan(result.value) })
}

/** Reads the page behind what is shown. */
export async function loadOlder({ rpc, audit }: AuditDependencies, connectionId: ConnectionId | null): Promise<void> {
  const last = audit.getState().entries.at(-1)
  if (!last || audit.getState().older !== 'offered') return
  const latest = audit.getState().latest + 1
  audit.setState({ latest, older: 'asked' })
  const result = await rpc.drds.audit({ connectionId, before: last.id })
  if (audit.getState().latest !== latest) return
  if (!result.ok) return audit.setState({ answer: { state: 'failed', failure: result.failure }, older: 'offered' })
  audit.setState(({ entries }) => ({ answer: { state: 'ready' }, entries: [...entries, ...result.value], older: olderThan(result.value) }))
}

/** Reads what came on top, and leaves what was read behind it. One that cannot be read now is read another time. */
export async function freshenAudit({ rpc, audit }: AuditDependencies, connectionId: ConnectionId | null): Promise<void> {
  const { latest, answer } = audit.getState()
  if (answer.state !== 'ready') return
  const result = await rpc.drds.audit({ connectionId, before: null })
  if (!result.ok || audit.getState().latest !== latest) return
  const page = result.value
  const oldest = page.at(-1)?.id ?? 0
  audit.setState(({ entries }) => {
    const behind = entries.filter(({ id }) => id < oldest)
    // Where the page does not reach what is shown, there would be a gap that nobody sees.
    const reaches = page.length < AUDIT_PAGE || page.some(({ id }) => id === entries[0]?.id)
    return reaches && behind.length > 0 ? { entries: [...page, ...behind] } : { entries: page, older: olderThan(page) }
  })
}

const olderThan = (page: readonly AuditEntry[]): 'offered' | 'none' => (page.length < AUDIT_PAGE ? 'none' : 'offered')
