import { createStore } from 'zustand/vanilla'
import type { AuditEntry } from '../../../../shared/model/drds-change.ts'
import type { Failure } from '../../../../shared/model/failure.ts'

export interface AuditState {
  /** `ready` with `entries` so far, the newest first; a failure of an older page leaves them in sight. */
  answer: { state: 'loading' } | { state: 'ready' } | { state: 'failed'; failure: Failure }
  entries: readonly AuditEntry[]
  /** What the button at the end does. */
  older: 'offered' | 'asked' | 'none'
  /** Counts questions; an answer to an older one is dropped. */
  latest: number
}

export const createAuditStore = () => createStore<AuditState>(() => ({ answer: { state: 'loading' }, entries: [], older: 'offered', latest: 0 }))
export type AuditStore = ReturnType<typeof createAuditStore>
