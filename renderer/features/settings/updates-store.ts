import { createStore } from 'zustand/vanilla'
import type { UpdateState } from '../../../shared/contract/updates.ts'

/** Null until main was asked. */
export const createUpdatesStore = () => createStore<{ update: UpdateState | null }>(() => ({ update: null }))
export type UpdatesStore = ReturnType<typeof createUpdatesStore>
