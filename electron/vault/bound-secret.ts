/**
 * How a secret that belongs somewhere lies in the vault: sealed together with its place there and with what it was
 * entered for. Whoever edits the database, or swaps sealed entries, sends it nowhere else.
 */
import { z } from 'zod'
import { SecretBinding } from '../../shared/model/secret-binding.ts'
import { Secret } from './secret.ts'

export interface BoundSecret {
  secret: Secret
  /** Null for one of an older Tessera, which did not note it. */
  boundTo: SecretBinding | null
}

/** Told from a secret of an older Tessera, stored as it was, by how it begins. */
const MARK = '{"tessera":"bound secret",'
const Envelope = z.strictObject({ tessera: z.literal('bound secret'), slot: z.string(), boundTo: SecretBinding, secret: z.string() })
type Envelope = z.infer<typeof Envelope>

/** What is given to the vault for a slot. */
export const bind = (slot: string, boundTo: SecretBinding, secret: Secret): Secret =>
  new Secret(JSON.stringify({ tessera: 'bound secret', slot, boundTo, secret: secret.reveal() } satisfies Envelope))

/** What the vault gave for a slot; null where that was put there for another one, or is cut short. */
export function readBound(slot: string, kept: Secret): BoundSecret | null {
  const text = kept.reveal()
  if (!text.startsWith(MARK)) return { secret: kept, boundTo: null }
  const envelope = Envelope.safeParse(parsed(text))
  if (!envelope.success || envelope.data.slot !== slot) return null
  return { secret: new Secret(envelope.data.secret), boundTo: envelope.data.boundTo }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
