import { memo, useEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrdsCall } from '../../../../shared/model/drds-call.ts'
import { DataTable } from '../../../ui/data-table.tsx'
import { formatElapsed } from '../../../ui/format-elapsed.ts'
import { hasFailed } from './call-facts.ts'
import { clockTime } from './call-times.ts'
import styles from './calls-table.module.css'

const columns = ['time', 'action', 'status', 'code', 'elapsed', 'attempt', 'method', 'host', 'requestId'] as const
const numbers: ReadonlySet<string> = new Set(['elapsed', 'attempt'])

interface CallsTableProps {
  calls: readonly DrdsCall[]
  /** The id of the request that is shown beside the list. */
  chosen: number | null
  onChoose: (id: number) => void
}

/** The requests, the newest first; the arrows walk them and show each. */
export function CallsTable({ calls, chosen, onChoose }: CallsTableProps) {
  const { t } = useTranslation()
  const body = useRef<HTMLTableSectionElement>(null)
  const at = calls.findIndex(({ id }) => id === chosen)

  const onKeyDown = (event: KeyboardEvent) => {
    const page = 20
    const moves: Record<string, number> = {
      ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: calls.length - 1, PageDown: at + page, PageUp: at - page,
    }
    const move = moves[event.key]
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const call = calls[Math.min(Math.max(move, 0), calls.length - 1)]
    if (!call) return
    onChoose(call.id)
    body.current?.querySelector<HTMLElement>(`[data-call="${call.id}"]`)?.focus()
  }
  // A row that the arrows reached is in sight; one that was clicked is already.
  useEffect(() => {
    if (chosen !== null) body.current?.querySelector(`[data-call="${chosen}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div className={styles.scroll}>
      <DataTable className={styles.table} role="grid" aria-label={t('drds.requests.list')} aria-readonly="true" onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className={numbers.has(column) ? styles.number : undefined}>
                {t(`drds.requests.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {calls.map((call, index) => (
            <CallRow
              key={call.id}
              call={call}
              chosen={call.id === chosen}
              // One stop for Tab: the chosen row, else the first.
              reachable={call.id === chosen || (at < 0 && index === 0)}
              onChoose={onChoose}
            />
          ))}
        </tbody>
      </DataTable>
    </div>
  )
}

interface CallRowProps {
  call: DrdsCall
  chosen: boolean
  reachable: boolean
  onChoose: (id: number) => void
}

/** Drawn once: hundreds stand in the list, and every new request changes it. */
const CallRow = memo(function CallRow({ call, chosen, reachable, onChoose }: CallRowProps) {
  const { t } = useTranslation()
  const choose = () => onChoose(call.id)
  return (
    <tr
      data-call={call.id}
      data-failed={hasFailed(call) || undefined}
      aria-selected={chosen}
      tabIndex={reachable ? 0 : -1}
      onClick={choose}
      onKeyDown={(event) => event.key === 'Enter' && choose()}
    >
      <td className={styles.time}>{clockTime(call.at)}</td>
      <td className={styles.action}>{call.action}</td>
      <td className={styles.status}>{call.status === 0 ? t('drds.requests.noAnswer') : call.status}</td>
      <td className={styles.code}>{call.code}</td>
      <td className={styles.number}>{formatElapsed(call.elapsedMs)}</td>
      <td className={styles.number} data-again={call.attempt > 1 || undefined}>
        {call.attempt}
      </td>
      <td>{call.method}</td>
      <td>{call.host}</td>
      <td>
        <code>{call.requestId}</code>
      </td>
    </tr>
  )
})
