import type { DrdsCall } from '../../../../shared/model/drds-call.ts'

/** Whether a request did not do what it was sent for. */
export const hasFailed = ({ status, code }: DrdsCall): boolean => status === 0 || status >= 400 || code !== ''

export interface CallFilter {
  /** '' for every action. */
  action: string
  outcome: 'all' | 'failed'
  search: string
}

/** The requests that fit. Every word of the search must occur somewhere in what the list shows. */
export function filterCalls(calls: readonly DrdsCall[], { action, outcome, search }: CallFilter): DrdsCall[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return calls.filter((call) => {
    if (action && call.action !== action) return false
    if (outcome === 'failed' && !hasFailed(call)) return false
    const text = [call.action, call.method, call.host, call.regionId, call.status, call.code, call.requestId].join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

export interface CallParameter {
  name: string
  value: string
  /** Its value was a secret, and reads *** here. */
  masked: boolean
}

/** The parameters of a canonicalized query string, decoded, in its order ("API鉴权": sorted by name). */
export function parametersOf(canonicalizedQueryString: string): CallParameter[] {
  if (canonicalizedQueryString === '') return []
  return canonicalizedQueryString.split('&').map((pair) => {
    const at = pair.indexOf('=')
    const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
    const decoded = decode(value)
    return { name: decode(name), value: decoded, masked: decoded === '***' }
  })
}

/** Text that is no percent-encoding stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A signature lives 15 minutes; from this offset on a person should know that the clock is wrong. */
export const CLOCK_OFF_MS = 5_000

/** How far this machine's clock is ahead, milliseconds, as the newest answer with a Date shows; null where none does. */
export const latestSkew = (calls: readonly DrdsCall[]): number | null => calls.find(({ skewMs }) => skewMs !== null)?.skewMs ?? null
