/** SignatureDoesNotMatch prints the string that the server signed: the first parameter that differs from ours is the reason. */

import type { Mask } from '../../http/masking/mask.ts'

export interface SignatureDifference {
  /** A parameter's name, or HTTPMethod, or StringToSign where no parameter is to blame. */
  parameter: string
  /** As encoded in the string to sign; – where it is absent. */
  ours: string
  theirs: string
}

const ABSENT = '–'

/**
 * Undefined where the message prints no string to sign, null where it is ours (then the secret differs), else the first
 * difference in the order of our parameters. Values of `secrets` read ***, and `mask` keeps out what stands elsewhere.
 */
export function signatureDifference(message: string, ours: string, secrets: readonly string[], mask: Mask): SignatureDifference | null | undefined {
  const shortened = (text: string): string => mask.text(text, 200)
  const theirs = /string to sign is\s*:\s*(\S+)/i.exec(message)?.[1]
  if (theirs === undefined) return undefined
  if (theirs === ours) return null
  const own = partsOf(ours)
  const served = partsOf(theirs)
  if (!own || !served) {
    // A secret cannot be found in what cannot be taken apart.
    const [here, there] = secrets.length > 0 ? ['***', '***'] : [shortened(ours), shortened(theirs)]
    return { parameter: 'StringToSign', ours: here, theirs: there }
  }
  if (own.method !== served.method) return { parameter: 'HTTPMethod', ours: own.method, theirs: served.method }
  for (const name of new Set([...own.params.keys(), ...served.params.keys()])) {
    const [here = ABSENT, there = ABSENT] = [own.params.get(name), served.params.get(name)]
    if (here === there) continue
    const isSecret = secrets.includes(name)
    const shown = (value: string): string => (value !== ABSENT && isSecret ? '***' : shortened(value))
    return { parameter: name, ours: shown(here), theirs: shown(there) }
  }
  // The same parameters in another order, or another path: all that is left is the whole.
  return { parameter: 'StringToSign', ours: shortened(orderOf(own.params)), theirs: shortened(orderOf(served.params)) }
}

interface Parts {
  method: string
  params: Map<string, string>
}

function partsOf(stringToSign: string): Parts | undefined {
  const [method = '', path, canonical, more] = stringToSign.split('&')
  if (path === undefined || canonical === undefined || more !== undefined) return undefined
  try {
    const pairs = decodeURIComponent(canonical).split('&').map((pair) => {
      const at = pair.indexOf('=')
      return at < 0 ? ([pair, ''] as const) : ([pair.slice(0, at), pair.slice(at + 1)] as const)
    })
    return { method, params: new Map(pairs) }
  } catch {
    return undefined
  }
}

const orderOf = (params: ReadonlyMap<string, string>): string => [...params.keys()].join(', ')
