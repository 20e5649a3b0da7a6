import { useTranslation } from 'react-i18next'
import type { DrdsCallDetail } from '../../../../shared/model/drds-call.ts'
import { DataTable } from '../../../ui/data-table.tsx'
import { CallBlock, MaskedNote } from './call-block.tsx'
import { parametersOf } from './call-facts.ts'
import { CallFacts } from './call-facts-list.tsx'
import { noAnswerText } from './no-answer.ts'
import styles from './call-detail.module.css'

/** Facts, every parameter in words, and a command that shows the same to others. */
export function CallRequest({ detail }: { detail: DrdsCallDetail }) {
  const { t } = useTranslation()
  return (
    <>
      <CallFacts call={detail} />
      {detail.failure && <p className={styles.noAnswer}>{noAnswerText(detail)}</p>}
      <MaskedNote masked={detail.masked} />
      <CallBlock title={t('drds.requests.parameters')}>
        <DataTable className={styles.parameters} aria-label={t('drds.requests.parameters')}>
          <thead>
            <tr>
              <th scope="col">{t('drds.requests.parameter')}</th>
              <th scope="col">{t('drds.requests.value')}</th>
            </tr>
          </thead>
          <tbody>
            {parametersOf(detail.canonicalizedQueryString).map(({ name, value, masked }) => (
              <tr key={name}>
                <td>{name}</td>
                <td>
                  {value ? <code>{value}</code> : <span className={styles.quiet}>{t('drds.requests.emptyValue')}</span>}
                  {masked && <span className={styles.quiet}> {t('drds.requests.maskedValue')}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      </CallBlock>
      <CallBlock title={t('drds.requests.curl')} hint={t('drds.requests.curlHint')} copy={{ text: detail.curl, label: t('drds.requests.copyCurl') }}>
        <pre>{detail.curl}</pre>
      </CallBlock>
    </>
  )
}
