import type { Handlers } from '../../shared/contract/contract.ts'
import type { SettingsRepository } from '../storage/settings-repository.ts'

export const createSettingsService = (repository: SettingsRepository): Handlers['settings'] => ({
  get: () => repository.get(),
  set: (change) => repository.set(change),
})
