import { fieldProblems, secretProblem, type EntryProblem } from '../../../shared/model/connection-entry.ts'
import {
  BaseUrl, ConnectionSettings, MaxScaleRestSettings, ProxySettings, secretNames, secretsNeeded, secretsOf, signsInToProxy, type Connection, type ConnectionKind,
  type Environment, type SecretName,
} from '../../../shared/model/connection.ts'
import type { z } from 'zod'
import type { ConnectionId } from '../../../shared/model/ids.ts'
import { bindingChange, bindingOf, type BindingChange, type SecretBinding } from '../../../shared/model/secret-binding.ts'
import { fieldsOf, startingValues, type ExpiryName, type FieldName } from './connection-fields.ts'

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
  /** Until when secrets are good; empty or absent where nobody noted it. */
  expires: Partial<Record<SecretName, string>>
  /** Secrets that main already holds: an empty field keeps them, while `saved` is still what they belong to. */
  held: SecretName[]
  /** What the held ones were entered for; absent for a new connection. */
  saved?: ConnectionSettings
}

export type DraftField = FieldName | SecretName | ExpiryName | 'name'

export function newDraft(kind: ConnectionKind, name: string): ConnectionDraft {
  const values = Object.fromEntries(Object.entries(startingValues[kind]).map(([field, value]) => [field, String(value)]))
  return { kind, name, environment: 'development', readOnly: false, values, secrets: {}, expires: {}, held: [] }
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
      fieldsOf[settings.kind].filter((field) => field.control !== 'secret' && field.control !== 'expiry').map(({ name }) => [name, String(stored[name])]),
    ),
    secrets: {},
    expires: settings.expires ?? {},
    held: secretNames[settings.kind].filter((name) => (secrets[name] ?? 'missing') !== 'missing'),
    saved: settings,
  }
}

/** Why a held secret is not used for what is entered now: main keeps each to what it was entered for. */
export function leftBehind(draft: ConnectionDraft, name: SecretName): { change: BindingChange; was: SecretBinding } | undefined {
  if (!draft.saved || !draft.held.includes(name)) return undefined
  const was = bindingOf(draft.kind, draft.saved, name)
  const now = bindingOf(draft.kind, trimmed(draft), name)
  // What is no address or user yet complains for itself.
  const isEntered = isAddress(now.address) && now.user !== ''
  const change = isEntered ? bindingChange(was, now) : undefined
  return change && { change, was }
}

const isAddress = (address: string) => BaseUrl.safeParse(address).success || address.startsWith('socks5://')

/** Whether an empty field stands for a stored secret. */
export const holds = (draft: ConnectionDraft, name: SecretName): boolean => draft.held.includes(name) && !leftBehind(draft, name)

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
    ...notedDates(draft),
  })
  const secrets = entered(draft)
  const problems = [...invalid(parsed.error), ...entryProblems(draft).keys(), ...trustWithoutTls(draft), ...missing(draft, secretsNeeded(proxyOf(draft)))]
  return parsed.success && problems.length === 0 ? { ok: true, settings: parsed.data, secrets } : { ok: false, problems: [...new Set(problems)] }
}

export type CheckedPart<Settings> =
  | { ok: true; settings: Settings; secrets: ConnectionDraft['secrets'] }
  | { ok: false; problems: DraftField[] }

/** As far as asking MaxScale for its targets needs: the rest may still be empty. */
export const checkRest = (draft: ConnectionDraft): CheckedPart<MaxScaleRestSettings> => checkPart(draft, MaxScaleRestSettings, ['restPassword'])

/** As far as looking at a server's certificate needs: the way to it. */
export const checkWay = (draft: ConnectionDraft): CheckedPart<ProxySettings> => checkPart(draft, ProxySettings, [])

function checkPart<Settings>(draft: ConnectionDraft, schema: z.ZodType<Settings> & { shape: object }, own: SecretName[]): CheckedPart<Settings> {
  const parsed = schema.safeParse(trimmed(draft))
  const names: SecretName[] = [...own, ...(signsInToProxy(proxyOf(draft)) ? (['proxyPassword'] as const) : [])]
  const belongs = (field: DraftField) => field in schema.shape || names.some((name) => name === field)
  const problems = [...invalid(parsed.error), ...entryProblems(draft).keys(), ...trustWithoutTls(draft), ...missing(draft, names)].filter(belongs)
  if (!parsed.success || problems.length > 0) return { ok: false, problems: [...new Set(problems)] }
  return { ok: true, settings: parsed.data, secrets: Object.fromEntries(Object.entries(entered(draft)).filter(([name]) => belongs(name as SecretName))) }
}

/** What would be stored as it is entered, and then change or break on its way; by field. */
export function entryProblems(draft: ConnectionDraft): Map<DraftField, EntryProblem> {
  const found = new Map<DraftField, EntryProblem>(fieldProblems({ ...trimmed(draft), name: draft.name.trim() }))
  for (const name of secretNames[draft.kind]) {
    const problem = secretProblem(name, draft.secrets[name] ?? '')
    if (problem && (name !== 'proxyPassword' || draft.values.proxy === 'own')) found.set(name, problem)
  }
  return found
}

/** What the server is reached at; empty where DRDS's own endpoint of the region is. */
export const addressOf = ({ values }: ConnectionDraft): string => (values.baseUrl ?? values.endpoint ?? '').trim()

/** Whether the address is one where no certificate is shown. */
export const isPlainHttp = (draft: ConnectionDraft): boolean => /^http:/i.test(addressOf(draft))

/** A certificate cannot be asked for over http; main refuses to send anything then, and the form says so before. */
const trustWithoutTls = (draft: ConnectionDraft): DraftField[] =>
  isPlainHttp(draft) ? (['certificateAuthority', 'pinnedCertificate'] as const).filter((name) => draft.values[name]?.trim()) : []

/** Without what is asked of an own proxy where there is none: it cannot be seen then, and so not be wrong. */
function trimmed({ values }: ConnectionDraft): Partial<Record<FieldName, string>> {
  const all: Partial<Record<FieldName, string>> = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.trim()]))
  const unseen = all.proxy !== 'own' && !ProxySettings.shape.proxyUrl.safeParse(all.proxyUrl).success
  return unseen ? { ...all, proxyUrl: '' } : all
}

const proxyOf = ({ kind, values }: ConnectionDraft) => {
  const { data } = ProxySettings.omit({ proxyUrl: true }).safeParse(values)
  return { kind, proxy: data?.proxy ?? 'system', proxyUser: data?.proxyUser ?? '' }
}

/** A proxy's password goes along only where somebody signs in to one. */
const entered = (draft: ConnectionDraft): ConnectionDraft['secrets'] =>
  Object.fromEntries(Object.entries(draft.secrets).filter(([name, secret]) => secret !== '' && (name !== 'proxyPassword' || signsInToProxy(proxyOf(draft)))))

const missing = (draft: ConnectionDraft, names: readonly SecretName[]): SecretName[] => names.filter((name) => !draft.secrets[name] && !holds(draft, name))

/** Of the secrets that there are: a date of a proxy's password goes with its user. */
function notedDates(draft: ConnectionDraft): Pick<ConnectionSettings, 'expires'> {
  const names = secretsOf(proxyOf(draft)).filter((name) => draft.expires[name])
  return names.length > 0 ? { expires: Object.fromEntries(names.map((name) => [name, draft.expires[name]])) } : {}
}

const invalid = (error: { issues: { path: PropertyKey[] }[] } | undefined): DraftField[] =>
  error?.issues.map(({ path: [field, of] }) => (field === 'expires' ? `${String(of)}Expires` : String(field)) as DraftField) ?? []
