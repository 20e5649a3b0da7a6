import { useTranslation } from 'react-i18next'
import styles from './skeleton.module.css'

/** Rows in waiting. Appears after 150 ms, so that a quick answer never flashes. */
export function Skeleton({ rows = 5 }: { rows?: number }) {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('common.loading')} className={styles.skeleton}>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} style={{ width: `${88 - ((row * 23) % 41)}%` }} />
      ))}
    </div>
  )
}
