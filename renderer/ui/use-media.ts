import { useSyncExternalStore } from 'react'

/** A window of few pixels across, such as a laptop's at 200 %: what stands beside the work folds. */
export const NARROW = '(max-width: 820px)'
/** A window of few pixels in height: what is not the work gives way to it. */
export const LOW = '(max-height: 560px)'

export const matchesMedia = (query: string): boolean => window.matchMedia(query).matches

/** Whether a media query holds, as the window is now. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchesMedia(query),
  )
}
