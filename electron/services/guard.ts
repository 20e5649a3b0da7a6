import type { ConnectionSettings } from '../../shared/model/connection.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import { classifyStatement } from '../../shared/sql/classify.ts'

/**
 * Lets one statement through, or throws the FailureError that refuses it before anything is sent: no statement,
 * several at once (MaxScale may never answer a batch, facts "must do" 1), anything but reads on a read-only connection.
 * What only changes the session itself (USE, SET, BEGIN) passes.
 */
export function guard(sql: string, { name, readOnly }: Pick<ConnectionSettings, 'name' | 'readOnly'>): void {
  const { kind, verb, statements } = classifyStatement(sql)
  if (statements === 0) throw new FailureError(failureOf('input', 'query.empty'))
  if (statements > 1) throw new FailureError(failureOf('input', 'query.severalStatements', { params: { count: statements } }))
  if (!readOnly || kind === 'read' || kind === 'session') return
  const code = kind === 'unknown' ? 'guard.readOnlyUncertain' : 'guard.readOnly'
  throw new FailureError(failureOf('guarded', code, { params: { name, statement: verb } }))
}
