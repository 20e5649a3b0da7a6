import { FailureError } from '../../shared/model/failure.ts'
import { isOverBound } from './answer-bounds.ts'
import { checkValues } from './count-values.ts'
import { openBody } from './open-body.ts'

const decoder = new TextDecoder()

/**
 * An object of JSON; undefined for anything else. Throws a FailureError (response.tooDeep, .tooManyValues) before values
 * are made of one that holds more than any answer. `reviver` as JSON.parse has it.
 */
export function readJson(bytes: Uint8Array, reviver?: (key: string, value: unknown, context?: { source?: string }) => unknown): unknown {
  try {
    const { scanner, start } = openBody(bytes)
    const end = scanner.skipValue(start)
    if (end !== scanner.end) return undefined
    checkValues(bytes, [{ start, end }])
    return JSON.parse(decoder.decode(bytes.subarray(start, end)), reviver)
  } catch (error) {
    if (error instanceof FailureError && !isOverBound(error.failure)) return undefined
    throw error
  }
}
