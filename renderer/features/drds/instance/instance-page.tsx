import { Plus, RefreshCw } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { FailureView } from '../../../ui/failure-view.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { instanceKey, isChanging, isFrozen } from '../arrange-instances.ts'
import { CreateDatabaseForm } from '../database/create-database-form.tsx'
import { useDrdsPage } from '../drds-page.ts'
import type { InstancesStore } from '../instances/instances-store.ts'
import { InstanceStatus } from '../parts.tsx'
import { useAnswer, valueOf } from '../use-answer.ts'
import { REPEAT_SECONDS, useRepeat } from '../use-repeat.ts'
import { DatabasesTable } from './databases-table.tsx'
import { InstanceFacts } from './instance-facts.tsx'
import { releaseObstacle } from './release-obstacle.ts'
import { RenameForm } from './rename-form.tsx'
import styles from './instance-page.module.css'

interface InstancePageProps {
  regionId: string
  instanceId: string
  inFront: boolean
  instances: InstancesStore
}

/** One instance: everything that is told of it, its databases, and what can be done with it. */
export function InstancePage({ regionId, instanceId, inFront, instances }: InstancePageProps) {
  const { t } = useTranslation()
  const { rpc, connection, go, propose, renderFailure } = useDrdsPage()
  const at = { connectionId: connection.id, regionId, instanceId }
  const renameButton = useRef<HTMLButtonElement>(null)
  const [work, setWork] = useState<'none' | 'renaming' | 'creating'>('none')
  const { id: connectionId } = connection
  const { answer, reload: askInstance } = useAnswer(
    useCallback(() => rpc.drds.instance({ connectionId, regionId, instanceId }), [rpc, connectionId, regionId, instanceId]),
  )
  const { answer: list, reload: askDatabases } = useAnswer(
    useCallback(() => rpc.drds.databases({ connectionId, regionId, instanceId }), [rpc, connectionId, regionId, instanceId]),
  )
  const refresh = useCallback(() => void Promise.all([askInstance(), askDatabases()]), [askInstance, askDatabases])
  const instance = valueOf(answer)
  const databases = valueOf(list)
  const missing = list.state === 'failed' ? list.failure : list.state === 'ready' ? list.stale : null
  useEffect(() => {
    if (instance) instances.setState(({ read }) => ({ read: { ...read, [instanceKey({ regionId, id: instanceId })]: instance } }))
  }, [instances, instance, regionId, instanceId])
  const changes =
    (instance !== null && isChanging(instance.status)) ||
    (databases?.some(({ status }) => status === 'creating' || status === 'deleting' || status === 'migrating') ?? false)
  useRepeat(inFront && changes, refresh)

  if (answer.state === 'loading') return <Skeleton rows={8} />
  if (!instance) return <div className={styles.failed}>{answer.state === 'failed' && renderFailure(answer.failure, refresh)}</div>

  const obstacle = releaseObstacle(instance, databases)
  const frozen = isFrozen(instance.status)
  /** The focus goes back to where it came from, once the form and the plan have left the page. */
  const endRenaming = () => {
    setWork('none')
    setTimeout(() => renameButton.current?.focus())
  }
  const release = async () => {
    if (await propose({ kind: 'releaseInstance', at })) refresh()
  }
  const rename = async (description: string) => {
    if (!(await propose({ kind: 'renameInstance', at, description }))) return
    endRenaming()
    refresh()
  }
  return (
    <div className={styles.page}>
      <div className={styles.toolbar} role="group" aria-label={t('drds.instance.toolbar')}>
        <InstanceStatus instance={instance} />
        {frozen && <span className={styles.forbids}>{t('drds.forbids')}</span>}
        {changes && <span className={styles.forbids}>{t('drds.shell.changing', { count: REPEAT_SECONDS })}</span>}
        <span className={styles.space} />
        <Button ref={renameButton} size="small" disabled={frozen} onClick={() => setWork('renaming')}>
          {t('drds.instance.rename')}
        </Button>
        <Button
          size="small"
          aria-disabled={obstacle !== null || undefined}
          aria-describedby={obstacle ? 'drds-release-obstacle' : undefined}
          className={obstacle ? styles.refused : styles.release}
          onClick={() => !obstacle && void release()}
        >
          {t('drds.instance.release')}
        </Button>
        <IconButton label={t('common.refresh')} onClick={refresh} aria-busy={answer.state === 'ready' && answer.refreshing}>
          <RefreshCw size={14} />
        </IconButton>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={t('drds.instance.title')}>
        {answer.state === 'ready' && answer.stale && <FailureView place="inline" failure={answer.stale} onRetry={refresh} />}
        {work === 'renaming' && <RenameForm description={instance.description} onRename={rename} onClose={endRenaming} />}
        {obstacle && (
          <p id="drds-release-obstacle" className={styles.obstacle}>
            {t(`drds.instance.obstacle.${obstacle}`, { count: databases?.length ?? 0 })}
          </p>
        )}
        <InstanceFacts instance={instance} />
        <header className={styles.head}>
          <h3>{t('drds.instance.databases')}</h3>
          <Button size="small" tone="primary" disabled={frozen} onClick={() => setWork('creating')}>
            <Plus size={14} aria-hidden="true" />
            {t('drds.instance.createDatabase')}
          </Button>
        </header>
        {list.state === 'loading' && <Skeleton rows={4} />}
        {missing && <FailureView place="inline" failure={missing} onRetry={() => void askDatabases()} />}
        {databases && <DatabasesTable databases={databases} onOpen={(database) => go({ page: 'database', regionId, instanceId, database })} />}
      </section>
      {work === 'creating' && (
        <CreateDatabaseForm
          at={{ regionId, instanceId }}
          onClose={() => setWork('none')}
          onCreated={() => {
            setWork('none')
            refresh()
          }}
        />
      )}
    </div>
  )
}
