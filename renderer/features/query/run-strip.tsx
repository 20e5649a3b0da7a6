import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Elapsed } from './elapsed.tsx'
import { progressWords } from './progress-words.ts'
import { commandOf } from './query-commands.ts'
import type { QueryModel } from './query-model.ts'
import { failed, isCancelled, isSamePlace, mayCancel, type RunEntry, type RunState } from './run-state.ts'
import { statementLabel } from './statement-label.ts'
import type { TabHead } from './tabs-store.ts'
import styles from './results-region.module.css'

interface RunStripProps {
  query: QueryModel
  run: RunState
  tab: TabHead
  /** Shows a statement in the editor. */
  onShow: (entry: RunEntry) => void
}

/** What is going on above the results: the running statement, or where a script failed and what it left undone. */
export function RunStrip({ query, run, tab, onShow }: RunStripProps) {
  const { t } = useTranslation()
  if (run.kind === 'running') {
    const { script, current, startedAt, cancel, progress } = run
    return (
      <div className={styles.running} role="status">
        <span className={styles.bar} aria-hidden="true" />
        <span>
          {script.total > 1
            ? t('query.runningOf', { number: script.entries.length + 1, total: script.total })
            : t('query.running')}
        </span>
        <code className={styles.statement}>{statementLabel(current.text)}</code>
        <span className={styles.elapsed} aria-live="off">
          <Elapsed startedAt={startedAt} />
        </span>
        {progress?.reachable && (
          <span className={styles.progress} aria-live="off">
            {progressWords(t, progress)}
          </span>
        )}
        {progress?.reachable === false && <span className={styles.unreachable}>{t('query.progress.unreachable')}</span>}
        {cancel === 'asking' && <Spinner />}
        {cancel && <span>{t(`query.cancelled.${cancel}`)}</span>}
        {mayCancel(run) && (
          <Button size="small" onClick={() => commandOf('query.cancel').perform(query)}>
            {t('query.cancel')}
          </Button>
        )}
      </div>
    )
  }
  if (run.kind === 'idle') return null
  const { entries, rest, total, origin } = run.script
  const last = entries.at(-1)
  const cancel = last?.cancel
  const wrong = last && total > 1 && origin === 'text' && failed(last) && !isCancelled(last) ? last : null
  if (!cancel && !wrong && rest.length === 0) return null
  return (
    <div className={styles.rest} role="status">
      {cancel && <span>{t(`query.cancelled.${cancel}`)}</span>}
      {wrong && (
        <>
          <span>{t('query.failedAt', { number: entries.length, total, line: wrong.statement.line })}</span>
          <Button size="small" onClick={() => onShow(wrong)}>
            {t('query.showStatement')}
          </Button>
        </>
      )}
      {rest.length > 0 && (
        <>
          <span>{t('query.notRun', { count: rest.length, total })}</span>
          {isSamePlace(run.script, tab) && (
            <Button size="small" onClick={() => void query.runRest(tab.id)}>
              {t('query.runRest')}
            </Button>
          )}
        </>
      )}
    </div>
  )
}
