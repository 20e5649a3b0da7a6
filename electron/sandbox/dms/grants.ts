/** Who may use the proxy: AccessID and AccessSecret are issued per grant, not per account (dms-secure-access-proxy, "Prerequisites"). */
import { createHash, timingSafeEqual } from 'node:crypto'
import { Refusal } from './refusal.ts'

export interface Grant {
  accessId: string
  accessSecret: string
  /** Secrets that rotation has replaced: refused, with a text that says so. */
  retiredSecrets?: readonly string[]
  /** Epoch milliseconds; absent for a grant without an end. */
  expiresAt?: number
  /** Databases that the grant covers; absent for all of them. Only the database of the call is checked. */
  schemas?: readonly string[]
}

/**
 * Throws the Refusal that a call with these credentials meets; texts and HTTP statuses are ours, except
 * "accessId is required.", which is the page's.
 */
export function authorize(
  grants: readonly Grant[],
  call: { accessId: string; accessSecret: string; schema: string },
  now: number,
): void {
  if (!call.accessId) throw new Refusal(200, 'accessId is required.')
  if (!call.accessSecret) throw new Refusal(200, 'accessSecret is required.')
  const grant = grants.find((one) => one.accessId === call.accessId)
  if (!grant) throw new Refusal(401, 'The accessId does not exist.')
  if (grant.retiredSecrets?.some((secret) => same(secret, call.accessSecret)))
    throw new Refusal(401, 'The accessSecret has been rotated and is no longer valid.')
  if (!same(grant.accessSecret, call.accessSecret)) throw new Refusal(401, 'The accessSecret is incorrect.')
  if (grant.expiresAt !== undefined && now >= grant.expiresAt)
    throw new Refusal(401, 'The authorization of this accessId has expired.')
  if (call.schema && grant.schemas && !grant.schemas.includes(call.schema))
    throw new Refusal(403, `You are not authorized to access database '${call.schema}' through the secure access proxy.`)
}

const same = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))
const digest = (text: string) => createHash('sha256').update(text).digest()
