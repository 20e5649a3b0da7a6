import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MaxScaleOverview } from '../../../shared/model/maxscale.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { OverviewSection } from './overview-section.tsx'
import type { OverviewState } from './overview-store.ts'
import { sessionColumns } from './session-columns.tsx'
import styles from './sessions-section.module.css'

interface SessionsSectionProps {
  overview: MaxScaleOverview
  /** Whose are wanted. */
  sessions: OverviewState['sessions']
  onChoose: (sessions: OverviewState['sessions']) => void
  search: string
  onNewQuery: () => void
  className?: string | undefined
}

/** SQL sessions: ours, and everybody's to an administrator who said that this is wanted. */
export function SessionsSection({ overview, sessions, onChoose, search, onNewQuery, className }: SessionsSectionProps) {
  const { t, i18n } = useTranslation()
  const [asks, setAsks] = useState(false)
  const all = sessions === 'all'
  const choose = (wanted: OverviewState['sessions']) => {
    setAsks(false)
    onChoose(wanted)
  }
  return (
    <>
      <OverviewSection
        title={t('overview.sessions')}
        part={overview.sessions}
        columns={sessionColumns(t, i18n.language, all)}
        idOf={({ id }) => id}
        search={search}
        className={className}
        empty={
          all ? (
            t('overview.empty.allSessions')
          ) : (
            <span className={styles.empty}>
              {t('overview.empty.sessions')}
              <Button size="small" onClick={onNewQuery}>
                {t('connections.openQuery')}
              </Button>
            </span>
          )
        }
        tools={
          overview.maySeeAll && (
            <>
              {all && (
                <span className={styles.sensitive}>
                  <TriangleAlert size={12} aria-hidden="true" />
                  {t('overview.all.shown')}
                </span>
              )}
              <span className={styles.switch}>
                <Checkbox label={t('overview.all.switch')} checked={all} onChange={(on) => (on ? setAsks(true) : choose('ours'))} />
              </span>
            </>
          )
        }
      />
      <Dialog
        open={asks}
        size="small"
        onClose={() => setAsks(false)}
        title={t('overview.all.title')}
        description={t('overview.all.text')}
        actions={
          <>
            <Button onClick={() => setAsks(false)}>{t('common.cancel')}</Button>
            <Button tone="primary" onClick={() => choose('all')}>
              {t('overview.all.show')}
            </Button>
          </>
        }
      />
    </>
  )
}
