import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Settings } from '../../../shared/contract/settings.ts'
import type { Connection } from '../../../shared/model/connection.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { StatementResult } from '../../../shared/model/statement-result.ts'
import type { QueryModel } from './query-model.ts'
import { activeTab } from './tabs-store.ts'

/** What a result or failure on screen belongs to. */
export interface ResultContext {
  /** Stays the same while this result exists: remember scroll and selection under it. */
  resultId: string
  connection: Connection | null
  database: string
  /** Shows the statement in the editor, at the server's position where it gave one. */
  showInEditor: () => void
  /** Runs the same statement again. */
  runAgain: () => void
}

export interface QueryWorkspaceProps {
  model: QueryModel
  connections: readonly Connection[]
  settings: Pick<Settings, 'rowLimit' | 'editorFontSize'>
  /** The theme on screen, `system` already resolved. */
  theme: 'light' | 'dark' | 'contrast'
  onRowLimitChange: (rowLimit: number) => void
  onAddConnection: () => void
  /** Draws a result set or a statement's error; `ok` never comes here. */
  renderResult: (result: StatementResult, context: ResultContext) => ReactNode
  renderFailure: (failure: Failure, context: ResultContext) => ReactNode
}

export function QueryWorkspace({ model }: QueryWorkspaceProps) {
  const { t } = useTranslation()
  const tab = useStore(model.store, activeTab)
  return <section aria-label={t('query.workspace')}>{tab?.title}</section>
}
