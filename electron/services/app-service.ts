import type { AppInfo, SandboxState } from '../../shared/contract/app.ts'
import type { Handlers } from '../../shared/contract/contract.ts'
import { FailureError, failureOf, type Failure } from '../../shared/model/failure.ts'
import type { Platform } from '../platform/platform.ts'
import type { EventHub } from './event-hub.ts'

/** Whose pages the app links to: the documentation of what it talks to, and its own. */
const linkedHosts = new Set(['help.aliyun.com', 'www.alibabacloud.com', 'mariadb.com', 'mariadb.org', 'dev.mysql.com', 'github.com'])

export interface AppService {
  handlers: Handlers['app']
  /** Tells every window how the embedded sandbox is. */
  setSandboxState(state: SandboxState): void
  /** What `startSandbox` does. */
  onStartSandbox(start: () => Promise<void>): void
  /** Tells every window that a warning came or went. */
  warningsChanged(): void
}

export function createAppService(parts: {
  platform: Platform
  version: string
  /** What a person should know at once, as it is now. */
  warnings: () => Failure[]
  events: EventHub
}): AppService {
  const { platform, version, warnings, events } = parts
  let sandbox: SandboxState = { state: 'off' }
  let start = (): Promise<void> => Promise.resolve()

  const info = (): AppInfo => ({
    version,
    host: platform.host === 'electron' ? 'electron' : 'browser',
    platform: `${process.platform} ${process.arch}, ${runtime()}`,
    sandbox,
    warnings: warnings(),
  })

  return {
    handlers: {
      info,
      async startSandbox() {
        await start()
        return null
      },
      async openLink({ url }) {
        if (!linkedHosts.has(new URL(url).hostname)) throw refused('app.linkRefused', url)
        await platform.openLink(url).catch((cause: unknown) => {
          throw refused('app.linkNotOpened', url, cause)
        })
        return null
      },
      async notify({ title, body }) {
        await platform.notify(title, body)
        return null
      },
    },
    onStartSandbox(given) {
      start = given
    },
    warningsChanged: () => events.emit('app.changed', info()),
    setSandboxState(state) {
      sandbox = state
      events.emit('app.changed', info())
    },
  }
}

const runtime = () => {
  const { electron, node } = process.versions
  return electron ? `Electron ${electron}, Node ${node}` : `Node ${node}`
}

const refused = (code: Failure['code'], url: string, cause?: unknown) =>
  new FailureError(failureOf('input', code, { params: { url } }), { cause })
