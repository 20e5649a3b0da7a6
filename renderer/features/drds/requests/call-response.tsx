import { useTranslation } from 'react-i18next'
import type { DrdsCallDetail } from '../../../../shared/model/drds-call.ts'
import { CallBlock } from './call-block.tsx'
import { noAnswerText } from './no-answer.ts'
import { responseText } from './response-text.ts'
import styles from './call-detail.module.css'

/** What came back, laid out to read; the copy is as it came. Always text, never markup: a server may send anything. */
export function CallResponse({ detail }: { detail: DrdsCallDetail }) {
  const { t } = useTranslation()
  const { text, keptBytes, cut } = responseText(detail)
  const bytes = (count: number) => t('drds.requests.bytes', { count })
  if (detail.status === 0) return <p className={styles.noAnswer}>{noAnswerText(detail) || t('drds.requests.noResponse')}</p>
  if (detail.response === '') return <p className={styles.hint}>{t('drds.requests.emptyResponse')}</p>
  return (
    <CallBlock
      title={t('drds.requests.response')}
      hint={t('drds.requests.size', { size: bytes(detail.responseBytes) })}
      copy={{ text: detail.response, label: t('drds.requests.copyResponse') }}
    >
      {cut && <p className={styles.cut}>{t('drds.requests.cut', { shown: bytes(keptBytes), size: bytes(detail.responseBytes) })}</p>}
      <pre>{text}</pre>
    </CallBlock>
  )
}
