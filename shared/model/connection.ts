/** A stored connection, as the renderer sees it: everything but its secrets. */
import { z } from 'zod'
import type { ConnectionId } from './ids.ts'

export const Environment = z.enum(['production', 'staging', 'development'])
export type Environment = z.infer<typeof Environment>

const name = z.string().trim().min(1).max(120)
/** Without user info, query and fragment: credentials that a pasted address carries would be stored and shown in clear. */
const url = z.url({ protocol: /^https?$/ }).max(2_000).regex(/^https?:\/\/[^/\\?#@]+(?:\/[^\\?#]*)?$/i)
const timeoutSeconds = z.number().int().min(1).max(3_600)
const PROXY_URL = /^(?:(?:https?|socks5h?):\/\/)?(?:\[[0-9a-f:.]+\]|[^\s/\\?#@:[\]"'`]+)(?::\d{1,5})?\/?$/i
/** With a port that there is, and an address that is one. */
const isProxyUrl = (text: string): boolean => PROXY_URL.test(text) && z.url().safeParse(text.includes('://') ? text : `http://${text}`).success

/** How a server is reached, and whose certificates are accepted. */
const network = {
  /** `system`: what the system says, each time it is asked (PAC scripts and environment variables included). */
  proxy: z.enum(['system', 'none', 'own']).default('system'),
  /** Of an own proxy: `http://proxy.corp:3128`, https:// and socks5:// as well; http where no scheme is given. Never with a user: that would be stored in clear. */
  proxyUrl: z.string().trim().max(2_000).refine((text) => text === '' || isProxyUrl(text)).default(''),
  /** Who signs in to an own proxy; empty for nobody. */
  proxyUser: z.string().trim().max(256).default(''),
  /** Certificates in PEM of an authority that is trusted for this connection besides the system's; empty for none. A key among them is a secret, and settings are stored in clear. */
  certificateAuthority: z.string().trim().max(100_000).regex(/^(?:|(?![\s\S]*PRIVATE KEY)-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----)$/).default(''),
  /** SHA-256 fingerprint of the only certificate that is accepted, whoever signed it; empty for none. */
  pinnedCertificate: z.string().trim().toUpperCase().regex(/^(?:|(?:[0-9A-F]{2}:){31}[0-9A-F]{2})$/).default(''),
}

const NetworkSettings = z.object(network)
export type NetworkSettings = z.infer<typeof NetworkSettings>

/** The way to a server alone, for a look at its certificate before anything is saved. */
export const ProxySettings = NetworkSettings.pick({ proxy: true, proxyUrl: true, proxyUser: true })
export type ProxySettings = z.infer<typeof ProxySettings>

/** What a connection is reached by where nobody chose anything; so are those that were stored before there was a choice. */
export const usualNetwork: NetworkSettings = { proxy: 'system', proxyUrl: '', proxyUser: '', certificateAuthority: '', pinnedCertificate: '' }

export const SecretName = z.enum(['accessSecret', 'accessKeySecret', 'restPassword', 'databasePassword', 'proxyPassword'])
export type SecretName = z.infer<typeof SecretName>

/** The last day on which something is good, by the person's own calendar: `2026-12-31`. */
export const CalendarDate = z.iso.date()

/** Until when each secret is good, where somebody noted it; the service itself does not say. */
const expires = z.partialRecord(SecretName, CalendarDate).optional()

const base = { name, environment: Environment, readOnly: z.boolean(), expires, ...network }

/** SQL over HTTPS through a DMS secure access proxy (dms-secure-access-proxy). */
export const DmsSettings = z.object({
  ...base,
  kind: z.literal('dms'),
  /** Scheme and host of the proxy, such as https://dpxxxx.proxy.dms.aliyuncs.com. */
  endpoint: url,
  accessId: z.string().trim().min(1).max(256),
  /** Default database; empty for none. */
  schema: z.string().max(128),
  /** "Usage notes": secure-collaboration instances may answer above 3,000 rows, others are fixed at 3,000. */
  collaboration: z.enum(['secure', 'standard']),
  timeoutSeconds,
})

/** DRDS OpenAPI 2015-04-13. */
export const DrdsSettings = z.object({
  ...base,
  kind: z.literal('drds'),
  accessKeyId: z.string().trim().min(1).max(256),
  regionId: z.string().trim().regex(/^[a-z0-9-]{2,64}$/),
  /** Overrides the region's own endpoint; empty for the region's. */
  endpoint: z.union([url, z.literal('')]),
  format: z.enum(['JSON', 'XML']),
  /** `url`: passwords go into the URL of a GET, for services that refuse POST; logs on the way may keep them. */
  passwordPlace: z.enum(['body', 'url']).default('body'),
  timeoutSeconds,
})

/** An address that credentials may be sent to: http or https, with nothing secret in it. */
export const BaseUrl = url

/** How MaxScale's REST API is reached and signed in to, whatever is asked of it. */
const restSettings = {
  /** Scheme, host and port of the REST API. */
  baseUrl: url,
  restUser: z.string().trim().min(1).max(256),
  /** `token`: the password signs in once, at /v1/auth, and a JSON Web Token goes with each call (facts, "must do" 10). */
  signIn: z.enum(['basic', 'token']).default('basic'),
}

/** What is needed to ask MaxScale for its targets, before one is chosen. */
export const MaxScaleRestSettings = z.object({ ...network, ...restSettings })
export type MaxScaleRestSettings = z.infer<typeof MaxScaleRestSettings>

/** MaxScale REST API, SQL resource. */
export const MaxScaleSettings = z.object({
  ...base,
  kind: z.literal('maxscale'),
  ...restSettings,
  /** A server, service or listener of MaxScale. */
  target: z.string().trim().min(1).max(256),
  databaseUser: z.string().trim().min(1).max(256),
  /** Default database; empty for none. */
  database: z.string().max(128),
  /** `parameter`: the session's token goes in the URL, for gateways that strip cookies; logs on the way may keep it. */
  tokenPlace: z.enum(['cookie', 'parameter']).default('cookie'),
  /** For each statement; 0 for no limit. */
  timeoutSeconds: z.number().int().min(0).max(86_400),
})

/** What a person fills in; secrets travel beside it, one way only. */
export const ConnectionSettings = z.discriminatedUnion('kind', [DmsSettings, DrdsSettings, MaxScaleSettings])
export type DmsSettings = z.infer<typeof DmsSettings>
export type DrdsSettings = z.infer<typeof DrdsSettings>
export type MaxScaleSettings = z.infer<typeof MaxScaleSettings>
export type ConnectionSettings = z.infer<typeof ConnectionSettings>
export type ConnectionKind = ConnectionSettings['kind']

/** The secrets that each kind of connection may have. */
export const secretNames = {
  dms: ['accessSecret', 'proxyPassword'],
  drds: ['accessKeySecret', 'proxyPassword'],
  maxscale: ['restPassword', 'databasePassword', 'proxyPassword'],
} as const satisfies Record<ConnectionKind, readonly string[]>

type WithSecrets = Pick<ConnectionSettings, 'kind' | 'proxy' | 'proxyUser'>

/** Those that a connection has a use for, now or once its proxy is chosen again: a proxy's password goes with a user. */
export const secretsOf = ({ kind, proxyUser }: WithSecrets): SecretName[] => secretNames[kind].filter((name) => name !== 'proxyPassword' || Boolean(proxyUser))

/** Those of them that a call cannot do without. */
export const secretsNeeded = (settings: WithSecrets): SecretName[] => secretNames[settings.kind].filter((name) => name !== 'proxyPassword' || signsInToProxy(settings))

export const signsInToProxy = ({ proxy, proxyUser }: Omit<ProxySettings, 'proxyUrl'>): boolean => proxy === 'own' && proxyUser !== ''

/** Where a secret is: in the vault, in memory until the app ends, or nowhere. */
export type SecretState = 'stored' | 'session' | 'missing'

export interface Connection {
  id: ConnectionId
  settings: ConnectionSettings
  /** True for the three connections of the embedded sandbox: made anew at each start, not editable. */
  sandbox: boolean
  secrets: Partial<Record<SecretName, SecretState>>
}
