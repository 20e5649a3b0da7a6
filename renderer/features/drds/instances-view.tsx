import { Database, RefreshCw } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Rpc } from '../../../shared/contract/contract.ts'
import type { Connection } from '../../../shared/model/connection.ts'
import type { DrdsInstance, DrdsInstanceList } from '../../../shared/model/drds.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { EnvironmentBadge } from '../../ui/environment-badge.tsx'
import { formatElapsed } from '../../ui/format-elapsed.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { arrangeInstances, type Sort } from './arrange-instances.ts'
import { loadInstances } from './instances-actions.ts'
import { createInstancesStore, type InstancesQuery } from './instances-store.ts'
import { InstancesTable } from './instances-table.tsx'
import { regionOptions } from './regions.ts'
import styles from './instances-view.module.css'

interface InstancesViewProps {
  rpc: Rpc
  connection: Connection
  renderFailure: (failure: Failure, onRetry: () => void) => ReactNode
}

/** The DRDS instances of one connection: asked by region and type, found by any word. */
export function InstancesView({ rpc, connection, renderFailure }: InstancesViewProps) {
  const { t, i18n } = useTranslation()
  const [instances] = useState(createInstancesStore)
  const { answer } = useStore(instances)
  const [regionId, setRegionId] = useState('')
  const [type, setType] = useState<InstancesQuery['type']>('all')
  const [search, setSearch] = useState('')
  const [sort, setSort] = useState<Sort>({ key: 'id', descending: false })
  const { id: connectionId, settings } = connection

  useEffect(() => {
    void loadInstances({ rpc, instances }, { connectionId, regionId, type }, false)
  }, [rpc, instances, connectionId, regionId, type])

  if (settings.kind !== 'drds') return null
  const refresh = () => void loadInstances({ rpc, instances }, { connectionId, regionId, type }, true)
  const labels = (instance: DrdsInstance) =>
    [
      instance.type !== 'unknown' && t(`drds.types.${instance.type}`),
      t(`drds.status.${instance.status}`, { raw: instance.rawStatus }),
    ].join(' ')
  const shown = answer.state === 'ready' ? arrangeInstances(answer.list.instances, search, sort, i18n.language, labels) : []
  return (
    <div className={styles.view} data-region="instances" data-environment={settings.environment}>
      <header className={styles.toolbar}>
        <h2>{t('drds.title')}</h2>
        <EnvironmentBadge environment={settings.environment} />
        <SearchField className={styles.search} label={t('drds.search')} value={search} onChange={setSearch} />
        <Select
          size="small"
          label={t('drds.region')}
          value={regionId || settings.regionId}
          onChange={(next) => setRegionId(next === settings.regionId ? '' : next)}
          options={regionOptions(settings.regionId).map((value) => ({ value, label: value }))}
        />
        <Select
          size="small"
          label={t('drds.type')}
          value={type}
          onChange={setType}
          options={(['all', 'shared', 'dedicated'] as const).map((value) => ({ value, label: t(`drds.types.${value}`) }))}
        />
        <IconButton label={t('common.refresh')} onClick={refresh} aria-busy={answer.state === 'ready' && answer.refreshing}>
          <RefreshCw size={14} />
        </IconButton>
      </header>
      <div className={styles.body}>
        {answer.state === 'loading' && <Skeleton rows={8} />}
        {answer.state === 'failed' && renderFailure(answer.failure, refresh)}
        {answer.state === 'ready' && shown.length > 0 && <InstancesTable instances={shown} sort={sort} onSort={setSort} />}
        {answer.state === 'ready' && shown.length === 0 && (
          <EmptyState
            icon={<Database size={24} />}
            title={search ? t('drds.noMatch', { search }) : t('drds.empty.title')}
            text={search ? undefined : t('drds.empty.text', { region: regionId || settings.regionId })}
            actions={search ? <Button onClick={() => setSearch('')}>{t('drds.clearSearch')}</Button> : undefined}
          />
        )}
      </div>
      {answer.state === 'ready' && <Footer list={answer.list} shown={shown.length} />}
    </div>
  )
}

function Footer({ list, shown }: { list: DrdsInstanceList; shown: number }) {
  const { t } = useTranslation()
  const total = list.instances.length
  return (
    <div className={styles.footer} role="status">
      <span>{shown === total ? t('drds.count', { count: total }) : t('drds.countOf', { shown, count: total })}</span>
      <span>{formatElapsed(list.elapsedMs)}</span>
      <span className={styles.request}>
        {t('common.requestId')} <code>{list.requestId}</code>
        <CopyButton text={list.requestId} label={t('common.copyRequestId')} />
      </span>
    </div>
  )
}
