import type { TFunction } from 'i18next'
import { CalendarClock, Copy, FlaskConical, Gauge, KeyRound, Lock, MoreHorizontal, Pencil, Play, Plus, Server, Trash2 } from 'lucide-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { SandboxState } from '../../../shared/contract/app.ts'
import type { Connection } from '../../../shared/model/connection.ts'
import { expiriesOf } from '../../../shared/model/expiry.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { EnvironmentMark } from '../../ui/environment-badge.tsx'
import { FailureView } from '../../ui/failure-view.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ContextMenu, Menu, type MenuEntry } from '../../ui/menu.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useToday } from '../../ui/use-today.ts'
import { expiryWords } from './expiry-words.ts'
import { groupConnections, lacksSecret, type GroupBy } from './group-connections.ts'
import type { ConnectionsStore } from './connections-store.ts'
import styles from './connection-list.module.css'

export interface ConnectionActions {
  open: (connection: Connection) => void
  /** Of a MaxScale. */
  showOverview: (connection: Connection) => void
  create: () => void
  edit: (connection: Connection) => void
  duplicate: (connection: Connection) => void
  replaceSecret: (connection: Connection) => void
  remove: (connection: Connection) => void
  reload: () => void
  /** Where it failed or stopped. */
  startSandbox: () => void
}

interface ConnectionListProps {
  store: ConnectionsStore
  sandbox: SandboxState
  /** The connection of the tab in front. */
  activeId: string | null
  groupBy: GroupBy
  onGroupBy: (groupBy: GroupBy) => void
  actions: ConnectionActions
}

/** The side panel: every connection, found by name, opened with Enter. */
export function ConnectionList({ store, sandbox, activeId, groupBy, onGroupBy, actions }: ConnectionListProps) {
  const { t } = useTranslation()
  const state = useStore(store)
  const [filter, setFilter] = useState('')
  const viewEntries: MenuEntry[] = (['kind', 'environment'] as const).map((by) => ({
    kind: 'item', id: by, label: t(`connections.groupBy.${by}`), checked: groupBy === by, run: () => onGroupBy(by),
  }))
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <h2>{t('connections.title')}</h2>
        <Menu entries={viewEntries} align="end">
          <IconButton label={t('connections.groupBy.label')}>
            <MoreHorizontal size={15} />
          </IconButton>
        </Menu>
        <IconButton label={t('connections.new')} onClick={actions.create}>
          <Plus size={16} />
        </IconButton>
      </header>
      {state.state === 'loading' && <Skeleton rows={6} />}
      {state.state === 'failed' && <FailureView failure={state.failure} onRetry={actions.reload} />}
      {state.state === 'ready' && (
        <>
          <div className={styles.filter}>
            <SearchField label={t('connections.filter')} value={filter} onChange={setFilter} />
          </div>
          {state.connections.length === 0 && sandbox.state !== 'starting' ? (
            <EmptyState
              icon={<Server size={22} />}
              title={t('connections.empty.title')}
              text={t('connections.empty.text')}
              actions={<Button onClick={actions.create}>{t('connections.new')}</Button>}
            />
          ) : (
            <Tree {...{ connections: state.connections, filter, groupBy, activeId, actions }} />
          )}
          {sandbox.state === 'starting' && <p className={styles.note}>{t('connections.sandbox.starting')}</p>}
          {(sandbox.state === 'failed' || sandbox.state === 'stopped') && (
            <div className={styles.note}>
              <p>{t(`connections.sandbox.${sandbox.state}`, { reason: sandbox.reason })}</p>
              <Button onClick={actions.startSandbox}>{t('connections.sandbox.again')}</Button>
            </div>
          )}
        </>
      )}
    </div>
  )
}

interface TreeProps extends Pick<ConnectionListProps, 'activeId' | 'groupBy' | 'actions'> {
  connections: Connection[]
  filter: string
}

function Tree({ connections, filter, groupBy, activeId, actions }: TreeProps) {
  const { t, i18n } = useTranslation()
  const root = useRef<HTMLDivElement>(null)
  const [focusedId, setFocusedId] = useState<string | null>(null)
  const groups = groupConnections(connections, groupBy, filter, i18n.language)
  const shown = groups.flatMap((group) => group.connections)
  const stopId = (shown.find((one) => one.id === focusedId) ?? shown.find((one) => one.id === activeId) ?? shown[0])?.id
  if (shown.length === 0 && filter) return <p className={styles.note}>{t('connections.noMatch', { filter })}</p>

  const focus = (connection: Connection | undefined) => {
    if (!connection) return
    setFocusedId(connection.id)
    root.current?.querySelector<HTMLElement>(`[data-id="${connection.id}"]`)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent, connection: Connection) => {
    if (event.target !== event.currentTarget) return
    const at = shown.indexOf(connection)
    const handled = () => event.preventDefault()
    if (event.key === 'ArrowDown') return handled(), focus(shown[at + 1])
    if (event.key === 'ArrowUp') return handled(), focus(shown[at - 1])
    if (event.key === 'Home') return handled(), focus(shown[0])
    if (event.key === 'End') return handled(), focus(shown.at(-1))
    if (event.key === 'Enter') return handled(), actions.open(connection)
    if (event.key === 'F2' && !connection.sandbox) return handled(), actions.edit(connection)
    if (event.key === 'Delete' && !connection.sandbox) return handled(), actions.remove(connection)
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const after = [...shown.slice(at + 1), ...shown.slice(0, at + 1)]
      focus(after.find((one) => one.settings.name.toLowerCase().startsWith(event.key.toLowerCase())))
    }
  }
  return (
    <div ref={root} role="tree" aria-label={t('connections.title')} className={styles.tree}>
      {groups.map((group) => (
        <div key={group.key} role="group" aria-labelledby={`connections-${group.key}`}>
          <div id={`connections-${group.key}`} role="presentation" className={styles.groupTitle}>
            {t(group.title)}
          </div>
          {group.connections.map((connection) => (
            <Row
              key={connection.id}
              {...{ connection, actions, onKeyDown }}
              active={connection.id === activeId}
              showsKind={groupBy === 'environment'}
              stop={connection.id === stopId}
              onFocus={() => setFocusedId(connection.id)}
            />
          ))}
        </div>
      ))}
    </div>
  )
}

