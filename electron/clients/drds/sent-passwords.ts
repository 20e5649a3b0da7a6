/** Passwords that went out in changes: DRDS may repeat them later, in an answer to a question that held none. */
import { Secret } from '../../vault/secret.ts'

export interface SentPasswords {
  add(accessKeyId: string, passwords: readonly string[]): void
  of(accessKeyId: string): readonly Secret[]
}

/** Of an account, the latest. */
const KEPT = 50

/** In memory alone, for as long as the app runs. */
export function createSentPasswords(): SentPasswords {
  const sent = new Map<string, readonly Secret[]>()
  const of = (accessKeyId: string): readonly Secret[] => sent.get(accessKeyId) ?? []
  return {
    of,
    add(accessKeyId, passwords) {
      const known = of(accessKeyId)
      const fresh = passwords.filter((text) => text !== '' && !known.some((one) => one.reveal() === text)).map((text) => new Secret(text))
      if (fresh.length > 0) sent.set(accessKeyId, [...known, ...fresh].slice(-KEPT))
    },
  }
}
