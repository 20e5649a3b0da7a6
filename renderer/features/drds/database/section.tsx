import { useId, type ReactNode } from 'react'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { useDrdsPage } from '../drds-page.ts'
import type { Loaded } from '../use-answer.ts'
import styles from './section.module.css'

interface SectionProps {
  title: string
  /** How many there are. */
  count?: ReactNode
  /** Buttons beside the title. */
  tools?: ReactNode
  children: ReactNode
}

/** One part of a database's page. */
export function Section({ title, count, tools, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={styles.section}>
      <header className={styles.head}>
        <h3 id={id}>{title}</h3>
        {count !== undefined && <span className={styles.count}>{count}</span>}
        {tools && <div className={styles.tools}>{tools}</div>}
      </header>
      {children}
    </section>
  )
}

interface AnswerViewProps<T> {
  loaded: Loaded<T>
  rows?: number
  /** Draws the answer. */
  children: (value: T) => ReactNode
}

/** What a section asked for: its skeleton, its failure with a way to try again, or the answer. */
export function AnswerView<T>({ loaded: { answer, reload }, rows = 4, children }: AnswerViewProps<T>) {
  const { renderFailure } = useDrdsPage()
  if (answer.state === 'loading') return <Skeleton rows={rows} />
  if (answer.state === 'failed') return <div className={styles.failure}>{renderFailure(answer.failure, reload)}</div>
  return (
    <>
      {answer.stale && <div className={styles.failure}>{renderFailure(answer.stale, reload)}</div>}
      {children(answer.value)}
    </>
  )
}
