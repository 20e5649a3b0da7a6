import { CircleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { failureTexts, sentences } from '../../../i18n/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { failureDetails } from '../../../ui/failure-details.ts'
import { useDrdsPage } from '../drds-page.ts'
import { loadRegion, type InstancesDependencies } from './instances-actions.ts'
import type { InstancesState } from './instances-store.ts'
import styles from './instances-page.module.css'

interface RegionFailuresProps {
  state: Pick<InstancesState, 'chosen' | 'answers'>
  dependencies: InstancesDependencies
}

/** Regions that did not answer, each in a strip of its own: the others stay in sight. */
export function RegionFailures({ state: { chosen, answers }, dependencies }: RegionFailuresProps) {
  const { t } = useTranslation()
  const { connection } = useDrdsPage()
  return chosen.map((region) => {
    const answer = answers[region]
    if (answer?.state !== 'failed') return null
    const { message, next } = failureTexts(answer.failure)
    return (
      <section key={region} className={styles.strip} role="alert">
        <CircleAlert size={14} aria-hidden="true" />
        <p>
          <code>{region}</code> {sentences(message, next)}
        </p>
        <Button size="small" onClick={() => void loadRegion(dependencies, connection.id, region)}>
          {t('common.retry')}
        </Button>
        <CopyButton text={failureDetails(answer.failure, message, next)}>{t('common.copyDetails')}</CopyButton>
      </section>
    )
  })
}