interface RowProps {
  connection: Connection
  active: boolean
  /** Where the group does not say it. */
  showsKind: boolean
  /** Whether Tab stops here. */
  stop: boolean
  actions: ConnectionActions
  onFocus: () => void
  onKeyDown: (event: KeyboardEvent, connection: Connection) => void
}

function Row({ connection, active, showsKind, stop, actions, onFocus, onKeyDown }: RowProps) {
  const { t } = useTranslation()
  const { settings, sandbox } = connection
  const expiries = expiriesOf(settings, useToday())
  const ends = expiries.map((expiry) => expiryWords(t, expiry)).join(t('connections.expiry.separator'))
  const entries = useEntries(connection, actions)
  return (
    <ContextMenu entries={entries}>
      <div
        role="treeitem"
        tabIndex={stop ? 0 : -1}
        aria-selected={active}
        data-id={connection.id}
        data-environment={settings.environment}
        className={styles.row}
        onFocus={onFocus}
        onDoubleClick={() => actions.open(connection)}
        onKeyDown={(event) => onKeyDown(event, connection)}
      >
        <EnvironmentMark environment={settings.environment} />
        <span className={styles.name}>{settings.name}</span>
        <span className="visually-hidden">{t(`environment.${settings.environment}`)}</span>
        {showsKind && <span className={styles.kind}>{t(`kind.${settings.kind}`)}</span>}
        {sandbox && <span className={styles.sandbox}>{t('connections.sandbox.mark')}</span>}
        {settings.readOnly && (
          <span className={styles.sign} role="img" aria-label={t('connections.readOnly')} title={t('connections.readOnly')}>
            <Lock size={12} />
          </span>
        )}
        {lacksSecret(connection) && (
          <span className={styles.warning} role="img" aria-label={t('connections.secretMissing')} title={t('connections.secretMissing')}>
            <KeyRound size={12} />
          </span>
        )}
        {ends && (
          <span className={styles.warning} data-step={expiries[0]?.step} role="img" aria-label={ends} title={ends}>
            <CalendarClock size={12} />
          </span>
        )}
        <span className={styles.tools}>
          <button type="button" tabIndex={-1} aria-label={openLabel(connection, t)} title={openLabel(connection, t)} onClick={() => actions.open(connection)}>
            {settings.kind === 'drds' ? <Server size={13} /> : <Play size={13} />}
          </button>
          <Menu entries={entries} align="end">
            <button type="button" tabIndex={-1} aria-label={t('connections.more', { name: settings.name })}>
              <MoreHorizontal size={14} />
            </button>
          </Menu>
        </span>
      </div>
    </ContextMenu>
  )
}

const openLabel = (connection: Connection, t: TFunction) =>
  connection.settings.kind === 'drds' ? t('connections.openInstances') : t('connections.openQuery')

function useEntries(connection: Connection, actions: ConnectionActions): MenuEntry[] {
  const { t } = useTranslation()
  const fixed = connection.sandbox
  return [
    { kind: 'item', id: 'open', label: openLabel(connection, t), icon: <Play size={14} />, keys: 'Enter', run: () => actions.open(connection) },
    ...(connection.settings.kind === 'maxscale'
      ? [{ kind: 'item' as const, id: 'overview', label: t('connections.showOverview'), icon: <Gauge size={14} />, run: () => actions.showOverview(connection) }]
      : []),
    ...(fixed
      ? [{ kind: 'item' as const, id: 'fixed', label: t('connections.sandbox.fixed'), icon: <FlaskConical size={14} />, disabled: true, run: () => {} }]
      : [
          { kind: 'item' as const, id: 'edit', label: t('connections.edit'), icon: <Pencil size={14} />, keys: 'F2', run: () => actions.edit(connection) },
          { kind: 'item' as const, id: 'copy', label: t('connections.duplicate'), icon: <Copy size={14} />, run: () => actions.duplicate(connection) },
          { kind: 'item' as const, id: 'replace', label: t('connections.replace.open'), icon: <KeyRound size={14} />, run: () => actions.replaceSecret(connection) },
          { kind: 'separator' as const, id: 'line' },
          { kind: 'item' as const, id: 'delete', label: t('connections.delete'), icon: <Trash2 size={14} />, keys: 'Delete', danger: true, run: () => actions.remove(connection) },
        ]),
  ]
}
