import {
  ConnectionSettings, secretNames, type Connection, type ConnectionKind, type Environment, type SecretName,
} from '../../../shared/model/connection.ts'
import type { ConnectionId } from '../../../shared/model/ids.ts'
import { fieldsOf, startingValues, type FieldName } from './connection-fields.ts'

/** A connection while it is being typed: every field as text. */
export interface ConnectionDraft {
  /** Absent for a new connection. */
  connectionId?: ConnectionId
  kind: ConnectionKind
  name: string
  environment: Environment
  readOnly: boolean
  values: Partial<Record<FieldName, string>>
  /** Only what was typed now; nothing stored is ever read back. */
  secrets: Partial<Record<SecretName, string>>
  /** Secrets that main already holds: an empty field keeps them. */
  held: SecretName[]
}

export type DraftField = FieldName | SecretName | 'name'

export function newDraft(kind: ConnectionKind, name: string): ConnectionDraft {
  const values = Object.fromEntries(Object.entries(startingValues[kind]).map(([field, value]) => [field, String(value)]))
  return { kind, name, environment: 'development', readOnly: false, values, secrets: {}, held: [] }
}

export function draftOf({ id, settings, secrets }: Connection): ConnectionDraft {
  const stored: Record<string, unknown> = settings
  return {
    connectionId: id,
    kind: settings.kind,
    name: settings.name,
    environment: settings.environment,
    readOnly: settings.readOnly,
    values: Object.fromEntries(
      fieldsOf[settings.kind].filter((field) => field.control !== 'secret').map(({ name }) => [name, String(stored[name])]),
    ),
    secrets: {},
    held: secretNames[settings.kind].filter((name) => (secrets[name] ?? 'missing') !== 'missing'),
  }
}

export type CheckedDraft =
  | { ok: true; settings: ConnectionSettings; secrets: ConnectionDraft['secrets'] }
  | { ok: false; problems: DraftField[] }

/** The settings that a draft stands for, or the fields that keep it from being any; checked by main's own schema. */
export function checkDraft(draft: ConnectionDraft): CheckedDraft {
  const timeout = draft.values.timeoutSeconds?.trim() ?? ''
  const trimmed = Object.fromEntries(Object.entries(draft.values).map(([name, value]) => [name, value.trim()]))
  const parsed = ConnectionSettings.safeParse({
    ...trimmed,
    kind: draft.kind,
    name: draft.name,
    environment: draft.environment,
    readOnly: draft.readOnly,
    timeoutSeconds: /^\d+$/.test(timeout) ? Number(timeout) : Number.NaN,
  })
  const secrets = Object.fromEntries(Object.entries(draft.secrets).filter(([, secret]) => secret !== ''))
  const missing = secretNames[draft.kind].filter((name) => !secrets[name] && !draft.held.includes(name))
  if (parsed.success && missing.length === 0) return { ok: true, settings: parsed.data, secrets }
  const invalid = parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0]) as DraftField)
  return { ok: false, problems: [...new Set([...invalid, ...missing])] }
}
