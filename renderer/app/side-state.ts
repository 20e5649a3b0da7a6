import { useStore } from 'zustand'
import { matchesMedia, NARROW, useMedia } from '../ui/use-media.ts'
import { useDependencies, type Dependencies } from './dependencies.ts'
import { layoutNames } from './shell-store.ts'

/** Whether the side panel is open: as it was left, but in a narrow window only where it was opened there. */
export function useSideOpen(): boolean {
  const { query, shell } = useDependencies()
  const isNarrow = useMedia(NARROW)
  const kept = useStore(query.store, (state) => state.layout[layoutNames.sideOpen] ?? true) === true
  const openedNarrow = useStore(shell, (state) => state.sideInNarrow)
  return isNarrow ? openedNarrow : kept
}

/** Opens or folds the side panel. What is done in a narrow window changes nothing for a wide one. */
export function setSideOpen({ query, shell }: Dependencies, open: boolean): void {
  if (matchesMedia(NARROW)) shell.setState({ sideInNarrow: open })
  else query.setLayout(layoutNames.sideOpen, open)
}

export function toggleSide(all: Dependencies): void {
  const { query, shell } = all
  const kept = query.store.getState().layout[layoutNames.sideOpen] ?? true
  setSideOpen(all, !(matchesMedia(NARROW) ? shell.getState().sideInNarrow : kept))
}
