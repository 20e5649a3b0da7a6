import { usualNetwork } from '../../shared/model/connection.ts'
import { connectionId, type ConnectionId } from '../../shared/model/ids.ts'
import { startSandboxThread } from '../sandbox/sandbox-thread.ts'
import { Secret } from '../vault/secret.ts'
import type { AppService } from './app-service.ts'
import type { ConnectionService, SandboxConnection } from './connection-service.ts'
import type { DrdsLinks } from './drds-links.ts'

export type SandboxEngine = 'sqlite' | 'mariadb'
/** Fixed ids, so that tabs find their connection again at the next start. */
export const sandboxDrds = connectionId('sandbox-drds')
const sandboxDms = connectionId('sandbox-dms')
const sandboxMaxscale = connectionId('sandbox-maxscale')

type RunningSandbox = Awaited<ReturnType<typeof startSandboxThread>>

export interface SandboxService {
  /** Starts it where it does not run, and shows its three connections; the app's state says how it went, nothing is thrown. */
  start(): Promise<void>
  close(): Promise<void>
}

export function createSandboxService(parts: {
  engine: SandboxEngine
  app: AppService
  connections: ConnectionService
  /** Forgets the sessions that tabs hold on a connection. */
  closeSessions: (id: ConnectionId) => Promise<void>
  /** Links a database of the sandbox's DRDS to a connection that queries it. */
  proposeLink: DrdsLinks['propose']
}): SandboxService {
  const { engine, app, connections, closeSessions, proposeLink } = parts
  let running: Promise<RunningSandbox | null> | null = null
  let isClosing = false

  async function run(): Promise<RunningSandbox | null> {
    app.setSandboxState({ state: 'starting' })
    try {
      const sandbox = await startSandboxThread({ engine })
      connections.setSandbox(connectionsOf(sandbox))
      linkShop(sandbox)
      app.setSandboxState({ state: 'ready', engine: sandbox.engine })
      void sandbox.ended.then((reason) => stopped(reason ?? ''))
      return sandbox
    } catch (error) {
      running = null
      app.setSandboxState({ state: 'failed', reason: error instanceof Error ? error.message : String(error) })
      return null
    }
  }

  /** Its connections stay in the list, with what is typed in their tabs: started again, they lead to the new one. */
  function stopped(reason: string): void {
    if (isClosing) return
    running = null
    // They were on what has ended, and the next statement opens one on what is started then.
    void closeSessions(sandboxMaxscale)
    app.setSandboxState({ state: 'stopped', reason })
  }

  /** The shop that DMS shows is one of the sandbox's DRDS databases. */
  function linkShop({ dms, drds: { regionId, shop } }: RunningSandbox): void {
    if (shop) proposeLink({ connectionId: sandboxDrds, regionId, ...shop }, { connectionId: sandboxDms, schema: dms.schema })
  }

  async function start(): Promise<void> {
    if (isClosing) return
    running ??= run()
    await running
  }
  app.onStartSandbox(start)

  return {
    start,
    async close() {
      isClosing = true
      const sandbox = await running
      await sandbox?.close()
    },
  }
}

function connectionsOf({ dms, drds, maxscale }: RunningSandbox): SandboxConnection[] {
  const common = { environment: 'development' as const, readOnly: false, timeoutSeconds: 60, ...usualNetwork }
  return [
    {
      id: sandboxDms,
      settings: {
        ...common,
        kind: 'dms',
        name: 'Sandbox · DMS',
        endpoint: dms.endpoint,
        accessId: dms.accessId,
        schema: dms.schema,
        collaboration: dms.collaboration,
      },
      secrets: { accessSecret: new Secret(dms.accessSecret) },
    },
    {
      id: sandboxMaxscale,
      settings: {
        ...common,
        kind: 'maxscale',
        name: 'Sandbox · MaxScale',
        baseUrl: maxscale.baseUrl,
        restUser: maxscale.restUser,
        signIn: 'basic',
        tokenPlace: 'cookie',
        target: maxscale.target,
        databaseUser: maxscale.databaseUser,
        database: maxscale.database,
      },
      secrets: {
        restPassword: new Secret(maxscale.restPassword),
        databasePassword: new Secret(maxscale.databasePassword),
      },
    },
    {
      id: sandboxDrds,
      settings: {
        ...common,
        kind: 'drds',
        name: 'Sandbox · DRDS',
        accessKeyId: drds.accessKeyId,
        regionId: drds.regionId,
        endpoint: drds.endpoint,
        format: 'JSON',
        passwordPlace: 'body',
      },
      secrets: { accessKeySecret: new Secret(drds.accessKeySecret) },
    },
  ]
}
