import { useEffect } from 'react'

export const EVERY_SECONDS = 5

/** Calls `ask` at once and every few seconds while `active`; not while nobody can see the window, and at once when they can again. */
export function useAutoRefresh(active: boolean, ask: () => void): void {
  useEffect(() => {
    if (!active) return
    const askIfSeen = () => {
      if (!document.hidden) ask()
    }
    askIfSeen()
    const timer = setInterval(askIfSeen, EVERY_SECONDS * 1_000)
    document.addEventListener('visibilitychange', askIfSeen)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', askIfSeen)
    }
  }, [active, ask])
}
