import { useEffect, useState } from 'react'
import { formatElapsed } from '../../ui/format-elapsed.ts'

const TICK_MS = 100

/** Time since `startedAt` (epoch milliseconds), ticking. */
export function Elapsed({ startedAt }: { startedAt: number }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  const elapsed = Math.max(0, now - startedAt)
  return <>{elapsed < 60_000 ? `${(elapsed / 1_000).toFixed(1)} s` : formatElapsed(elapsed)}</>
}
