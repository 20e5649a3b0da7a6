import { RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConnectionSettings } from '../../../shared/model/connection.ts'
import type { MaxScaleOverview } from '../../../shared/model/maxscale.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { EnvironmentBadge } from '../../ui/environment-badge.tsx'
import { formatElapsed } from '../../ui/format-elapsed.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { formatAge, formatDuration } from './durations.ts'
import { EVERY_SECONDS } from './use-auto-refresh.ts'
import styles from './overview-header.module.css'

interface OverviewHeaderProps {
  settings: ConnectionSettings
  /** Null until the first answer. */
  overview: MaxScaleOverview | null
  asking: boolean
  search: string
  onSearch: (search: string) => void
  autoRefresh: boolean
  onAutoRefresh: (on: boolean) => void
  onRefresh: () => void
}

/** Which MaxScale this is, how old what is shown is, and finding and refreshing. */
export function OverviewHeader(props: OverviewHeaderProps) {
  const { settings, overview, asking, search, onSearch, autoRefresh, onAutoRefresh, onRefresh } = props
  const { t, i18n } = useTranslation()
  const instance = overview?.instance.ok ? overview.instance.value : null
  const facts = instance && t('overview.instance', { version: instance.version, uptime: formatDuration(instance.uptimeSeconds, i18n.language) })
  return (
    <header className={styles.header}>
      <h2 title={settings.name}>{settings.name}</h2>
      <EnvironmentBadge environment={settings.environment} />
      {facts && (
        <span className={styles.facts} title={facts}>
          {facts}
        </span>
      )}
      <SearchField className={styles.search} label={t('overview.search')} value={search} onChange={onSearch} />
      {overview && <Age overview={overview} />}
      <span className={styles.auto}>
        <Checkbox label={t('overview.auto', { count: EVERY_SECONDS })} checked={autoRefresh} onChange={onAutoRefresh} />
      </span>
      <IconButton label={t('common.refresh')} onClick={onRefresh} aria-busy={asking}>
        <RefreshCw size={14} />
      </IconButton>
    </header>
  )
}

/** "Updated 3s ago", which ticks. */
function Age({ overview: { readAt, elapsedMs } }: { overview: MaxScaleOverview }) {
  const { t, i18n } = useTranslation()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <span className={styles.age} title={t('overview.answered', { elapsed: formatElapsed(elapsedMs) })}>
      {t('overview.updated', { age: formatAge(now - readAt, i18n.language) })}
    </span>
  )
}
