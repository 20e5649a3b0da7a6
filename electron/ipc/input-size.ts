import { REQUEST_LIMIT_BYTES } from '../../shared/contract/frame.ts'
import { MOST_DEPTH, MOST_KEYS, MOST_VALUES } from '../../shared/contract/frame-bounds.ts'
import { failureOf, type Failure } from '../../shared/model/failure.ts'
import { assertNever } from '../../shared/model/never.ts'

/** What a value costs besides its text: keeps a structure of many small values from passing as empty. */
const BYTES_PER_VALUE = 8

export type SizeFault = 'tooLarge' | 'tooMany' | 'tooDeep' | 'notPlain'

/**
 * What is wrong with an input's size, before any schema looks at it: a schema looks at every value, and says something
 * of each. Text is counted in characters, a list by its length, however little stands in it; a cycle is too deep. What
 * structured clone brings besides plain data and typed arrays (a Map, a Date) is in no contract. Ends as soon as it knows.
 */
export function sizeFault(input: unknown, limit: number = REQUEST_LIMIT_BYTES): SizeFault | null {
  let bytes = limit
  let values = MOST_VALUES
  const queue: Array<{ value: unknown; depth: number }> = [{ value: input, depth: 0 }]
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { value, depth } = next
    bytes -= BYTES_PER_VALUE
    if (typeof value === 'string') bytes -= value.length
    else if (ArrayBuffer.isView(value)) bytes -= value.byteLength
    else if (typeof value === 'object' && value !== null) {
      if (depth === MOST_DEPTH) return 'tooDeep'
      if (!isPlain(value)) return 'notPlain'
      const keys = Array.isArray(value) ? null : Object.keys(value)
      values -= keys ? keys.length * 2 : (value as unknown[]).length
      if (values < 0 || (keys?.length ?? 0) > MOST_KEYS) return 'tooMany'
      for (const key of keys ?? []) bytes -= key.length
      for (const inner of Object.values(value)) queue.push({ value: inner, depth: depth + 1 })
    }
    if (bytes < 0) return 'tooLarge'
  }
  return null
}

export const sizeFailure = (fault: SizeFault): Failure => {
  switch (fault) {
    case 'tooLarge':
      return failureOf('input', 'input.tooLarge', { params: { limitMb: REQUEST_LIMIT_BYTES / 1_000_000 } })
    case 'tooMany':
      return failureOf('input', 'input.tooMany')
    case 'tooDeep':
      return failureOf('input', 'input.tooDeep')
    case 'notPlain':
      return failureOf('input', 'input.malformed')
    default:
      return assertNever(fault)
  }
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
