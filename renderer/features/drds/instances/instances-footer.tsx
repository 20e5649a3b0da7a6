import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { formatElapsed } from '../../../ui/format-elapsed.ts'
import { instanceKey, isChanging } from '../arrange-instances.ts'
import { REPEAT_SECONDS } from '../use-repeat.ts'
import { shownInstances, type InstancesState } from './instances-store.ts'
import styles from './instances-page.module.css'

interface InstancesFooterProps {
  state: Pick<InstancesState, 'chosen' | 'answers' | 'databases'>
  shown: number
  total: number
}

/** How many there are, how long they took, and what is still on its way. */
export function InstancesFooter({ state, shown, total }: InstancesFooterProps) {
  const { t } = useTranslation()
  const { chosen, answers, databases } = state
  const lists = chosen.flatMap((region) => {
    const answer = answers[region]
    return answer?.state === 'ready' ? [{ region, ...answer.list }] : []
  })
  const cut = lists.filter((list) => list.instances.length < list.total)
  const loading = chosen.filter((region) => answers[region]?.state === 'loading')
  const all = shownInstances(state)
  const read = all.map((instance) => databases[instanceKey(instance)]).filter((list) => list !== undefined)
  const only = lists.length === 1 && chosen.length === 1 ? lists[0] : undefined
  return (
    <div className={styles.footer} role="status">
      <span>{shown === total ? t('drds.count', { count: total }) : t('drds.countOf', { shown, count: total })}</span>
      {cut.map((list) => (
        <span key={list.region} className={styles.cut}>
          {t('drds.instances.cut', { region: list.region, shown: list.instances.length, total: list.total })}
        </span>
      ))}
      {read.length > 0 && <span>{t('drds.instances.databaseCount', { count: read.reduce((sum, list) => sum + (list?.length ?? 0), 0) })}</span>}
      {lists.length > 0 && <span>{formatElapsed(Math.max(...lists.map(({ elapsedMs }) => elapsedMs)))}</span>}
      {loading.length > 0 && <span>{t('drds.instances.loading', { regions: loading.join(', ') })}</span>}
      {all.some(({ status }) => isChanging(status)) && <span>{t('drds.shell.changing', { count: REPEAT_SECONDS })}</span>}
      {only && (
        <span className={styles.request}>
          {t('common.requestId')} <code>{only.requestId}</code>
          <CopyButton text={only.requestId} label={t('common.copyRequestId')} />
        </span>
      )}
    </div>
  )
}
