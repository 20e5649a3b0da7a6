import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Settings } from '../../../shared/contract/settings.ts'
import type { Connection } from '../../../shared/model/connection.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { ViewedResult } from '../../../shared/model/statement-result.ts'
import { failureTexts } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SplitGroup, SplitPanel, Splitter, usePanelRef } from '../../ui/splitter.tsx'
import { LOW, useMedia } from '../../ui/use-media.ts'
import { Announcer } from './announcer.tsx'
import { flushWhenLeaving } from './autosave.ts'
import { DoubtDialog } from './doubt-dialog.tsx'
import { SqlEditor } from './editor/sql-editor.tsx'
import { SIDE_BY_SIDE } from './query-commands.ts'
import type { QueryModel } from './query-model.ts'
import { LeaveDialog } from './leave-dialog.tsx'
import { focusWorkIfLost } from './lost-focus.ts'
import { asksBeforeRepeating, isRepeatable, needsReconnect } from './lost-session.ts'
import { ResultsRegion } from './results-region.tsx'
import { isSamePlace, shownScript, type ResultItem, type Script } from './run-state.ts'
import { SessionBar } from './session-bar.tsx'
import { TAB_PANEL_ID, tabElementId } from './tab-button.tsx'
import { TabStrip } from './tab-strip.tsx'
import { activeTabHead, runOf, sessionOf, type TabHead } from './tabs-store.ts'
import { Toolbar } from './toolbar.tsx'
import { WorkspaceNotes } from './workspace-notes.tsx'
import styles from './query-workspace.module.css'

/** What a result or failure on screen belongs to. */
export interface ResultContext {
  /** Stays the same while this result exists: remember scroll and selection under it. */
  resultId: string
  /** Where the statement was sent, whatever the tab's connection is by now. */
  connection: Connection | null
  database: string
  /** Shows the statement in the editor, at the server's position where it gave one. */
  showInEditor: () => void
  /** Runs the same statement again, on the tab's connection. */
  runAgain: () => void
  /** The statement may have run: it is asked before it is run again. */
  mayRepeat: boolean
  /** Set while the tab's session is lost with something in it: nothing runs there before a reconnect. */
  lostSession: LostSessionContext | null
  /** Runs other SQL in the tab; null while a statement runs, and where the tab is turned to another place by now. */
  runSql: ((sql: string) => void) | null
}

export interface LostSessionContext {
  /** Null where the statement may have run and running it again may do a thing twice. */
  reconnectAndRun: (() => void) | null
}

export interface QueryWorkspaceProps {
  model: QueryModel
  connections: readonly Connection[]
  settings: Pick<Settings, 'rowLimit' | 'editorFontSize' | 'editorInput'>
  onRowLimitChange: (rowLimit: number) => void
  onAddConnection: () => void
  renderResult: (result: ViewedResult, context: ResultContext) => ReactNode
  renderFailure: (failure: Failure, context: ResultContext) => ReactNode
  /**
   * Draws what stands below the tab strip instead of the editor and its results, for a tab whose connection runs no
   * SQL (a DRDS account: its instances) or that shows another view; null where the editor belongs there.
   */
  renderTab: (tab: TabHead, connection: Connection | null) => ReactNode
}

