import { join } from 'node:path'
import type { Handlers } from '../shared/contract/contract.ts'
import type { VaultStatus } from '../shared/contract/vault.ts'
import { failureOf, type Failure } from '../shared/model/failure.ts'
import type { ConnectionId } from '../shared/model/ids.ts'
import { parseProxy, type FindProxy } from './http/proxy.ts'
import { createRouter, type Dispatch } from './ipc/router.ts'
import { openLog, type Log } from './log/log.ts'
import type { Platform } from './platform/platform.ts'
import { createAppService } from './services/app-service.ts'
import { createConnectionService, type ConnectionService } from './services/connection-service.ts'
import { testConnection } from './services/connection-test.ts'
import { createDrdsService } from './services/drds-service.ts'
import { createEventHub, type EventHub } from './services/event-hub.ts'
import { createFilesService } from './services/files-service.ts'
import { createMaxScaleService } from './services/maxscale-service.ts'
import { createRests } from './services/maxscale-rests.ts'
import { createQueryService } from './services/query-service.ts'
import { createSandboxService, sandboxDrds, type SandboxEngine } from './services/sandbox-service.ts'
import { createOrphanKeeper } from './services/orphaned-sessions.ts'
import { createSecretRotation } from './services/secret-rotation.ts'
import { createSessionJournal } from './services/session-journal.ts'
import { createSessionOpener } from './services/session-opener.ts'
import { createSessionService } from './services/session-service.ts'
import { createTabSessions } from './services/tab-sessions.ts'
import { createSettingsService } from './services/settings-service.ts'
import { createSupportService } from './services/support-service.ts'
import { createUpdateService } from './services/update-service.ts'
import { createVaultService } from './services/vault-service.ts'
import { createWorkspaceService } from './services/workspace-service.ts'
import { connectionRepository } from './storage/connection-repository.ts'
import { openDatabase } from './storage/database.ts'
import { drdsStore } from './storage/drds-store.ts'
import { holdFolder } from './storage/folder-lock.ts'
import { openSessionRepository } from './storage/open-session-repository.ts'
import { settingsRepository } from './storage/settings-repository.ts'
import { tableCounts } from './storage/table-counts.ts'
import { updateRepository } from './storage/update-repository.ts'
import { windowRepository, type WindowRepository } from './storage/window-repository.ts'
import { workspaceRepository } from './storage/workspace-repository.ts'
import { updateKeys } from './updates/update-keys.ts'
import { openVault, type Vault } from './vault/vault.ts'
import { version } from './version.ts'

/** As the host knows it now: a laptop changes its network. */
const findSystemProxy =
  ({ systemProxy }: Platform): FindProxy =>
  async (url) => {
    const proxy = await systemProxy(url)
    return proxy === '' ? null : parseProxy(proxy)
  }

/** What an older Tessera stored is bound to what its connection says as soon as the vault is open, here or later. */
function bindOnceOpen(connections: Pick<ConnectionService, 'bindOlderSecrets'>, vault: Vault, events: EventHub, log: Log): void {
  const bindThem = (state: string) => {
    if (state === 'open') connections.bindOlderSecrets().catch((error: unknown) => log.error('secrets of an older Tessera', error))
  }
  events.subscribe((event, payload) => {
    if (event === 'vault.changed' && payload !== null && 'state' in payload) bindThem(payload.state)
  })
  bindThem(vault.status().state)
}

/** What a person should know of the vault at once. */
const warningsOf = (status: VaultStatus): Failure[] =>
  'unprotected' in status && status.unprotected ? [failureOf('vault', 'vault.unprotected', { params: { count: status.unprotected } })] : []

/** The services of one running Tessera, the same on every host. */
export interface Core {
  handlers: Handlers
  dispatch: Dispatch
  events: EventHub
  log: Log
  connections: Pick<ConnectionService, 'find'>
  windowBounds: WindowRepository
  /** Starts the embedded sandbox; `app.changed` tells how it goes. */
  startSandbox(): Promise<void>
  /** Ends sessions on servers, the sandbox and the database, in this order. */
  close(): Promise<void>
}

