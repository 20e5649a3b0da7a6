import { CalendarClock, Lock, LockKeyhole, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Connection } from '../../shared/model/connection.ts'
import { expiriesOf } from '../../shared/model/expiry.ts'
import { connectionsOf } from '../features/connections/connections-store.ts'
import { expiryWords } from '../features/connections/expiry-words.ts'
import { dismissTask } from '../features/drds/tasks/tasks-actions.ts'
import { TasksTray } from '../features/drds/tasks/tasks-tray.tsx'
import { progressWords } from '../features/query/progress-words.ts'
import type { RunState } from '../features/query/run-state.ts'
import { activeTab, runOf } from '../features/query/tabs-store.ts'
import { changeSettings } from '../features/settings/settings-actions.ts'
import { unlockVault } from '../features/vault/vault-actions.ts'
import { failureTexts } from '../i18n/i18n.ts'
import { EnvironmentMark } from '../ui/environment-badge.tsx'
import { Menu, type MenuEntry } from '../ui/menu.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { useToday } from '../ui/use-today.ts'
import { useDependencies } from './dependencies.ts'
import { useSandbox } from './sandbox-state.ts'
import { editConnection, showDrdsPlace, showFailure } from './shell-actions.ts'
import styles from './status-bar.module.css'

/** Where one stands: connection, environment, database, caret, row limit, what runs. */
export function StatusBar({ welcome }: { welcome: boolean }) {
  const { t } = useTranslation()
  const { query, connections } = useDependencies()
  const tab = useStore(query.store, activeTab)
  const list = connectionsOf(useStore(connections))
  const connection = welcome ? undefined : list.find(({ id }) => id === tab?.connectionId)
  const database = tab?.database || (connection ? defaultDatabase(connection) : '')
  const showsQuery = !welcome && tab?.view !== 'overview' && connection?.settings.kind !== 'drds'
  return (
    <footer className={styles.bar} data-region="status" aria-label={t('shell.status')} data-environment={connection?.settings.environment}>
      {welcome && <SandboxItem />}
      {!welcome && (connection ? <ConnectionItem connection={connection} /> : <span className={styles.item}>{t('status.noConnection')}</span>)}
      {showsQuery && connection && (
        <span className={styles.item} title={t('status.database')}>
          {database || t('status.noDatabase')}
        </span>
      )}
      {!welcome && connection && <ExpiryItem connection={connection} />}
      {showsQuery && tab && <RunItem />}
      <span className={styles.space} />
      <TasksItem />
      <SaveItem />
      <VaultItem />
      {showsQuery && <CaretItem />}
      {showsQuery && <RowLimitItem />}
    </footer>
  )
}

const defaultDatabase = ({ settings }: Connection): string => {
  if (settings.kind === 'dms') return settings.schema
  return settings.kind === 'maxscale' ? settings.database : ''
}

function ConnectionItem({ connection: { settings } }: { connection: Connection }) {
  const { t } = useTranslation()
  return (
    <span className={styles.connection}>
      <EnvironmentMark environment={settings.environment} />
      <span className={styles.name}>{settings.name}</span>
      <span className={styles.environment}>{t(`environment.${settings.environment}`)}</span>
      {settings.readOnly && (
        <span className={styles.readOnly}>
          <Lock size={11} aria-hidden="true" />
          {t('status.readOnly')}
        </span>
      )}
    </span>
  )
}

