import type { Handlers } from '../../shared/contract/contract.ts'
import type { SettingsRepository } from '../storage/settings-repository.ts'
import type { EventHub } from './event-hub.ts'

/** The settings' actions; every window, and the desktop's menu, is told of a change. */
export const createSettingsService = (repository: SettingsRepository, events: EventHub): Handlers['settings'] => ({
  get: () => repository.get(),
  set(change) {
    const settings = repository.set(change)
    events.emit('settings.changed', settings)
    return settings
  },
})
