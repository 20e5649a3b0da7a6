import type { Handlers } from '../../shared/contract/contract.ts'
import type { Log } from '../log/log.ts'
import type { SettingsRepository } from '../storage/settings-repository.ts'
import type { EventHub } from './event-hub.ts'

/** The settings' actions; every window, the desktop's menu and the log are told of a change. */
export function createSettingsService(repository: SettingsRepository, events: EventHub, log: Pick<Log, 'keep'>): Handlers['settings'] {
  log.keep(repository.get().logLevel)
  return {
    get: () => repository.get(),
    set(change) {
      const settings = repository.set(change)
      log.keep(settings.logLevel)
      events.emit('settings.changed', settings)
      return settings
    },
  }
}
