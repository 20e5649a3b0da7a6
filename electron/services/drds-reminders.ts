/** Says when a full-table scan that was switched on should be switched off again; one timer for all. */
import type { Handlers } from '../../shared/contract/contract.ts'
import type { DrdsChangeOf } from '../../shared/model/drds-change.ts'
import type { DrdsDatabaseRef } from '../../shared/model/drds-database.ts'
import type { ScanReminder } from '../../shared/model/drds-task.ts'
import type { ConnectionId } from '../../shared/model/ids.ts'
import type { DrdsReminderRepository } from '../storage/drds-reminder-repository.ts'
import type { EventHub } from './event-hub.ts'

/** A timer takes no more than 2^31 ms, and a machine that slept has lost count of it: it is looked again. */
const LONGEST_MS = 60_000

export interface DrdsReminders {
  handlers: Pick<Handlers['drds'], 'reminders' | 'dismissReminder'>
  /** Tells what became due while the app was closed, and goes on from there. */
  start(): void
  /** After scans were switched: what was to be reminded of them before stands no more. */
  switched(change: DrdsChangeOf<'setFullTableScan'>, connectionName: string): void
  /** After a database was deleted: there is nothing to switch off any more. */
  forgetDatabase(at: DrdsDatabaseRef): void
  forget(connectionId: ConnectionId): void
  close(): void
}

export function createDrdsReminders(parts: { repository: DrdsReminderRepository; events: EventHub; now?: () => number }): DrdsReminders {
  const { repository, events, now = Date.now } = parts
  /** Ids of those that were told of since the app started. */
  const told = new Set<number>()
  let timer: NodeJS.Timeout | undefined
  let started = false

  function look(): void {
    clearTimeout(timer)
    if (!started) return
    const waiting = repository.list().filter(({ id }) => !told.has(id))
    for (const reminder of waiting.filter(({ dueAt }) => dueAt <= now())) {
      told.add(reminder.id)
      events.emit('drds.reminderDue', reminder)
    }
    const next = Math.min(...waiting.filter(({ id }) => !told.has(id)).map(({ dueAt }) => dueAt))
    if (Number.isFinite(next)) timer = setTimeout(look, Math.min(LONGEST_MS, Math.max(0, next - now()))).unref()
  }

  function withoutTables(at: DrdsDatabaseRef, tables: readonly string[]): void {
    for (const reminder of repository.list().filter((one) => isOf(one, at))) {
      const left = reminder.tables.filter((table) => !tables.includes(table))
      if (left.length === 0) repository.delete(reminder.id)
      else if (left.length < reminder.tables.length) repository.update({ ...reminder, tables: left })
    }
  }

  return {
    handlers: {
      reminders: () => repository.list().toSorted((one, other) => one.dueAt - other.dueAt),
      dismissReminder({ id }) {
        repository.delete(id)
        return null
      },
    },
    start() {
      started = true
      look()
    },
    switched({ at, tables, enabled, remindAfterMinutes }, connectionName) {
      if (!enabled || remindAfterMinutes !== null) withoutTables(at, tables)
      if (enabled && remindAfterMinutes !== null) repository.insert({ ...at, connectionName, tables, dueAt: now() + remindAfterMinutes * 60_000 })
      look()
    },
    forgetDatabase(at) {
      for (const { id } of repository.list().filter((one) => isOf(one, at))) repository.delete(id)
    },
    forget: (connectionId) => repository.deleteOf(connectionId),
    close() {
      started = false
      clearTimeout(timer)
    },
  }
}

const isOf = (reminder: ScanReminder, at: DrdsDatabaseRef): boolean =>
  reminder.connectionId === at.connectionId && reminder.regionId === at.regionId && reminder.instanceId === at.instanceId && reminder.database === at.database
