import { TriangleAlert } from 'lucide-react'
import { useCallback, useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Rpc } from '../../../shared/contract/contract.ts'
import type { Connection } from '../../../shared/model/connection.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { MaxScaleOverview } from '../../../shared/model/maxscale.ts'
import { failureTexts } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { clockTime } from './durations.ts'
import { listenerColumns, monitorColumns, serviceColumns } from './object-columns.tsx'
import { chooseSessions, lookAt, refreshOverview, retryOverview, waitsForPerson } from './overview-actions.ts'
import { OverviewHeader } from './overview-header.tsx'
import { OverviewSection } from './overview-section.tsx'
import { createOverviewStore } from './overview-store.ts'
import { serverColumns } from './server-columns.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { useAutoRefresh } from './use-auto-refresh.ts'
import styles from './overview-view.module.css'

interface OverviewViewProps {
  rpc: Rpc
  connection: Connection
  /** False while something else stands before it. */
  inFront: boolean
  autoRefresh: boolean
  onAutoRefresh: (on: boolean) => void
  onNewQuery: () => void
  renderFailure: (failure: Failure, onRetry: () => void) => ReactNode
}

/** A MaxScale as an instrument panel: servers first, then what leads to them, then the sessions that are ours. */
export function OverviewView({ rpc, connection, inFront, autoRefresh, onAutoRefresh, onNewQuery, renderFailure }: OverviewViewProps) {
  const { t } = useTranslation()
  // Made with the view: what an administrator saw of others is gone when the tab is left.
  const [overview] = useState(createOverviewStore)
  const { answer, asking, sessions } = useStore(overview)
  const [search, setSearch] = useState('')
  const { id, settings } = connection

  const refresh = useCallback(() => void refreshOverview({ rpc, overview }, id), [rpc, overview, id])
  const refreshByItself = useCallback(() => {
    if (!waitsForPerson(overview.getState())) refresh()
  }, [overview, refresh])
  useEffect(() => {
    lookAt({ overview }, true)
    refresh()
    return () => lookAt({ overview }, false)
  }, [overview, refresh])
  useAutoRefresh(inFront && autoRefresh, refreshByItself)

  const shown = answer.state === 'ready' ? answer.overview : null
  return (
    <div className={styles.view} data-region="overview">
      <OverviewHeader
        settings={settings}
        overview={shown}
        asking={asking}
        search={search}
        onSearch={setSearch}
        autoRefresh={autoRefresh}
        onAutoRefresh={onAutoRefresh}
        onRefresh={refresh}
      />
      {answer.state === 'ready' && answer.stale && (
        <Stale failure={answer.stale} readAt={answer.overview.readAt} waits={autoRefresh && waitsForPerson(overview.getState())} onRetry={refresh} />
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable by keyboard */}
      <div role="region" aria-label={t('overview.title')} tabIndex={0} className={styles.body}>
        {answer.state === 'loading' && <Skeleton rows={10} />}
        {answer.state === 'failed' && renderFailure(answer.failure, () => retryOverview({ rpc, overview }, id))}
        {shown && (
          <Sections
            overview={shown}
            search={search}
            sessions={
              <SessionsSection
                overview={shown}
                sessions={sessions}
                onChoose={(wanted) => chooseSessions({ rpc, overview }, id, wanted)}
                search={search}
                onNewQuery={onNewQuery}
                className={styles.sessions}
              />
            }
          />
        )}
      </div>
    </div>
  )
}

/** Says since when what is shown is old, and why: without the age, which ticks, so that it is read out once. */
function Stale({ failure, readAt, waits, onRetry }: { failure: Failure; readAt: number; waits: boolean; onRetry: () => void }) {
  const { t } = useTranslation()
  const { message, next } = failureTexts(failure)
  return (
    <div role="alert" className={styles.stale}>
      <TriangleAlert size={14} aria-hidden="true" />
      <p title={failure.server?.text}>
        <strong>{t('overview.stale', { time: clockTime.format(readAt) })}</strong> {message} {waits ? t('overview.waits') : next}
      </p>
      <Button size="small" onClick={onRetry}>
        {t('common.retry')}
      </Button>
    </div>
  )
}

function Sections({ overview, search, sessions }: { overview: MaxScaleOverview; search: string; sessions: ReactNode }) {
  const { t, i18n } = useTranslation()
  const locale = i18n.language
  const nameOf = ({ name }: { name: string }) => name
  return (
    <div className={styles.sections}>
      {!overview.instance.ok && <p className={styles.refused}>{failureTexts(overview.instance.failure).message}</p>}
      <OverviewSection
        title={t('overview.servers')}
        part={overview.servers}
        columns={serverColumns(t, locale)}
        idOf={nameOf}
        search={search}
        empty={t('overview.empty.servers')}
        className={styles.servers}
      />
      <OverviewSection
        title={t('overview.services')}
        part={overview.services}
        columns={serviceColumns(t, locale)}
        idOf={nameOf}
        search={search}
        empty={t('overview.empty.services')}
        className={styles.services}
      />
      <OverviewSection
        title={t('overview.listeners')}
        part={overview.listeners}
        columns={listenerColumns(t)}
        idOf={nameOf}
        search={search}
        empty={t('overview.empty.listeners')}
        className={styles.listeners}
      />
      <OverviewSection
        title={t('overview.monitors')}
        part={overview.monitors}
        columns={monitorColumns(t)}
        idOf={nameOf}
        search={search}
        empty={t('overview.empty.monitors')}
        className={styles.monitors}
      />
      {sessions}
    </div>
  )
}
