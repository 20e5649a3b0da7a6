import { Plus, RefreshCw } from 'lucide-react'
import { useCallback, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { DrdsInstance } from '../../../../shared/model/drds.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { instanceRows, isChanging, sortRows } from '../arrange-instances.ts'
import { useDrdsPage } from '../drds-page.ts'
import { useRepeat } from '../use-repeat.ts'
import { columns, hiddenAtFirst, isColumn } from './columns.ts'
import { CreateInstanceForm } from './create-instance-form.tsx'
import { FoundInstances, InstancesSearch } from './found-instances.tsx'
import { chooseRegions, loadRegions, refreshChanging, refreshInstances, returnToInstances } from './instances-actions.ts'
import { instanceWords } from './instance-words.ts'
import { InstancesFilters } from './instances-filters.tsx'
import { shownInstances, type InstancesState, type InstancesStore } from './instances-store.ts'
import { listOf, type DrdsPreferences } from './preferences.ts'
import { RegionFailures } from './region-failures.tsx'
import styles from './instances-page.module.css'

interface InstancesPageProps {
  instances: InstancesStore
  preferences: DrdsPreferences
  inFront: boolean
}

/** A letter in the search draws the rows anew, not the page. */
const pageOf = ({ chosen, answers, databases, regions, type, statuses, sort, isCreating }: InstancesState) => ({
  chosen, answers, databases, regions, type, statuses, sort, isCreating,
})

/** The instances of one region or several, found by any word, their databases' names included. */
export function InstancesPage({ instances, preferences, inFront }: InstancesPageProps) {
  const { t, i18n } = useTranslation()
  const { rpc, connection, settings, go, renderFailure } = useDrdsPage()
  const state = useStore(instances, useShallow(pageOf))
  const { chosen, answers, databases, type, statuses, sort, isCreating } = state
  const dependencies = useMemo(() => ({ rpc, instances }), [rpc, instances])
  const followChanges = useCallback(() => refreshChanging(dependencies, connection.id), [dependencies, connection.id])
  const refresh = () => void refreshInstances(dependencies, connection.id, () => true)

  useEffect(() => {
    const { chosen, regions } = instances.getState()
    if (!regions) void loadRegions(dependencies, connection.id)
    const remembered = listOf(preferences.regions)
    // Coming back, what was read stays in sight while it is read anew.
    if (chosen.length > 0) returnToInstances(dependencies, connection.id)
    else chooseRegions(dependencies, connection.id, remembered.length > 0 ? remembered : [settings.regionId])
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what is remembered only counts at first
  }, [dependencies, connection.id])

  const all = useMemo(() => shownInstances({ chosen, answers }), [chosen, answers])
  useRepeat(inFront && all.some(({ status }) => isChanging(status)), followChanges)

  const words = useMemo(() => instanceWords(t), [t])
  const rows = useMemo(() => {
    const wanted = all.filter((one) => (type === 'all' || one.type === type) && (statuses.length === 0 || statuses.includes(one.status)))
    return sortRows(instanceRows(wanted, databases, words), sort, i18n.language)
  }, [all, databases, type, statuses, sort, words, i18n.language])

  const { hiddenColumns } = preferences
  const hidden = useMemo(() => (hiddenColumns === '' ? hiddenAtFirst : listOf(hiddenColumns).filter(isColumn)), [hiddenColumns])
  const visible = useMemo(() => columns.filter(({ key }) => !hidden.includes(key)), [hidden])
  const open = useCallback(({ regionId, id }: DrdsInstance) => go({ page: 'instance', regionId, instanceId: id }), [go])

  const only = chosen.length === 1 ? answers[chosen[0] ?? ''] : undefined
  const isLoading = chosen.some((region) => !answers[region] || answers[region].state === 'loading')
  const isRefreshing = chosen.some((region) => answers[region]?.state === 'ready' && answers[region].refreshing)
  const alone = only?.state === 'failed' && all.length === 0 ? only.failure : null
  return (
    <div className={styles.view}>
      <div className={styles.toolbar} role="group" aria-label={t('drds.instances.toolbar')}>
        <Button size="small" tone="primary" onClick={() => instances.setState({ isCreating: true })}>
          <Plus size={14} aria-hidden="true" />
          {t('drds.instances.create')}
        </Button>
        <InstancesSearch instances={instances} />
        <InstancesFilters
          state={state}
          hidden={hidden}
          onRegions={(regions, text) => {
            chooseRegions(dependencies, connection.id, regions)
            if (text !== undefined) preferences.remember('regions', text)
          }}
          onType={(next) => instances.setState({ type: next })}
          onStatuses={(next) => instances.setState({ statuses: next })}
          onHidden={(text) => preferences.remember('hiddenColumns', text)}
        />
        <IconButton label={t('common.refresh')} onClick={refresh} aria-busy={isRefreshing}>
          <RefreshCw size={14} />
        </IconButton>
      </div>
      {!alone && <RegionFailures state={state} dependencies={dependencies} />}
      <FoundInstances
        instances={instances}
        state={state}
        rows={rows}
        total={all.length}
        columns={visible}
        isLoading={isLoading}
        failed={alone && renderFailure(alone, refresh)}
        onOpen={open}
      />
      {isCreating && <CreateInstanceForm instances={instances} onClose={() => instances.setState({ isCreating: false })} />}
    </div>
  )
}
