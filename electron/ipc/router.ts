import type { z } from 'zod'
import { contract, type Handlers } from '../../shared/contract/contract.ts'
import { halfCharacterFailure } from '../../shared/contract/half-character.ts'
import { failureOf } from '../../shared/model/failure.ts'
import type { Result } from '../../shared/model/result.ts'
import type { Log } from '../log/log.ts'
import { inputFailure } from './input-failure.ts'
import { sizeFailure, sizeFault } from './input-size.ts'
import { toFailure } from './to-failure.ts'

/** Answers any request, however malformed, with a Result; never throws or rejects. */
export type Dispatch = (request: unknown) => Promise<Result<unknown>>

type Action = { input: z.ZodType }
type Handler = (input: unknown) => unknown

/**
 * The door: finds the action that a request names in the contract, checks its input with the contract's schema
 * and hands it to the handler. `folder` holds our own files. Only own properties of the contract are names; `constructor` is not one.
 */
export function createRouter(handlers: Handlers, log: Log, folder: string): Dispatch {
  const actions: Record<string, Record<string, Action>> = contract
  const handlersByName = handlers as Record<string, Record<string, Handler>>

  return async (request) => {
    const { domain, action, input } = fields(request)
    const actionsOfDomain = own(actions, domain)
    const called = actionsOfDomain && own(actionsOfDomain, action)
    const handler = own(handlersByName[domain] ?? {}, action)
    if (!called || !handler) return unknownCall(domain, action)
    const fault = sizeFault(input)
    if (fault) return { ok: false, failure: sizeFailure(fault) }
    const half = halfCharacterFailure({ domain, action, input })
    if (half) return { ok: false, failure: half }
    const name = `${domain}.${action}`
    const began = performance.now()
    const ms = () => Math.round(performance.now() - began)
    try {
      // reportInput tells an absent field from one of a wrong type; no failure carries the value itself.
      const parsed = called.input.safeParse(input, { reportInput: true })
      if (!parsed.success) return { ok: false, failure: inputFailure(parsed.error) }
      const value = await handler(parsed.data)
      log.debug(name, { ms: ms() })
      return { ok: true, value }
    } catch (error) {
      const failure = toFailure(error, { where: name, folder, log })
      log.warn(name, { code: failure.code, requestId: failure.server?.requestId, ms: ms() })
      return { ok: false, failure }
    }
  }
}

/** The request's parts, and only they are looked at; what is not text names nothing. */
function fields(request: unknown): { domain: string; action: string; input: unknown } {
  const part = (name: string): unknown =>
    typeof request === 'object' && request !== null && Object.hasOwn(request, name) ? Reflect.get(request, name) : undefined
  return { domain: text(part('domain')), action: text(part('action')), input: part('input') }
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')

const unknownCall = (domain: string, action: string): Result<never> => ({
  ok: false,
  failure: failureOf('input', 'input.unknownCall', { params: { domain: shown(domain), action: shown(action) } }),
})

const shown = (name: string) => name.slice(0, 40)

const own = <T>(table: Record<string, T>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined
