import { Gauge, TriangleAlert, X } from 'lucide-react'
import { useRef, type ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import type { WorkspaceTab } from '../../../shared/contract/workspace.ts'
import type { Connection } from '../../../shared/model/connection.ts'
import type { TabId } from '../../../shared/model/ids.ts'
import type { TransactionState } from '../../../shared/model/session.ts'
import { EnvironmentMark } from '../../ui/environment-badge.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import type { RunState } from './run-state.ts'
import { TransactionMark } from './session-transaction.tsx'
import styles from './tab-strip.module.css'

export const tabElementId = (id: TabId) => `query-tab-${id}`
export const TAB_PANEL_ID = 'query-tab-panel'

interface TabButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'onClick'> {
  tab: WorkspaceTab
  active: boolean
  run: RunState['kind']
  transaction: TransactionState
  connection: Connection | undefined
  renaming: boolean
  /** The new title, or null where it stays. */
  onRename: (title: string | null) => void
  onStartRename: () => void
  onActivate: () => void
  onClose: () => void
}

/** One tab: its title, its environment's mark and edge, and what it is doing. */
export function TabButton(props: TabButtonProps) {
  const { tab, active, run, transaction, connection, renaming, onRename, onStartRename, onActivate, onClose, ...rest } = props
  const { t } = useTranslation()
  const environment = connection?.settings.environment

  if (renaming) return <TitleField title={tab.title} label={t('query.tab.title')} onDone={onRename} />
  return (
    <button
      {...rest}
      type="button"
      role="tab"
      id={tabElementId(tab.id)}
      aria-selected={active}
      aria-controls={active ? TAB_PANEL_ID : undefined}
      tabIndex={active ? 0 : -1}
      draggable
      className={styles.tab}
      data-environment={environment}
      title={connection ? `${tab.title} · ${connection.settings.name}` : tab.title}
      onClick={onActivate}
      onDoubleClick={onStartRename}
      onAuxClick={(event) => event.button === 1 && onClose()}
    >
      {environment && <EnvironmentMark environment={environment} />}
      {tab.view === 'overview' && (
        <>
          <Gauge size={13} className={styles.view} aria-hidden="true" />
          <span className="visually-hidden">{t('query.tab.overview')}</span>
        </>
      )}
      <span className={styles.title}>{tab.title}</span>
      {environment === 'production' && <span className="visually-hidden">{t('environment.production')}</span>}
      {transaction !== 'none' && (
        <span className={styles.transaction} title={t(`query.tab.transaction.${transaction}`)}>
          <TransactionMark transaction={transaction} />
          <span className="visually-hidden">{t(`query.tab.transaction.${transaction}`)}</span>
        </span>
      )}
      {run === 'running' && (
        <>
          <Spinner />
          <span className="visually-hidden">{t('query.tab.running')}</span>
        </>
      )}
      {run === 'failed' && (
        <>
          <TriangleAlert size={12} className={styles.wrong} aria-hidden="true" />
          <span className="visually-hidden">{t('query.tab.failed')}</span>
        </>
      )}
      {/* For the mouse: a button within a tab is not allowed, so the keyboard closes with Delete. */}
      <span
        aria-hidden="true"
        className={styles.cross}
        onClick={(event) => {
          event.stopPropagation()
          onClose()
        }}
      >
        <X size={13} />
      </span>
    </button>
  )
}

function TitleField({ title, label, onDone }: { title: string; label: string; onDone: (title: string | null) => void }) {
  const done = useRef(false)
  const finish = (next: string | null) => {
    if (done.current) return
    done.current = true
    onDone(next)
  }
  return (
    <input
      className={styles.titleField}
      aria-label={label}
      defaultValue={title}
      maxLength={200}
      size={Math.max(8, Math.min(title.length + 2, 32))}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') finish(event.currentTarget.value)
        if (event.key === 'Escape') finish(null)
      }}
    />
  )
}
