import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { lossWords, type SessionLost } from './session-words.ts'
import styles from './session-bar.module.css'

interface LostStripProps {
  loss: SessionLost
  /** A reconnect is under way. */
  busy: boolean
  onReconnect: () => void
}

/** Why the session is lost and what went with it; quieter where that was nothing, for then the next run opens another. */
export function LostStrip({ loss, busy, onReconnect }: LostStripProps) {
  const { t } = useTranslation()
  const isQuiet = loss.lost.length === 0
  return (
    <div className={styles.lost} data-quiet={isQuiet || undefined}>
      <span>{lossWords(t, loss)}</span>
      {!isQuiet && (
        <Button size="small" className={styles.end} disabled={busy} onClick={onReconnect}>
          {t('session.reconnect')}
        </Button>
      )}
    </div>
  )
}