/** Tabs, toolbar, editor and results. Keep it mounted: undo steps live as long as it does. */
export function QueryWorkspace(props: QueryWorkspaceProps) {
  const { model, connections, settings, renderResult, renderFailure } = props
  const { t } = useTranslation()
  const tab = useStore(model.store, useShallow(activeTabHead))
  const loading = useStore(model.store, (state) => state.loading)
  const lost = useStore(model.store, (state) => tab !== null && needsReconnect(sessionOf(state, tab)))
  const running = useStore(model.store, (state) => tab !== null && runOf(state, tab.id).kind === 'running')
  const sideBySide = useStore(model.store, (state) => state.layout[SIDE_BY_SIDE] === true)

  const isLow = useMedia(LOW)
  const hasResults = useStore(model.store, (state) => tab !== null && shownScript(runOf(state, tab.id)) !== null)
  const editorPanel = usePanelRef()

  useEffect(() => flushWhenLeaving(model.autosave), [model])
  useEffect(() => {
    const { share, editor } = splitOf(sideBySide, isLow && hasResults)
    const kept = model.store.getState().layout[share]
    editorPanel.current?.resize(typeof kept === 'number' ? `${kept}%` : editor)
  }, [model, editorPanel, sideBySide, isLow, hasResults])

  if (loading.kind === 'failed') {
    const { message, next } = failureTexts(loading.failure)
    return <EmptyState title={message} text={next} actions={<Button onClick={() => void model.load()}>{t('common.retry')}</Button>} />
  }
  if (loading.kind === 'loading' || !tab) return <Skeleton />

  const connection = connections.find((candidate) => candidate.id === tab.connectionId) ?? null
  const renderItem = (item: ResultItem, script: Script, showInEditor: () => void) => {
    const context: ResultContext = {
      resultId: item.id,
      connection: connections.find((candidate) => candidate.id === script.connectionId) ?? null,
      database: script.database,
      showInEditor,
      runAgain: () => void model.runAgain(tab.id, script, item.entry).then(() => focusWorkIfLost(model)),
      mayRepeat: asksBeforeRepeating(item.entry),
      lostSession: lost && script.connectionId === tab.connectionId ? lostContext(model, tab, script, item) : null,
      runSql: !running && isSamePlace(script, tab) ? (sql) => void model.runSql(tab.id, sql).then(() => focusWorkIfLost(model)) : null,
    }
    return item.kind === 'failure' ? renderFailure(item.failure, context) : renderResult(item.result, context)
  }
  const instead = props.renderTab(tab, connection)
  const split = splitOf(sideBySide, isLow && hasResults)
  const stored = model.store.getState().layout[split.share]

  return (
    <div className={styles.workspace}>
      <TabStrip query={model} connections={connections} />
      <div
        role="tabpanel"
        id={TAB_PANEL_ID}
        aria-labelledby={tabElementId(tab.id)}
        className={styles.panel}
        data-environment={connection?.settings.environment}
      >
        {instead}
        {/* Hidden, not left out: the editor keeps the undo steps of every tab. */}
        <div className={styles.query} hidden={instead !== null}>
          <Toolbar
            query={model}
            tab={tab}
            connection={connection}
            connections={connections}
            rowLimit={settings.rowLimit}
            onRowLimitChange={props.onRowLimitChange}
            onAddConnection={props.onAddConnection}
          />
          {connection?.settings.kind === 'maxscale' && <SessionBar key={`session ${tab.id}`} query={model} tab={tab} settings={connection.settings} />}
          <WorkspaceNotes model={model} tabId={tab.id} />
          <Announcer key={`announcer ${tab.id}`} model={model} tabId={tab.id} />
          <SplitGroup
            orientation={sideBySide ? 'horizontal' : 'vertical'}
            className={styles.split}
            onLayoutChanged={(layout, meta) => meta.isUserInteraction && layout.editor !== undefined && model.setLayout(split.share, layout.editor)}
          >
            <SplitPanel
              id="editor"
              panelRef={editorPanel}
              data-region="editor"
              defaultSize={typeof stored === 'number' ? `${stored}%` : split.editor}
              minSize={isLow ? LEAST_EDITOR : 80}
            >
              <SqlEditor query={model} fontSize={settings.editorFontSize} input={settings.editorInput} />
            </SplitPanel>
            <Splitter label={t('query.splitter')} />
            <SplitPanel id="results" data-region="results" minSize={80}>
              <ResultsRegion query={model} tab={tab} connections={connections} renderItem={renderItem} />
            </SplitPanel>
          </SplitGroup>
        </div>
      </div>
      <LeaveDialog query={model} connections={connections} />
      <DoubtDialog query={model} />
    </div>
  )
}

/** What the editor keeps at least in a low window: the line with the caret. */
const LEAST_EDITOR = 32

/** Where the share of the editor is kept, and what it is at first: each way of splitting has its own. */
const splitOf = (sideBySide: boolean, isTight: boolean) => {
  if (sideBySide) return { share: 'query.shareBeside', editor: '50%' } as const
  // A low window's results need all that there is for five rows.
  return isTight ? ({ share: 'query.shareLow', editor: LEAST_EDITOR } as const) : ({ share: 'query.shareBelow', editor: '50%' } as const)
}

function lostContext(model: QueryModel, tab: TabHead, script: Script, { entry }: ResultItem): LostSessionContext {
  // The button goes with what it mended.
  const thenFocus = () => focusWorkIfLost(model)
  return {
    reconnectAndRun: isRepeatable(entry) ? () => void model.reconnectAndRun(tab.id, script, entry).then(thenFocus) : null,
  }
}
