import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { sentText, type SqlStatement } from '../../../shared/sql/split.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { focusWorkIfLost } from './lost-focus.ts'
import type { QueryModel } from './query-model.ts'
import type { RunQuestion } from './tabs-store.ts'
import styles from './doubt-dialog.module.css'

/** Statements that are shown whole; of the others the number is. */
const SHOWN = 50

/** Shows what would run where that is not certain, and asks; the harmless answer is in front, and Esc means it. */
export function DoubtDialog({ query }: { query: QueryModel }) {
  const question = useStore(query.store, (state) => state.doubt)
  return question && <Question query={query} question={question} />
}

function Question({ query, question: { doubt, statements } }: { query: QueryModel; question: RunQuestion }) {
  const { t } = useTranslation()
  useEffect(() => () => focusWorkIfLost(query), [query])
  const run = (chosen: SqlStatement[] | null) => () => void query.answerDoubt(chosen)
  const choices =
    doubt.kind === 'readings'
      ? doubt.ways.map((way, at) => ({ title: t('query.doubt.way', { number: at + 1 }), action: t('query.doubt.runWay', { number: at + 1 }), statements: way }))
      : [
          { title: t('query.doubt.piece'), action: t('query.doubt.runPiece'), statements },
          { title: t('query.doubt.fragment.of'), action: t('query.doubt.runWhole'), statements: [doubt.of] },
        ]
  return (
    <Dialog
      open
      size="large"
      onClose={run(null)}
      title={t(`query.doubt.${doubt.kind}.title`)}
      description={t(`query.doubt.${doubt.kind}.text`)}
      actions={
        <>
          {/* Where the focus is when the dialog opens: Enter sends nothing. */}
          <Button autoFocus className={styles.keep} onClick={run(null)}>
            {t('query.doubt.cancel')}
          </Button>
          {choices.map(({ action, statements: chosen }) => (
            <Button key={action} disabled={chosen.length === 0} onClick={run(chosen)}>
              {action}
            </Button>
          ))}
        </>
      }
    >
      <div className={styles.choices}>
        {choices.map(({ title, statements: chosen }) => (
          <section key={title} aria-label={title}>
            <h3 className={styles.title}>{title}</h3>
            {chosen.length === 0 && <p>{t('query.doubt.none')}</p>}
            <ol className={styles.statements}>
              {chosen.slice(0, SHOWN).map((statement) => (
                <li key={statement.start}>
                  <pre>{sentText(statement)}</pre>
                </li>
              ))}
            </ol>
            {chosen.length > SHOWN && <p>{t('query.doubt.more', { count: chosen.length - SHOWN })}</p>}
          </section>
        ))}
      </div>
    </Dialog>
  )
}