/** Until when the connection in front can be used, once that is near. */
function ExpiryItem({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const dependencies = useDependencies()
  const expiries = expiriesOf(connection.settings, useToday())
  const [first] = expiries
  if (!first) return null
  const words = expiries.map((expiry) => expiryWords(t, expiry)).join(t('connections.expiry.separator'))
  return (
    <button type="button" className={styles.button} data-step={first.step} title={words} onClick={() => editConnection(dependencies, connection)}>
      <CalendarClock size={12} aria-hidden="true" />
      {first.step === 'expired' ? t('status.expired') : first.days === 0 ? t('status.expiresToday') : t('status.expires', { count: first.days })}
    </button>
  )
}

function SandboxItem() {
  const { t } = useTranslation()
  const sandbox = useSandbox()
  return <span className={styles.item}>{t(`status.sandbox.${sandbox.state}`)}</span>
}

function RunItem() {
  const { query } = useDependencies()
  const run = useStore(query.store, (state) => (state.activeTabId ? runOf(state, state.activeTabId) : null))
  return run?.kind === 'running' ? <Running run={run} /> : null
}

function Running({ run }: { run: Extract<RunState, { kind: 'running' }> }) {
  const { t } = useTranslation()
  const [now, setNow] = useState(run.startedAt)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100)
    return () => clearInterval(timer)
  }, [])
  const seconds = (Math.max(0, now - run.startedAt) / 1_000).toFixed(1)
  return (
    <span className={styles.running}>
      <Spinner />
      {run.cancel === 'asking' ? t('status.cancelling') : t('status.running', { seconds })}
      {run.progress && (
        <span className={styles.progress} data-unreachable={!run.progress.reachable || undefined}>
          {run.progress.reachable ? progressWords(t, run.progress) : t('query.progress.unreachable')}
        </span>
      )}
    </span>
  )
}

/** What DRDS is doing, of every account, wherever one is. */
function TasksItem() {
  const dependencies = useDependencies()
  const { drdsTasks } = dependencies
  const { tasks, isShown } = useStore(drdsTasks)
  const list = connectionsOf(useStore(dependencies.connections))
  return (
    <TasksTray
      tasks={tasks ?? []}
      open={isShown}
      onOpenChange={(open) => drdsTasks.setState({ isShown: open })}
      canOpen={(task) => list.some(({ id }) => id === task.connectionId)}
      onOpen={({ connectionId, regionId, instanceId, database }) =>
        showDrdsPlace(dependencies, connectionId, database ? { page: 'database', regionId, instanceId, database } : { page: 'instance', regionId, instanceId })
      }
      onDismiss={({ id }) => void dismissTask({ rpc: dependencies.rpc, tasks: drdsTasks }, id).then((failure) => failure && showFailure(failure))}
    />
  )
}

function SaveItem() {
  const { t } = useTranslation()
  const { query } = useDependencies()
  const failure = useStore(query.store, (state) => state.saveFailure)
  if (!failure) return null
  return (
    <span role="alert" className={styles.alert} title={failureTexts(failure).message}>
      <TriangleAlert size={12} aria-hidden="true" />
      {t('status.notSaved')}
    </span>
  )
}

function VaultItem() {
  const { t } = useTranslation()
  const dependencies = useDependencies()
  const { status } = useStore(dependencies.vault)
  if (status?.state !== 'locked') return null
  return (
    <button type="button" className={styles.button} onClick={() => void unlockVault(dependencies)}>
      <LockKeyhole size={12} aria-hidden="true" />
      {t('status.vaultLocked')}
    </button>
  )
}

function CaretItem() {
  const { t } = useTranslation()
  const { query } = useDependencies()
  const { line, column, selected } = useStore(query.store, (state) => state.caret)
  return (
    <span className={styles.item}>
      {t('status.position', { line, column })}
      {selected > 0 && ` (${t('status.selected', { count: selected })})`}
    </span>
  )
}

const rowLimits = [100, 500, 1_000, 3_000, 10_000, 100_000]

function RowLimitItem() {
  const { t, i18n } = useTranslation()
  const dependencies = useDependencies()
  const { rowLimit } = useStore(dependencies.settings)
  const text = (limit: number) => t('status.rowLimit', { limit: limit.toLocaleString(i18n.language) })
  const entries = [...new Set([...rowLimits, rowLimit])]
    .sort((a, b) => a - b)
    .map((limit): MenuEntry => ({
      kind: 'item', id: String(limit), label: text(limit), checked: limit === rowLimit,
      run: () => void changeSettings(dependencies, { rowLimit: limit }).then((result) => !result.ok && showFailure(result.failure)),
    }))
  return (
    <Menu entries={entries} align="end" side="top">
      <button type="button" className={styles.button} title={t('status.changeRowLimit')}>
        {text(rowLimit)}
      </button>
    </Menu>
  )
}
