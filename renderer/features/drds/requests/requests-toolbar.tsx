import { useTranslation } from 'react-i18next'
import type { DrdsCall } from '../../../../shared/model/drds-call.ts'
import { SearchField } from '../../../ui/search-field.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Select } from '../../../ui/select.tsx'
import type { CallFilter } from './call-facts.ts'
import styles from './requests-page.module.css'

/** An empty value means "nothing chosen" to the select, so that "all" needs a word that no action has. */
const ALL = '*'

interface RequestsToolbarProps {
  calls: readonly DrdsCall[]
  shown: number
  filter: CallFilter
  onFilter: (filter: CallFilter) => void
}

/** Narrows the list, and says how much of it is left. */
export function RequestsToolbar({ calls, shown, filter, onFilter }: RequestsToolbarProps) {
  const { t } = useTranslation()
  const actions = [...new Set([...calls.map(({ action }) => action), filter.action])].filter(Boolean).sort()
  const total = calls.length
  return (
    <div className={styles.toolbar}>
      <SearchField className={styles.search} label={t('drds.requests.search')} value={filter.search} onChange={(search) => onFilter({ ...filter, search })} />
      <Select
        size="small"
        label={t('drds.requests.action')}
        value={filter.action || ALL}
        onChange={(action) => onFilter({ ...filter, action: action === ALL ? '' : action })}
        options={[{ value: ALL, label: t('drds.requests.allActions') }, ...actions.map((value) => ({ value, label: value }))]}
      />
      <Segmented
        label={t('drds.requests.outcome')}
        value={filter.outcome}
        onChange={(outcome) => onFilter({ ...filter, outcome })}
        options={(['all', 'failed'] as const).map((value) => ({ value, label: t(`drds.requests.${value}`) }))}
      />
      <span className={styles.count} role="status" title={t('drds.requests.kept')}>
        {shown === total ? t('drds.requests.count', { count: total }) : t('drds.requests.countOf', { shown, count: total })}
      </span>
    </div>
  )
}
