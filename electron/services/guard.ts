import type { ConnectionSettings } from '../../shared/model/connection.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import { classifyStatement } from '../../shared/sql/classify.ts'

export interface GuardedBy {
  /** The session's sql_mode; absent where it is not known. */
  sqlMode?: string | undefined
  /** The server itself keeps the session from writing, so that a function which we do not know can do no harm. */
  serverRefusesWrites?: boolean
}

/**
 * Lets one statement through, or throws the FailureError that refuses it before anything is sent: no statement,
 * several at once (MaxScale may never answer a batch, facts "must do" 1), anything but reads on a read-only connection.
 * What only changes the session itself (USE, SET, BEGIN) passes, unless it would let a read-only session write.
 */
export function guard(sql: string, { name, readOnly }: Pick<ConnectionSettings, 'name' | 'readOnly'>, { sqlMode, serverRefusesWrites = false }: GuardedBy = {}): void {
  const { kind, verb, statements, doubt, unknownFunction = '', liftsReadOnly } = classifyStatement(sql, sqlMode)
  if (statements === 0) throw new FailureError(failureOf('input', 'query.empty'))
  if (statements > 1) throw new FailureError(failureOf('input', 'query.severalStatements', { params: { count: statements } }))
  if (!readOnly) return
  if (kind === 'read' || (kind === 'session' && !liftsReadOnly)) return
  if (doubt === 'function' && serverRefusesWrites) return
  if (doubt === 'function' && unknownFunction !== '') throw new FailureError(failureOf('guarded', 'guard.unknownFunction', { params: { name, function: unknownFunction } }))
  const code = kind === 'unknown' ? 'guard.readOnlyUncertain' : 'guard.readOnly'
  throw new FailureError(failureOf('guarded', code, { params: { name, statement: verb } }))
}
