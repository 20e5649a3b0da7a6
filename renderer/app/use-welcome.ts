import { useStore } from 'zustand'
import { useDependencies } from './dependencies.ts'
import { layoutNames } from './shell-store.ts'

/** Whether the welcome screen stands in the main area: when asked for, and at the very first start. */
export function useWelcome(): boolean {
  const { query, shell } = useDependencies()
  const { welcome } = useStore(shell)
  const isFirstStart = useStore(
    query.store,
    (state) => state.layout[layoutNames.welcomed] !== true && state.tabs.every((tab) => tab.text.trim() === '' && tab.connectionId === null),
  )
  return welcome === 'shown' || (welcome === 'auto' && isFirstStart)
}
