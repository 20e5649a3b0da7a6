import type { Failure, FailureCode } from '../../../shared/model/failure.ts'

/** Failures after which a person wants to see whose certificate it was. */
const codes: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'network.tlsSelfSigned', 'network.tlsUnknownIssuer', 'network.tlsPrivateAuthority', 'network.tlsHostname', 'network.tlsExpired', 'network.tlsWeakKey',
  'network.tlsPinMismatch',
])

export const isTrustFailure = ({ code }: Failure): boolean => codes.has(code)
