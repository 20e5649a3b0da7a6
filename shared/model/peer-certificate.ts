/** Why this system does not trust a certificate, as far as words can be given; `other` has its code only. */
export type Distrust = 'selfSigned' | 'unknownIssuer' | 'expired' | 'notYetValid' | 'hostname' | 'other'

/** Node's and OpenSSL's judgement, by what Node and the operating system trust; it names one reason, the first that it finds. */
export type CertificateTrust =
  | { trusted: true }
  /** `code` is OpenSSL's, such as DEPTH_ZERO_SELF_SIGNED_CERT. */
  | { trusted: false; reason: Distrust; code: string }

/** The certificate that a server shows, so that a person can compare it. */
export type PeerCertificate = CertificateTrust & {
  /** `CN=localhost, O=Shop`; empty where it names none. */
  subject: string
  issuer: string
  /** The host names and addresses that it is for: `DNS:localhost, IP Address:127.0.0.1`. */
  names: string
  /** Epoch milliseconds. */
  validFrom: number
  validTo: number
  /** 32 pairs of hexadecimal digits between colons. */
  fingerprint256: string
  selfSigned: boolean
}
