import { createStore } from 'zustand/vanilla'
import type { AppInfo } from '../../shared/contract/app.ts'

/** What main says about itself; null until it did. */
export const createAppInfoStore = () => createStore<{ info: AppInfo | null }>(() => ({ info: null }))
export type AppInfoStore = ReturnType<typeof createAppInfoStore>
