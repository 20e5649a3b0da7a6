import { usualNetwork, type ConnectionKind, type DmsSettings, type DrdsSettings, type MaxScaleSettings, type SecretName } from '../../../shared/model/connection.ts'

/** The settings that differ by kind; name, environment and read-only are the same for all. */
export type FieldName = Exclude<
  keyof DmsSettings | keyof DrdsSettings | keyof MaxScaleSettings,
  'kind' | 'name' | 'environment' | 'readOnly' | 'expires'
>

/** Until when a secret is good. */
export type ExpiryName = `${SecretName}Expires`

export type Section = 'security' | 'network'

export type FieldSpec = {
  half?: boolean
  /** Rarely needed: stands in a section that is closed at first. */
  section?: Section
  /** Asked only where the connection has a proxy of its own. */
  ofOwnProxy?: true
} & (
  | { control: 'text'; name: FieldName; placeholder?: string; optional?: boolean; suggestions?: readonly string[] }
  | { control: 'number'; name: FieldName }
  | { control: 'choice'; name: FieldName; options: readonly string[] }
  | { control: 'secret'; name: SecretName }
  | { control: 'expiry'; name: ExpiryName; of: SecretName }
  | { control: 'target'; name: 'target'; placeholder: string }
  | { control: 'authority'; name: 'certificateAuthority' }
  | { control: 'pin'; name: 'pinnedCertificate' }
)

/** Regions with an endpoint of their own in the document's service list; others can be typed. */
export const regionIds = [
  'cn-hangzhou', 'cn-shanghai', 'cn-qingdao', 'cn-beijing', 'cn-huhehaote',
  'cn-shenzhen', 'cn-zhangjiakou', 'cn-hongkong', 'ap-southeast-1', 'us-east-1',
] as const

const trust = [
  { control: 'pin', name: 'pinnedCertificate', section: 'security' },
  { control: 'authority', name: 'certificateAuthority', section: 'security' },
] as const satisfies readonly FieldSpec[]

const network = [
  { control: 'choice', name: 'proxy', options: ['system', 'none', 'own'], half: true, section: 'network' },
  { control: 'text', name: 'proxyUrl', placeholder: 'http://proxy.example.com:3128', half: true, section: 'network', ofOwnProxy: true },
  { control: 'text', name: 'proxyUser', optional: true, half: true, section: 'network', ofOwnProxy: true },
  { control: 'secret', name: 'proxyPassword', half: true, section: 'network', ofOwnProxy: true },
  { control: 'expiry', name: 'proxyPasswordExpires', of: 'proxyPassword', half: true, section: 'network', ofOwnProxy: true },
] as const satisfies readonly FieldSpec[]

/** Each kind's form, in reading order. */
export const fieldsOf = {
  dms: [
    { control: 'text', name: 'endpoint', placeholder: 'https://dpxxxx.proxy.dms.aliyuncs.com' },
    { control: 'text', name: 'accessId', half: true },
    { control: 'secret', name: 'accessSecret', half: true },
    { control: 'text', name: 'schema', optional: true, half: true },
    { control: 'number', name: 'timeoutSeconds', half: true },
    { control: 'choice', name: 'collaboration', options: ['secure', 'standard'] },
    { control: 'expiry', name: 'accessSecretExpires', of: 'accessSecret', section: 'security', half: true },
    ...trust,
    ...network,
  ],
  drds: [
    { control: 'text', name: 'accessKeyId', half: true },
    { control: 'secret', name: 'accessKeySecret', half: true },
    { control: 'text', name: 'regionId', placeholder: 'cn-hangzhou', suggestions: regionIds, half: true },
    { control: 'choice', name: 'format', options: ['JSON', 'XML'], half: true },
    { control: 'text', name: 'endpoint', placeholder: 'https://drds.aliyuncs.com', optional: true, half: true },
    { control: 'number', name: 'timeoutSeconds', half: true },
    { control: 'choice', name: 'passwordPlace', options: ['body', 'url'], half: true, section: 'security' },
    { control: 'expiry', name: 'accessKeySecretExpires', of: 'accessKeySecret', half: true, section: 'security' },
    ...trust,
    ...network,
  ],
  maxscale: [
    { control: 'text', name: 'baseUrl', placeholder: 'https://maxscale.example.com:8989' },
    { control: 'text', name: 'restUser', half: true },
    { control: 'secret', name: 'restPassword', half: true },
    { control: 'target', name: 'target', placeholder: 'Read-Write-Service', half: true },
    { control: 'text', name: 'database', optional: true, half: true },
    { control: 'text', name: 'databaseUser', half: true },
    { control: 'secret', name: 'databasePassword', half: true },
    { control: 'number', name: 'timeoutSeconds', half: true },
    { control: 'choice', name: 'signIn', options: ['basic', 'token'], half: true, section: 'security' },
    { control: 'choice', name: 'tokenPlace', options: ['cookie', 'parameter'], half: true, section: 'security' },
    { control: 'expiry', name: 'restPasswordExpires', of: 'restPassword', half: true, section: 'security' },
    { control: 'expiry', name: 'databasePasswordExpires', of: 'databasePassword', half: true, section: 'security' },
    ...trust,
    ...network,
  ],
} as const satisfies Record<ConnectionKind, readonly FieldSpec[]>

/** A new connection's values. Development and not read-only: the person says when it is more than that. */
export const startingValues = {
  dms: { endpoint: '', accessId: '', schema: '', collaboration: 'secure', timeoutSeconds: 60, ...usualNetwork },
  drds: { accessKeyId: '', regionId: 'cn-hangzhou', endpoint: '', format: 'JSON', passwordPlace: 'body', timeoutSeconds: 30, ...usualNetwork },
  maxscale: {
    baseUrl: '', restUser: '', target: '', databaseUser: '', database: '', timeoutSeconds: 60,
    signIn: 'basic', tokenPlace: 'cookie', ...usualNetwork,
  },
} as const satisfies Record<ConnectionKind, Partial<Record<FieldName, string | number>>>

/** Values of the folded sections that are worth a word while their section is closed, by what they are at first. */
const telling: Readonly<Record<Section, readonly FieldName[]>> = {
  security: ['signIn', 'tokenPlace', 'passwordPlace', 'pinnedCertificate', 'certificateAuthority'],
  network: ['proxy'],
}

/** What is set in a section otherwise than in a new connection. */
export function setIn(section: Section, kind: ConnectionKind, values: Partial<Record<FieldName, string>>): FieldName[] {
  const start: Partial<Record<FieldName, string | number>> = startingValues[kind]
  return telling[section].filter((name) => name in start && (values[name]?.trim() ?? '') !== String(start[name]))
}
