import { z } from 'zod'
import { fieldProblems, secretProblem } from '../model/connection-entry.ts'
import { CalendarDate, SecretName } from '../model/connection.ts'
import { Id, type ConnectionId } from '../model/ids.ts'
import { userOf } from '../model/secret-binding.ts'
import { call } from './call.ts'
import { complaint } from './connections.ts'

/** One stored secret, with every connection that keeps the same for the same user. */
export interface StoredCredential {
  /** Made anew with each answer; tells nothing of the secret. */
  id: string
  name: SecretName
  user: string
  uses: {
    connectionId: ConnectionId
    /** Sessions that tabs hold open there, signed in to with the secret as it is now. */
    openSessions: number
  }[]
}

const Replacement = z
  .strictObject({
    name: SecretName,
    connectionIds: z.array(Id<ConnectionId>()).min(1).max(1_000),
    secret: z.string().min(1).max(4_096),
    /** Whose secret it is from now on. */
    user: z.string().trim().min(1).max(256),
    /** The new one's last day; empty for none that is known. */
    expires: z.union([CalendarDate, z.literal('')]),
  })
  .superRefine(({ name, secret, user }, context) => {
    const problem = secretProblem(name, secret)
    if (problem) context.addIssue(complaint('secret', problem))
    for (const [, wrong] of fieldProblems({ [userOf[name]]: user, proxy: name === 'proxyPassword' ? 'own' : 'none', proxyUrl: 'proxy' })) context.addIssue(complaint('user', wrong))
  })

const ById = z.strictObject({ replacementId: z.uuid() })

/** Replacing a secret wherever it is used. Trying it first is `connections.test`, with the stored settings and the new secret. */
export const secrets = {
  /** What is stored, the sandbox's left out; equal secrets are found by main, and none is answered. Needs the vault open. */
  credentials: call(z.strictObject({})).returns<StoredCredential[]>(),
  /** In all of those connections or in none. What was there before is kept in memory until `forget`, the next one, or until the vault is locked. */
  replace: call(Replacement).returns<{ replacementId: string }>(),
  /** Puts the secrets, users and dates of before back where nothing has changed since; answers in how many connections. */
  putBack: call(ById).returns<{ count: number }>(),
  forget: call(ById).returns<null>(),
}
