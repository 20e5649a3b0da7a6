import { isDeepStrictEqual } from 'node:util'
import { createRest, type Rest, type RestAccess } from '../clients/maxscale/rest.ts'
import type { SessionAccess } from '../clients/maxscale/session.ts'
import { sameChoice } from '../http/proxy.ts'

/** A MaxScale connection as its client takes it. */
export interface MaxScaleAccess {
  rest: RestAccess
  session: SessionAccess
}

/** Answers one Rest an account and MaxScale, so that all who use it share one sign-in. */
export type RestOf = (access: RestAccess) => Rest

/** After `forget` only sessions that are open hold one, and with it passwords and a token. */
export function createRests(): RestOf & { forget: () => void } {
  let rests: { access: RestAccess; rest: Rest }[] = []
  const restOf = (access: RestAccess): Rest => {
    const known = rests.find((one) => sameRest(one.access, access))
    if (known) return known.rest
    const rest = createRest(access)
    rests.push({ access, rest })
    return rest
  }
  return Object.assign(restOf, { forget: () => void (rests = []) })
}

/** Secrets compare by what they hold, which equality of objects does not see. */
const sameRest = (one: RestAccess, other: RestAccess): boolean => {
  const { restPassword, databasePassword, proxy, ...rest } = one
  const { restPassword: otherRest, databasePassword: otherDatabase, proxy: otherProxy, ...others } = other
  const isSame = restPassword.reveal() === otherRest.reveal() && databasePassword?.reveal() === otherDatabase?.reveal()
  return isSame && sameChoice(proxy, otherProxy) && isDeepStrictEqual(rest, others)
}

const sameSession = ({ databasePassword: one, ...rest }: SessionAccess, { databasePassword: other, ...others }: SessionAccess): boolean =>
  one.reveal() === other.reveal() && isDeepStrictEqual(rest, others)

/** Whether a session opened with one is what the other asks for. */
export const sameAccess = (one: MaxScaleAccess, other: MaxScaleAccess): boolean => sameRest(one.rest, other.rest) && sameSession(one.session, other.session)
