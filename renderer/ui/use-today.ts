import { useEffect, useState } from 'react'
import { calendarDay } from '../../shared/model/expiry.ts'

/** Often enough for a midnight, and for a laptop that slept over it. */
const LOOK_MS = 60_000

/** Calls when the calendar shows another day than before, the clock set back included. Answers how to stop. */
export function followDay(onDay: (today: string) => void): () => void {
  let last = calendarDay(new Date())
  const look = () => {
    const today = calendarDay(new Date())
    if (today === last) return
    last = today
    onDay(today)
  }
  const timer = setInterval(look, LOOK_MS)
  document.addEventListener('visibilitychange', look)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
  }
}

/** The day of the person's own calendar: `2026-12-31`. */
export function useToday(): string {
  const [today, setToday] = useState(() => calendarDay(new Date()))
  useEffect(() => followDay(setToday), [])
  return today
}
