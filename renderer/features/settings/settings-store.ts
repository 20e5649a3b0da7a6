import { createStore } from 'zustand/vanilla'
import { defaultSettings, type Settings } from '../../../shared/contract/settings.ts'

export const createSettingsStore = () => createStore<Settings>(() => defaultSettings)
export type SettingsStore = ReturnType<typeof createSettingsStore>
