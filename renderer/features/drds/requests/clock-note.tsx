import { Clock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ConnectionId } from '../../../../shared/model/ids.ts'
import { formatElapsed } from '../../../ui/format-elapsed.ts'
import { useDrdsPage } from '../drds-page.ts'
import { CLOCK_OFF_MS, latestSkew } from './call-facts.ts'
import { useCalls } from './use-calls.ts'
import styles from './clock-note.module.css'

/** Says that this machine's clock is wrong, where it is by more than a few seconds; else nothing. Stands in a header. */
export function ClockNote({ connectionId }: { connectionId?: ConnectionId }) {
  const { t } = useTranslation()
  const { rpc, connection } = useDrdsPage()
  const { answer } = useCalls(rpc, connectionId ?? connection.id)
  const skew = answer.state === 'ready' ? latestSkew(answer.calls) : null
  if (skew === null || Math.abs(skew) <= CLOCK_OFF_MS) return null
  const offset = formatElapsed(Math.abs(skew))
  return (
    <span role="status" className={styles.note} title={t('drds.requests.clockNote.tip')}>
      <Clock size={12} aria-hidden="true" />
      {t(skew > 0 ? 'drds.requests.clockNote.ahead' : 'drds.requests.clockNote.behind', { offset })}
      <span className="visually-hidden">{t('drds.requests.clockNote.tip')}</span>
    </span>
  )
}
