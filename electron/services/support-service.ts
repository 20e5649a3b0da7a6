import { existsSync, readdirSync, statSync } from 'node:fs'
import { cpus, homedir, totalmem } from 'node:os'
import { join } from 'node:path'
import type { AppInfo } from '../../shared/contract/app.ts'
import type { Handlers } from '../../shared/contract/contract.ts'
import { defaultSettings, type Settings } from '../../shared/contract/settings.ts'
import type { VaultStatus } from '../../shared/contract/vault.ts'
import type { Connection } from '../../shared/model/connection.ts'
import type { Log } from '../log/log.ts'

/** About as much as somebody reads through before sending it. */
const LOG_CHARACTERS = 100_000

export interface SupportSources {
  userData: string
  log: Pick<Log, 'newest'>
  info: () => AppInfo | Promise<AppInfo>
  settings: () => Settings
  connections: () => Connection[] | Promise<Connection[]>
  vault: () => VaultStatus | Promise<VaultStatus>
  tables: () => string[]
}

/** An address may be a company's own: whether it is another than ours is enough. */
const settingLine = ([name, value]: [string, unknown]): string =>
  `${name} ${name === 'updateFeed' ? (value === defaultSettings.updateFeed ? 'standard' : 'own') : value}`

/**
 * What somebody who helps would ask for: no name, address, user, statement or secret is in it, only kinds, counts and the
 * local log, which holds none either. In English, since it is for those who mend Tessera.
 */
export const createSupportService = (sources: SupportSources): Handlers['support'] => ({
  async read() {
    const { userData, log, info, settings, connections, vault, tables } = sources
    return {
      about: lines(about(await info())),
      settings: lines(Object.entries(settings()).map(settingLine)),
      connections: lines((await connections()).map(connectionLine)),
      data: lines([`vault ${Object.values(await vault()).join(' ')}`, ...tables(), ...filesIn(userData)]),
      log: withoutFolders(log.newest(LOG_CHARACTERS), userData),
    }
  },
})

const lines = (texts: string[]) => texts.map((text) => `${text}\n`).join('')

const megabytes = (bytes: number) => `${Math.round(bytes / 1_000_000)} MB`

const about = ({ version, host, platform, sandbox, warnings }: AppInfo): string[] => [
  `Tessera ${version}`,
  `host ${host}`,
  `platform ${platform}`,
  `processors ${cpus().length}, memory ${megabytes(totalmem())}`,
  `in use ${megabytes(process.memoryUsage().rss)} after ${Math.round(process.uptime())} s`,
  `sandbox ${sandbox.state}`,
  ...warnings.map(({ code }) => `warning ${code}`),
  `written ${new Date().toISOString()}`,
]

function connectionLine({ settings, secrets, sandbox }: Connection, position: number): string {
  const { kind, environment, readOnly, proxy, certificateAuthority, pinnedCertificate, timeoutSeconds } = settings
  const trust = [certificateAuthority && 'own authority', pinnedCertificate && 'pinned certificate'].filter(Boolean).join(', ')
  const states = Object.entries(secrets).map(([name, state]) => `${name} ${state}`)
  const said = [kind, environment, readOnly && 'read-only', sandbox && 'sandbox', `proxy ${proxy}`, `trust ${trust || 'system'}`, `timeout ${timeoutSeconds} s`, ...states]
  return `${position + 1} ${said.filter(Boolean).join(', ')}`
}

/** Names and sizes of our own files; a browser's caches lie beside them on the desktop. */
const filesIn = (userData: string): string[] =>
  [...readdirSync(userData), ...namesIn(join(userData, 'logs')).map((name) => join('logs', name))]
    .filter((name) => /\.(?:db|db-wal|db-shm|json|log)\b/.test(name))
    .map((name) => `${name} ${statSync(join(userData, name), { throwIfNoEntry: false })?.size ?? 0} bytes`)

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : [])

/** Frames of a stack say where Tessera stands, which may tell a person's name. */
const withoutFolders = (text: string, userData: string): string =>
  [userData, homedir()].filter((folder) => folder.length > 1).reduce((shown, folder) => shown.replaceAll(folder, '~'), text)
