import { useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Environment } from '../../../shared/model/connection.ts'
import { assertNever } from '../../../shared/model/never.ts'
import { ResultSet } from '../../../shared/model/result-set.ts'
import type { SqlPosition, ViewedResult } from '../../../shared/model/statement-result.ts'
import { ErrorView } from './error-view.tsx'
import { ResultGrid } from './result-grid.tsx'
import { TruthBar } from './truth-bar.tsx'
import './result-view.css'

interface ResultViewProps {
  result: ViewedResult
  /** The environment of the connection that answered; production has a red edge. */
  environment: Environment
  /** Goes to where the server says that the error is; the position counts from the statement's own first line. */
  onGoTo?: (position: SqlPosition) => void
  /** Runs SQL that shows values whole, as a result of its own; absent or null where nothing can be run now. */
  onRunSql?: ((sql: string) => void) | null
  /** More that helps against an error. */
  errorActions?: ReactNode
}

/** What the server said about one statement: what is known of it above, the rows or words below. */
export function ResultView({ result, environment, onGoTo, onRunSql = null, errorActions }: ResultViewProps) {
  return (
    <section className="result-view" data-environment={environment}>
      <TruthBar result={result} onRunSql={onRunSql} />
      <ResultBody result={result} onGoTo={onGoTo} errorActions={errorActions} />
    </section>
  )
}

function ResultBody({ result, onGoTo, errorActions }: Pick<ResultViewProps, 'result' | 'errorActions'> & { onGoTo: ResultViewProps['onGoTo'] }) {
  switch (result.kind) {
    case 'resultset':
      return <Rows result={result} />
    case 'error':
      return <ErrorView result={result} onGoTo={onGoTo} actions={errorActions} />
    default:
      return assertNever(result)
  }
}

/** Numbers each result's grid, so that another result starts a grid of its own. */
const gridKeys = new WeakMap<object, number>()
let lastKey = 0

function Rows({ result }: { result: Extract<ViewedResult, { kind: 'resultset' }> }) {
  const { t } = useTranslation()
  const set = useMemo(() => new ResultSet(result.data), [result.data])
  const known = gridKeys.get(result.data) ?? ++lastKey
  gridKeys.set(result.data, known)
  return <ResultGrid key={known} result={set} label={t('results.grid')} partial={result.completeness.kind !== 'complete'} />
}
