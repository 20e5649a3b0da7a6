import { DatabaseZap } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DrdsDatabaseRef } from '../../../../shared/model/drds-database.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { useDrdsPage } from '../drds-page.ts'
import { LinkSection } from '../link/link-section.tsx'
import { AccountSection } from './account-section.tsx'
import { DatabaseHeader } from './database-header.tsx'
import { saysGone } from './database-status.ts'
import { RdsSection } from './rds-section.tsx'
import { ScanSection } from './scan-section.tsx'
import { ShardsSection } from './shards-section.tsx'
import { useChange, useDatabase, useDatabaseRef } from './use-database.ts'
import { WhitelistSection } from './whitelist-section.tsx'
import styles from './database-page.module.css'

interface DatabasePageProps {
  at: Omit<DrdsDatabaseRef, 'connectionId'>
  /** False while something else stands before it. */
  inFront: boolean
}

/** One database of DRDS with all that lies below it; every part is asked for, and fails, by itself. */
export function DatabasePage({ at: place, inFront }: DatabasePageProps) {
  const { t } = useTranslation()
  const { renderFailure } = useDrdsPage()
  const at = useDatabaseRef(place)
  const { answer, round, reload, refreshAll } = useDatabase(at, inFront)
  const change = useChange(reload)
  const database = answer.state === 'ready' ? answer.value : null
  const stale = answer.state === 'ready' ? answer.stale : null
  if (saysGone(stale)) return <Gone at={at} />
  return (
    <div className={styles.page}>
      <DatabaseHeader
        at={at}
        database={database}
        refreshing={answer.state === 'ready' && answer.refreshing}
        onRefresh={refreshAll}
        change={change}
      />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable by keyboard */}
      <div role="region" aria-label={t('drds.database.title', { database: at.database })} tabIndex={0} className={styles.body}>
        {stale && renderFailure(stale, reload)}
        {answer.state === 'loading' && <Skeleton rows={10} />}
        {answer.state === 'failed' && renderFailure(answer.failure, reload)}
        {database && (
          <div className={styles.sections}>
            <div className={styles.column}>
              <LinkSection at={at} />
              <RdsSection at={at} round={round} />
              <WhitelistSection at={at} round={round} />
              <ScanSection at={at} round={round} />
            </div>
            <div className={styles.column}>
              <AccountSection at={at} round={round} />
              <ShardsSection at={at} round={round} />
            </div>
          </div>
        )}
      </div>
    </div>
  )
}

/** It was here a moment ago: its deletion has come to its end. */
function Gone({ at }: { at: DrdsDatabaseRef }) {
  const { t } = useTranslation()
  const { go } = useDrdsPage()
  return (
    <div className={styles.page}>
      <EmptyState
        icon={<DatabaseZap size={24} />}
        title={t('drds.database.gone.title', { database: at.database })}
        text={t('drds.database.gone.text')}
        actions={
          <Button onClick={() => go({ page: 'instance', regionId: at.regionId, instanceId: at.instanceId })}>{t('drds.database.gone.back')}</Button>
        }
      />
    </div>
  )
}
