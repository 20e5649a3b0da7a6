import { Database } from 'lucide-react'
import { useCallback, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { DrdsInstance } from '../../../../shared/model/drds.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { findRows, type InstanceRow, type Sort } from '../arrange-instances.ts'
import type { columns } from './columns.ts'
import { InstancesFooter } from './instances-footer.tsx'
import type { InstancesState, InstancesStore } from './instances-store.ts'
import { InstancesTable } from './instances-table.tsx'
import styles from './instances-page.module.css'

interface FoundInstancesProps {
  instances: InstancesStore
  state: Pick<InstancesState, 'chosen' | 'answers' | 'databases' | 'sort'>
  /** In order; the search is still to be asked. */
  rows: readonly InstanceRow[]
  total: number
  columns: readonly (typeof columns)[number][]
  isLoading: boolean
  /** What is shown instead where nothing could be read. */
  failed: ReactNode
  onOpen: (instance: DrdsInstance) => void
}

/**
 * What the search finds, and how many that are: with the field the only parts that are drawn anew at a letter, and at
 * once; this one only when the letter changes what is found.
 */
export function FoundInstances({ instances, state, rows, total, columns, isLoading, failed, onOpen }: FoundInstancesProps) {
  const { t } = useTranslation()
  const found = useStore(instances, useShallow(({ search }) => findRows(rows, search)))
  const sort = useCallback((next: Sort) => instances.setState({ sort: next }), [instances])
  const clear = () => instances.setState({ search: '', type: 'all', statuses: [] })
  return (
    <>
      <div className={styles.body}>
        {failed}
        {!failed && found.length > 0 && <InstancesTable rows={found} columns={columns} sort={state.sort} onSort={sort} onOpen={onOpen} />}
        {!failed && found.length === 0 && isLoading && <Skeleton rows={8} />}
        {!failed && found.length === 0 && !isLoading && (
          <EmptyState
            icon={<Database size={24} />}
            title={total > 0 ? t('drds.instances.noMatch') : t('drds.empty.title')}
            text={total > 0 ? undefined : t('drds.empty.text', { region: state.chosen.join(', ') })}
            actions={total > 0 ? <Button onClick={clear}>{t('drds.instances.clear')}</Button> : undefined}
          />
        )}
      </div>
      <InstancesFooter state={state} shown={found.length} total={total} />
    </>
  )
}

export function InstancesSearch({ instances }: { instances: InstancesStore }) {
  const { t } = useTranslation()
  const search = useStore(instances, (now) => now.search)
  return <SearchField className={styles.search} label={t('drds.search')} value={search} onChange={(next) => instances.setState({ search: next })} />
}
