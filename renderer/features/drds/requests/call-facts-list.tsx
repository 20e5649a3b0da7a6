import { useTranslation } from 'react-i18next'
import type { DrdsCall } from '../../../../shared/model/drds-call.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { formatElapsed } from '../../../ui/format-elapsed.ts'
import { CLOCK_OFF_MS } from './call-facts.ts'
import { fullTime } from './call-times.ts'
import styles from './call-detail.module.css'

/** A request's outer facts: when, where to, how it went, and what the service is asked with. */
export function CallFacts({ call }: { call: DrdsCall }) {
  const { t } = useTranslation()
  const none = <span className={styles.quiet}>{t('drds.requests.none')}</span>
  return (
    <dl className={styles.facts}>
      <dt>{t('drds.requests.fact.at')}</dt>
      <dd>{fullTime(call.at)}</dd>
      <dt>{t('drds.requests.fact.method')}</dt>
      <dd>
        {call.method} {call.host}
      </dd>
      <dt>{t('drds.requests.fact.region')}</dt>
      <dd>{call.regionId || none}</dd>
      <dt>{t('drds.requests.fact.status')}</dt>
      <dd>{call.status === 0 ? <span className={styles.danger}>{t('drds.requests.noAnswer')}</span> : call.status}</dd>
      <dt>{t('drds.requests.fact.code')}</dt>
      <dd>{call.code ? <span className={styles.danger}>{call.code}</span> : none}</dd>
      <dt>{t('drds.requests.fact.elapsed')}</dt>
      <dd>{formatElapsed(call.elapsedMs)}</dd>
      <dt>{t('drds.requests.fact.attempt')}</dt>
      <dd>{call.attempt > 1 ? t('drds.requests.attemptSigned', { attempt: call.attempt }) : call.attempt}</dd>
      <dt>{t('drds.requests.fact.requestId')}</dt>
      <dd>{call.requestId ? <Copied text={call.requestId} label={t('common.copyRequestId')} /> : none}</dd>
      <dt>{t('drds.requests.fact.hostId')}</dt>
      <dd>{call.hostId ? <Copied text={call.hostId} label={t('drds.requests.copyHostId')} /> : none}</dd>
      <dt>{t('drds.requests.fact.clock')}</dt>
      <dd>
        <Offset skewMs={call.skewMs} />
      </dd>
    </dl>
  )
}

const Copied = ({ text, label }: { text: string; label: string }) => (
  <>
    <code>{text}</code>
    <CopyButton text={text} label={label} />
  </>
)

/** A Date has whole seconds, and the way there takes time: less than two seconds say nothing. */
function Offset({ skewMs }: { skewMs: number | null }) {
  const { t } = useTranslation()
  if (skewMs === null) return <span className={styles.quiet}>{t('drds.requests.clock.unknown')}</span>
  const size = Math.abs(skewMs)
  if (size < 2_000) return t('drds.requests.clock.even')
  const words = t(skewMs > 0 ? 'drds.requests.clock.ahead' : 'drds.requests.clock.behind', { offset: formatElapsed(size) })
  return <span className={size > CLOCK_OFF_MS ? styles.warning : undefined}>{words}</span>
}