/** What is ours on the disk; where it cannot be used, the folder is let go again. */
async function openOwnData({ host, userData, keychain }: Platform) {
  // The terminal only reads tabs and connections: it may run beside a window.
  const letGo = host === 'terminal' ? null : holdFolder(userData)
  try {
    return { letGo, ...openDatabase(userData, { isHeld: letGo !== null }), vault: await openVault(userData, keychain) }
  } catch (error) {
    letGo?.()
    throw error
  }
}

/** Composes the services over a host. Throws a FailureError where the app's own data cannot be used, or is in use by another. */
export async function openCore(platform: Platform, options: { sandboxEngine: SandboxEngine }): Promise<Core> {
  const log = openLog(platform.userData)
  const events = createEventHub()
  const { letGo, database, warnings, vault } = await openOwnData(platform)
  const app = createAppService({ platform, version, warnings: () => [...warnings, ...warningsOf(vault.status())], events })
  events.subscribe((event) => event === 'vault.changed' && app.warningsChanged())
  const closeSessions = async (id: ConnectionId) => {
    await sessions.closeConnection(id)
    drds.forget(id)
  }
  const repository = connectionRepository(database, log)
  const connections = createConnectionService({ repository, vault, events, closeSessions, test: (resolved, id) => testConnection(resolved, opener, id), systemProxy: findSystemProxy(platform) })
  const restOf = createRests()
  const journal = createSessionJournal({ repository: openSessionRepository(database), vault, isSandbox: connections.isSandbox })
  const opener = createSessionOpener({ restOf, journal })
  const sessions = createTabSessions({ opener, announce: (tabId, session) => events.emit('session.changed', { tabId, session }) })
  const query = createQueryService({ resolveConnection: connections.resolve, sessions, opener, events })
  const orphans = createOrphanKeeper({ journal, resolveConnection: connections.resolve, restOf, opener, events, log })
  if (platform.host !== 'terminal') {
    orphans.start()
    bindOnceOpen(connections, vault, events, log)
  }
  const drds = createDrdsService({ resolveConnection: connections.resolve, find: connections.find, store: drdsStore(database), opener, events, log })
  if (platform.host !== 'terminal') {
    // What an earlier sandbox was doing ended with it.
    drds.forget(sandboxDrds)
    drds.start()
  }
  const settings = settingsRepository(database)
  const vaultService = createVaultService({ vault, events, settings: settings.get, onAway: platform.onAway, forgetSecrets: restOf.forget })
  const stopIdleLock = platform.host === 'terminal' ? null : vaultService.lockWhenIdle()
  const updates = createUpdateService({
    installer: platform.installer,
    version,
    keys: updateKeys,
    folder: join(platform.userData, 'updates'),
    settings: settings.get,
    repository: updateRepository(database),
    systemProxy: findSystemProxy(platform),
    events,
    log,
  })
  if (platform.host !== 'terminal') updates.start()
  const sandbox = createSandboxService({ engine: options.sandboxEngine, app, connections, closeSessions, proposeLink: drds.proposeLink })

  log.info('started', { version, host: platform.host, node: process.versions.node, electron: process.versions.electron })

  const handlers: Handlers = {
    app: app.handlers,
    connections: connections.handlers,
    drds: drds.handlers,
    files: createFilesService(platform),
    maxscale: createMaxScaleService({ connections, restOf, ownSessions: sessions.ids }).handlers,
    query: query.handlers,
    secrets: createSecretRotation({ repository, vault, events, connections, openSessions: sessions.ids }).handlers,
    sessions: createSessionService({ sessions }).handlers,
    settings: createSettingsService(settings, events, log),
    support: createSupportService({
      userData: platform.userData,
      log,
      info: () => app.handlers.info({}),
      settings: settings.get,
      connections: () => connections.handlers.list({}),
      vault: () => vault.status(),
      tables: () => tableCounts(database),
    }),
    updates: updates.handlers,
    vault: vaultService.handlers,
    workspace: createWorkspaceService(workspaceRepository(database)),
  }

  return {
    handlers,
    dispatch: createRouter(handlers, log, platform.userData),
    events,
    log,
    connections,
    windowBounds: windowRepository(database),
    startSandbox: () => sandbox.start(),
    async close() {
      stopIdleLock?.()
      updates.close()
      await orphans.close()
      await drds.close()
      await query.close()
      await sandbox.close()
      database.close()
      letGo?.()
      log.info('ended')
    },
  }
}
