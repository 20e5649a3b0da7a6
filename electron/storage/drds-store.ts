import type { DatabaseSync } from 'node:sqlite'
import { drdsAuditRepository, type DrdsAuditRepository } from './drds-audit-repository.ts'
import { drdsLinkRepository, type DrdsLinkRepository } from './drds-link-repository.ts'
import { drdsReminderRepository, type DrdsReminderRepository } from './drds-reminder-repository.ts'
import { drdsTaskRepository, type DrdsTaskRepository } from './drds-task-repository.ts'

/** All that is kept of DRDS. */
export interface DrdsStore {
  audit: DrdsAuditRepository
  links: DrdsLinkRepository
  reminders: DrdsReminderRepository
  tasks: DrdsTaskRepository
}

export const drdsStore = (database: DatabaseSync): DrdsStore => ({
  audit: drdsAuditRepository(database),
  links: drdsLinkRepository(database),
  reminders: drdsReminderRepository(database),
  tasks: drdsTaskRepository(database),
})
