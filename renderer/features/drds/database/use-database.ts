import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { DrdsDatabase, DrdsDatabaseRef, DrdsInstanceRef } from '../../../../shared/model/drds-database.ts'
import type { DrdsChange } from '../../../../shared/model/drds-change.ts'
import type { TypedPasswords } from '../plan/password-box.ts'
import { useDrdsPage } from '../drds-page.ts'
import { useAnswer, type Loaded } from '../use-answer.ts'
import { isUnderWay, saysGone } from './database-status.ts'

const EVERY_MS = 3_000

export interface LoadedDatabase extends Loaded<DrdsDatabase> {
  /** Counts up whenever every section shall ask again. */
  round: number
  refreshAll: () => void
}

/**
 * A database and when its sections ask again: when a person wants it, and when its status has changed. While DRDS is
 * at work on it the database itself is asked every 3 s, but not while nobody can see it.
 */
export function useDatabase(at: DrdsDatabaseRef, inFront: boolean): LoadedDatabase {
  const { rpc } = useDrdsPage()
  const [round, setRound] = useState(0)
  const loaded = useAnswer(useCallback(() => rpc.drds.database(at), [rpc, at]))
  const { answer, reload } = loaded
  const status = answer.state === 'ready' ? answer.value.status : null
  const gone = answer.state === 'ready' && saysGone(answer.stale)

  const shown = useRef(status)
  useEffect(() => {
    if (shown.current !== null && status !== null && shown.current !== status) setRound((before) => before + 1)
    shown.current = status
  }, [status])

  const watches = inFront && status !== null && isUnderWay(status) && !gone
  useEffect(() => {
    if (!watches) return
    const askIfSeen = () => {
      if (!document.hidden) void reload()
    }
    const timer = setInterval(askIfSeen, EVERY_MS)
    document.addEventListener('visibilitychange', askIfSeen)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', askIfSeen)
    }
  }, [watches, reload])

  const refreshAll = useCallback(() => {
    void reload()
    setRound((before) => before + 1)
  }, [reload])
  return { ...loaded, round, refreshAll }
}

/**
 * Proposes a change and says whether it was accepted. What it touches is asked for anew either way: a change whose
 * answer was lost may have been carried out.
 */
export function useChange(reload: () => Promise<void>): (change: DrdsChange, passwords?: TypedPasswords) => Promise<boolean> {
  const { propose } = useDrdsPage()
  return useCallback(
    async (change, passwords) => {
      const outcome = await propose(change, passwords)
      void reload()
      return outcome !== null
    },
    [propose, reload],
  )
}

/** The same reference for as long as it names the same database, so that nothing is asked twice. */
export function useDatabaseRef({ regionId, instanceId, database }: Omit<DrdsDatabaseRef, 'connectionId'>): DrdsDatabaseRef {
  const connectionId = useDrdsPage().connection.id
  return useMemo(() => ({ connectionId, regionId, instanceId, database }), [connectionId, regionId, instanceId, database])
}

export function useInstanceRef({ regionId, instanceId }: Omit<DrdsInstanceRef, 'connectionId'>): DrdsInstanceRef {
  const connectionId = useDrdsPage().connection.id
  return useMemo(() => ({ connectionId, regionId, instanceId }), [connectionId, regionId, instanceId])
}
