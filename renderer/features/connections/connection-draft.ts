import {
  ConnectionSettings, MaxScaleRestSettings, secretNames, type Connection, type ConnectionKind, type Environment, type SecretName,
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
  const parsed = ConnectionSettings.safeParse({
    ...trimmed(draft),
    kind: draft.kind,
    name: draft.name,
    environment: draft.environment,
    readOnly: draft.readOnly,
    timeoutSeconds: /^\d+$/.test(timeout) ? Number(timeout) : Number.NaN,
  })
  const secrets = entered(draft)
  const problems = [...invalid(parsed.error), ...trustWithoutTls(draft), ...missing(draft, secretNames[draft.kind])]
  return parsed.success && problems.length === 0 ? { ok: true, settings: parsed.data, secrets } : { ok: false, problems: [...new Set(problems)] }
}

export type CheckedRest =
  | { ok: true; settings: MaxScaleRestSettings; secrets: ConnectionDraft['secrets'] }
  | { ok: false; problems: DraftField[] }

/** As far as asking MaxScale for its targets needs: the rest may still be empty. */
export function checkRest(draft: ConnectionDraft): CheckedRest {
  const parsed = MaxScaleRestSettings.safeParse(trimmed(draft))
  const { restPassword } = entered(draft)
  const problems = [...invalid(parsed.error), ...trustWithoutTls(draft), ...missing(draft, ['restPassword'])]
  return parsed.success && problems.length === 0 ? { ok: true, settings: parsed.data, secrets: restPassword ? { restPassword } : {} } : { ok: false, problems }
}

/** Whether the address is one where no certificate is shown. */
export const isPlainHttp = ({ values }: ConnectionDraft): boolean => /^http:/i.test(values.baseUrl?.trim() ?? '')

/** A certificate cannot be asked for over http; main refuses to send anything then, and the form says so before. */
const trustWithoutTls = (draft: ConnectionDraft): DraftField[] =>
  isPlainHttp(draft) ? (['certificateAuthority', 'pinnedCertificate'] as const).filter((name) => draft.values[name]?.trim()) : []

const trimmed = ({ values }: ConnectionDraft) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.trim()]))

const entered = ({ secrets }: ConnectionDraft): ConnectionDraft['secrets'] => Object.fromEntries(Object.entries(secrets).filter(([, secret]) => secret !== ''))

const missing = ({ secrets, held }: ConnectionDraft, names: readonly SecretName[]): SecretName[] => names.filter((name) => !secrets[name] && !held.includes(name))

const invalid = (error: { issues: { path: PropertyKey[] }[] } | undefined): DraftField[] => error?.issues.map((issue) => String(issue.path[0]) as DraftField) ?? []
