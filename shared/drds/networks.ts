import type { FailureCode } from '../model/failure.ts'

/** Undefined for an IPv4 address or network (address/bits), else what is wrong with it. */
export function networkProblem(entry: string): FailureCode | undefined {
  const [address = '', bits, more] = entry.split('/')
  if (more !== undefined || addressOf(address) === undefined) return 'drds.field.whitelistAddress'
  if (bits === undefined) return undefined
  if (!/^(?:[0-9]|[12][0-9]|3[0-2])$/.test(bits)) return 'drds.field.whitelistBits'
  return undefined
}

/** An address as one number; undefined when it is none. Octets with a leading zero are none: some read them as octal. */
function addressOf(text: string): number | undefined {
  const octets = text.split('.')
  if (octets.length !== 4 || !octets.every((octet) => /^(?:0|[1-9][0-9]{0,2})$/.test(octet) && Number(octet) <= 255)) return undefined
  return octets.reduce((address, octet) => address * 256 + Number(octet), 0)
}

/** True where an entry lets everybody in: 0.0.0.0, as the vendor reads it, and every network of no bits. */
export const letsEverybodyIn = (entry: string): boolean => entry === '0.0.0.0' || entry.endsWith('/0')
