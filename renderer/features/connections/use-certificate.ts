import { useRef, useState } from 'react'
import type { Result } from '../../../shared/model/result.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { PeerCertificate } from '../../../shared/model/peer-certificate.ts'

/** The certificate that a person looks at. */
export type CertificateState =
  | { state: 'closed' }
  | { state: 'reading' }
  | { state: 'shown'; certificate: PeerCertificate }
  | { state: 'failed'; failure: Failure }

/** Reads a server's certificate when it is opened; an answer after it was closed is dropped. */
export function useCertificate() {
  const [certificate, setCertificate] = useState<CertificateState>({ state: 'closed' })
  const latest = useRef(0)
  const open = async (read: () => Promise<Result<PeerCertificate>>) => {
    const asked = (latest.current += 1)
    setCertificate({ state: 'reading' })
    const result = await read()
    if (latest.current === asked) setCertificate(result.ok ? { state: 'shown', certificate: result.value } : { state: 'failed', failure: result.failure })
  }
  const close = () => {
    latest.current += 1
    setCertificate({ state: 'closed' })
  }
  return { certificate, open, close }
}
