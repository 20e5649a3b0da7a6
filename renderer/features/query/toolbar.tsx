import { Columns2, FolderOpen, ListEnd, Lock, Play, Rows2, Save } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Connection } from '../../../shared/model/connection.ts'
import { limitStatement } from '../../../shared/sql/limit.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ariaKeys } from '../../ui/shortcut.ts'
import { Tooltip } from '../../ui/tooltip.tsx'
import { ConnectionPicker } from './connection-picker.tsx'
import { DatabaseField } from './database-field.tsx'
import { commandOf, SIDE_BY_SIDE, type QueryCommandId } from './query-commands.ts'
import type { QueryModel } from './query-model.ts'
import { RowLimitField } from './row-limit-field.tsx'
import { runOf, type TabHead } from './tabs-store.ts'
import styles from './toolbar.module.css'

interface ToolbarProps {
  query: QueryModel
  tab: TabHead
  connection: Connection | null
  connections: readonly Connection[]
  rowLimit: number
  onRowLimitChange: (rowLimit: number) => void
  onAddConnection: () => void
}

/** What belongs to the tab: where its statements go, and running them. */
export function Toolbar({ query, tab, connection, connections, rowLimit, onRowLimitChange, onAddConnection }: ToolbarProps) {
  const { t } = useTranslation()
  const running = useStore(query.store, (state) => runOf(state, tab.id).kind === 'running')
  const sideBySide = useStore(query.store, (state) => state.layout[SIDE_BY_SIDE] === true)
  const perform = (id: QueryCommandId) => () => commandOf(id).perform(query)

  return (
    <div className={styles.room}>
      <div role="toolbar" aria-label={t('query.toolbar')} className={styles.toolbar}>
        <RunButton query={query} id="query.run" disabled={running} />
        <IconButton label={t('query.command.runAll')} keys={commandOf('query.runAll').keys} disabled={running} onClick={perform('query.runAll')}>
          <ListEnd size={16} />
        </IconButton>
        <span className={styles.divider} />
        <ConnectionPicker
          connection={connection}
          connections={connections}
          disabled={running}
          onChange={(id) => void query.setConnection(tab.id, id)}
          onAddConnection={onAddConnection}
        />
        {connection && <DatabaseField key={connection.id} query={query} tab={tab} connection={connection} disabled={running} />}
        {connection?.settings.readOnly && (
          <span className={styles.readOnly} title={t('query.readOnlyHint')}>
            <Lock size={12} aria-hidden="true" /> {t('query.readOnly')}
          </span>
        )}
        <div className={styles.end}>
          <LimitHint query={query} connection={connection} rowLimit={rowLimit} />
          <RowLimitField value={rowLimit} onChange={onRowLimitChange} />
          <span className={styles.divider} />
          <IconButton label={t('query.command.openFile')} keys={commandOf('query.openFile').keys} onClick={perform('query.openFile')}>
            <FolderOpen size={16} />
          </IconButton>
          <IconButton label={t('query.command.saveFile')} keys={commandOf('query.saveFile').keys} onClick={perform('query.saveFile')}>
            <Save size={16} />
          </IconButton>
          <IconButton
            label={t(sideBySide ? 'query.resultsBelow' : 'query.resultsBeside')}
            keys={commandOf('query.turnSplit').keys}
            onClick={perform('query.turnSplit')}
          >
            {sideBySide ? <Rows2 size={16} /> : <Columns2 size={16} />}
          </IconButton>
        </div>
      </div>
    </div>
  )
}

function RunButton({ query, id, disabled }: { query: QueryModel; id: QueryCommandId; disabled: boolean }) {
  const { t } = useTranslation()
  const { keys, titleKey, perform } = commandOf(id)
  return (
    <Tooltip label={t(titleKey)} keys={keys}>
      <Button tone="primary" size="small" disabled={disabled} aria-keyshortcuts={ariaKeys(keys)} onClick={() => perform(query)}>
        <Play size={13} fill="currentColor" aria-hidden="true" />
        {t('query.run')}
      </Button>
    </Tooltip>
  )
}

/** Statements longer than this are not read again at every step of the caret. */
const HINT_UP_TO = 100_000

/**
 * Says before the run that a LIMIT will be added: DMS in secure collaboration answers more than 3,000 rows
 * without a promise ("Usage notes" of its page).
 */
function LimitHint({ query, connection, rowLimit }: { query: QueryModel; connection: Connection | null; rowLimit: number }) {
  const { t } = useTranslation()
  const statement = useStore(query.store, (state) => state.currentStatement)
  const settings = connection?.settings
  const applies = settings?.kind === 'dms' && settings.collaboration === 'secure'
  const added = useMemo(
    () => applies && statement !== null && statement.text.length <= HINT_UP_TO && limitStatement(statement.text, rowLimit).added,
    [applies, statement, rowLimit],
  )
  if (!added) return null
  return <span className={styles.hint}>{t('query.limitHint', { limit: rowLimit })}</span>
}
