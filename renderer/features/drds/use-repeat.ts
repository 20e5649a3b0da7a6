import { useEffect } from 'react'

/** While something changes at the service it is asked again so often. */
export const REPEAT_SECONDS = 5

/** Calls `ask` every few seconds while `active`; not while nobody can see the window, and at once when they can again. */
export function useRepeat(active: boolean, ask: () => void): void {
  useEffect(() => {
    if (!active) return
    const askIfSeen = () => {
      if (!document.hidden) ask()
    }
    const timer = setInterval(askIfSeen, REPEAT_SECONDS * 1_000)
    document.addEventListener('visibilitychange', askIfSeen)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', askIfSeen)
    }
  }, [active, ask])
}
