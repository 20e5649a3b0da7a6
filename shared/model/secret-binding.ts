/**
 * What a secret was entered for. It goes there and nowhere else: where the address, the user or whose certificates are
 * accepted becomes another, it is asked for again. The form says so as one types; main holds it to what was sealed with
 * the secret, whatever the window or the database says since.
 */
import { z } from 'zod'
import type { ConnectionKind, SecretName } from './connection.ts'

export const SecretBinding = z.strictObject({
  /** Scheme, host, port and path of what it is sent to. */
  address: z.string(),
  /** Of a database password: the server or service of MaxScale; empty for all others. */
  target: z.string(),
  user: z.string(),
  /** Fingerprint of the only certificate that is accepted; empty for none. */
  pin: z.string(),
  /** Certificates of an authority that is accepted besides the system's; empty for none. */
  authority: z.string(),
  /** The proxy that reads along, where the address is one of plain http; over https it sees nothing. */
  way: z.string(),
})
export type SecretBinding = z.infer<typeof SecretBinding>

/** What a binding is made from: settings, whole or still being typed. */
export type BoundFields = Partial<
  Record<'endpoint' | 'baseUrl' | 'target' | (typeof userOf)[SecretName] | 'proxy' | 'proxyUrl' | 'pinnedCertificate' | 'certificateAuthority', string>
>

/** The field that says whose secret it is. */
export const userOf = {
  accessSecret: 'accessId',
  accessKeySecret: 'accessKeyId',
  restPassword: 'restUser',
  databasePassword: 'databaseUser',
  proxyPassword: 'proxyUser',
} as const satisfies Record<SecretName, string>

/** Where DRDS answers of itself (its document: 服务地址); the regions' own addresses are of the same service. */
const drdsItself = 'https://drds.aliyuncs.com'

/** Pure; total for whatever was typed so far. */
export function bindingOf(kind: ConnectionKind | undefined, fields: BoundFields, name: SecretName): SecretBinding {
  const user = trimmed(fields[userOf[name]])
  const authority = trimmed(fields.certificateAuthority)
  if (name === 'proxyPassword') {
    const address = proxyAddress(fields.proxyUrl)
    // A pin is the server's alone (http/agents.ts), and only TLS looks at an authority.
    return { address, target: '', user, pin: '', authority: isTls(address) ? authority : '', way: '' }
  }
  const address = serverAddress(kind, fields)
  return {
    address,
    target: name === 'databasePassword' ? trimmed(fields.target) : '',
    user,
    pin: trimmed(fields.pinnedCertificate).toUpperCase(),
    authority,
    way: isTls(address) ? '' : wayOf(fields),
  }
}

export type BindingChange = 'address' | 'target' | 'user' | 'trust' | 'way'

/** What keeps a secret from being used for `now`; undefined where nothing does. An authority less is accepted: it only trusts fewer. */
export function bindingChange(was: SecretBinding, now: SecretBinding): BindingChange | undefined {
  if (was.address !== now.address) return 'address'
  if (was.way !== now.way) return 'way'
  if (was.user !== now.user) return 'user'
  if (was.target !== now.target) return 'target'
  return was.pin === now.pin && (now.authority === '' || was.authority === now.authority) ? undefined : 'trust'
}

/** How a binding's address is named to a person: host and port, and the path where there is one; the scheme where it is no https. */
export function addressLabel({ address }: Pick<SecretBinding, 'address'>): string {
  const { scheme, host, port, path } = partsOf(address) ?? {}
  if (scheme === undefined) return address
  return `${scheme === 'https' ? '' : `${scheme}://`}${host}:${port || (defaultPorts[scheme] ?? '')}${path}`
}

const defaultPorts: Readonly<Record<string, string>> = { http: '80', https: '443', socks5: '1080' }

const trimmed = (text: string | undefined) => (text ?? '').trim()
const isTls = (address: string) => address.startsWith('https:')

/** By their letters alone: what is equal here is one address, and two spellings that are not may still be one. */
function partsOf(address: string): { scheme: string; host: string; port: string; path: string } | null {
  const found = /^([a-z][a-z0-9+.-]*):\/\/(\[[^\]]*\]|[^/:]+)(?::(\d+))?(\/.*)?$/is.exec(address)
  if (!found) return null
  const [, scheme = '', host = '', port = '', path = ''] = found
  // ASCII alone: two hosts of other letters may differ in case only (ß and ẞ).
  const lower = (letters: string) => letters.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  const known = lower(scheme).replace(/^socks5?h?$/, 'socks5')
  return { scheme: known, host: lower(host), port: port === defaultPorts[known] ? '' : port, path: path.replace(/\/+$/, '') }
}

/** What is no address yet stands as it was typed. */
function canonical(text: string): string {
  const { scheme, host, port, path } = partsOf(text) ?? {}
  return scheme === undefined ? text : `${scheme}://${host}${port && `:${port}`}${path}`
}

function serverAddress(kind: ConnectionKind | undefined, { endpoint, baseUrl }: BoundFields): string {
  if (kind === 'drds') return canonical(trimmed(endpoint) || drdsItself)
  return canonical(trimmed(kind === 'dms' ? endpoint : baseUrl))
}

/** http where no scheme is given, as the proxy is read. */
function proxyAddress(proxyUrl: string | undefined): string {
  const text = trimmed(proxyUrl)
  return text === '' ? '' : canonical(text.includes('://') ? text : `http://${text}`)
}

const wayOf = ({ proxy, proxyUrl }: BoundFields): string => (proxy === 'own' ? proxyAddress(proxyUrl) : (proxy ?? 'system'))
