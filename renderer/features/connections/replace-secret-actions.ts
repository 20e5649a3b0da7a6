import type { Rpc } from '../../../shared/contract/contract.ts'
import type { StoredCredential } from '../../../shared/contract/secrets.ts'
import type { TestReport } from '../../../shared/contract/connections.ts'
import { fieldProblems, secretProblem, type EntryProblem } from '../../../shared/model/connection-entry.ts'
import { CalendarDate, type Connection, type ConnectionSettings } from '../../../shared/model/connection.ts'
import type { ConnectionId } from '../../../shared/model/ids.ts'
import type { Result } from '../../../shared/model/result.ts'
import { userOf } from '../../../shared/model/secret-binding.ts'

/** What is typed to take a credential's place. */
export interface NewSecret {
  secret: string
  user: string
  /** Its last day; empty for none that is known. */
  expires: string
}

export type NewSecretProblems = Partial<Record<keyof NewSecret, EntryProblem | 'date'>>

export function problemsOf({ name }: StoredCredential, { secret, user, expires }: NewSecret): NewSecretProblems {
  const wrongSecret = secret === '' ? 'missing' : secretProblem(name, secret)
  const field = userOf[name]
  const wrongUser = user.trim() === '' ? 'missing' : fieldProblems({ [field]: user.trim(), proxy: 'own', proxyUrl: 'proxy' }).find(([which]) => which === field)?.[1]
  const wrongDate = expires !== '' && !CalendarDate.safeParse(expires).success
  return { ...(wrongSecret && { secret: wrongSecret }), ...(wrongUser && { user: wrongUser }), ...(wrongDate && { expires: 'date' as const }) }
}

/** As many at a time: a dead address holds up no other, and no server gets them all at once. */
const AT_ONCE = 4

/** Tries the new secret in each connection as it is stored, and says each outcome as it comes; changes nothing. */
export async function tryEverywhere(
  rpc: Rpc,
  { name }: StoredCredential,
  { secret, user }: NewSecret,
  connections: readonly Connection[],
  onOutcome: (id: ConnectionId, outcome: Result<TestReport>) => void,
): Promise<void> {
  const waiting = [...connections]
  const work = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const settings: ConnectionSettings = { ...one.settings, [userOf[name]]: user.trim() }
      onOutcome(one.id, await rpc.connections.test({ connectionId: one.id, settings, secrets: { [name]: secret } }))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

export const replaceSecret = (rpc: Rpc, { name }: StoredCredential, { secret, user, expires }: NewSecret, connectionIds: ConnectionId[]) =>
  rpc.secrets.replace({ name, connectionIds, secret, user: user.trim(), expires })

