import type { Handlers } from '../../shared/contract/contract.ts'
import type { DrdsTask } from '../../shared/model/drds-task.ts'
import { rethrowRetrySafe } from '../../shared/model/failure.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import { createDrdsClient } from '../clients/drds/client.ts'
import type { DefectLog } from '../log/log.ts'
import type { DrdsStore } from '../storage/drds-store.ts'
import type { ConnectionService } from './connection-service.ts'
import { drdsResolver } from './drds-access.ts'
import { createDrdsAudit } from './drds-audit.ts'
import { createDrdsCalls } from './drds-calls.ts'
import { createDrdsChanges } from './drds-changes.ts'
import { createDrdsLinks, type DrdsLinks } from './drds-links.ts'
import { createDrdsReminders } from './drds-reminders.ts'
import { readTables } from './drds-tables.ts'
import { createDrdsTasks, type TaskPace } from './drds-tasks.ts'
import type { EventHub } from './event-hub.ts'
import type { ResolveConnection } from './resolved-connection.ts'
import type { SessionOpener } from './session-opener.ts'

export interface DrdsService {
  handlers: Handlers['drds']
  /** Links a database that is not linked yet. */
  proposeLink: DrdsLinks['propose']
  /** Goes on with tasks and reminders of an earlier run. */
  start(): void
  /** What is kept of a connection that goes; the audit log stays. */
  forget(connectionId: ConnectionId): void
  /** Stops asking; what is under way at DRDS is followed again at the next start. */
  close(): Promise<void>
}

/** What the contract says about DRDS, with the connection's own credentials. */
export function createDrdsService(parts: {
  resolveConnection: ResolveConnection
  find: ConnectionService['find']
  store: DrdsStore
  opener: SessionOpener
  events: EventHub
  log: DefectLog
  /** Absent for the usual one. */
  pace?: TaskPace
}): DrdsService {
  const { resolveConnection, find, store, opener, events, log, pace } = parts
  const resolve = drdsResolver(resolveConnection)
  const calls = createDrdsCalls({ events })
  const client = createDrdsClient({ observe: calls.observe })
  const reminders = createDrdsReminders({ repository: store.reminders, events })
  const audit = createDrdsAudit({ repository: store.audit, log })
  const onEnd = (task: DrdsTask) => {
    audit.ended(task)
    const { kind, state, connectionId, regionId, instanceId, database } = task
    if (kind !== 'deleteDatabase' || state !== 'done') return
    // What was kept of a database that is there no more would stand for the next one of its name.
    const at = { connectionId, regionId, instanceId, database }
    store.links.delete(at)
    reminders.forgetDatabase(at)
  }
  const tasks = createDrdsTasks({ repository: store.tasks, client, resolve, events, log, onEnd, ...(pace && { pace }) })
  const changes = createDrdsChanges({ client, resolve, audit, tasks, reminders, log })
  const links = createDrdsLinks({ repository: store.links, find })

  const accessTo = async (at: { connectionId: ConnectionId; regionId?: string | undefined }) => (await resolve(at.connectionId, at.regionId)).access

  return {
    handlers: {
      regions: async (at) => client.regions(await accessTo(at)),
      listInstances: async ({ type, ...at }) => client.instances(await accessTo(at), type ? { type } : {}),
      instance: async (at) => client.instance(await accessTo(at), at.instanceId),
      databases: async (at) => client.databases(await accessTo(at), at.instanceId),
      database: async (at) => client.database(await accessTo(at), at),
      whitelist: async (at) => client.whitelist(await accessTo(at), at),
      rdsList: async (at) => client.rdsList(await accessTo(at), at),
      shards: async (at) => client.shards(await accessTo(at), at),
      readOnlyAccount: async (at) => client.readOnlyAccount(await accessTo(at), at),
      tables: (at) => readTables({ links: store.links, resolveConnection, opener }, at).catch(rethrowRetrySafe),
      ...changes.handlers,
      audit: ({ connectionId, before }) => store.audit.page(connectionId, before),
      ...tasks.handlers,
      ...reminders.handlers,
      ...calls.handlers,
      ...links.handlers,
    },
    proposeLink: links.propose,
    start() {
      tasks.start()
      reminders.start()
    },
    forget(connectionId) {
      tasks.forget(connectionId)
      reminders.forget(connectionId)
      calls.forget(connectionId)
      store.links.deleteOf(connectionId)
    },
    async close() {
      reminders.close()
      calls.close()
      await tasks.close()
    },
  }
}
