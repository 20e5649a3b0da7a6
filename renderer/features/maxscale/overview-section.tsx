import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Result } from '../../../shared/model/result.ts'
import { FailureView } from '../../ui/failure-view.tsx'
import { arrangeRows, type Column, type Sort } from './arrange-rows.ts'
import { RowsTable } from './rows-table.tsx'
import styles from './overview-section.module.css'

interface OverviewSectionProps<Row> {
  title: string
  /** The list, or why MaxScale did not show it. */
  part: Result<readonly Row[]>
  columns: readonly Column<Row>[]
  idOf: (row: Row) => string
  search: string
  /** Said where there is none at all. */
  empty: ReactNode
  /** Beside the title. */
  tools?: ReactNode
  className?: string | undefined
}

/** One kind of thing that a MaxScale has: how many, and a table of those that the search finds. */
export function OverviewSection<Row>({ title, part, columns, idOf, search, empty, tools, className }: OverviewSectionProps<Row>) {
  const { t, i18n } = useTranslation()
  const [sort, setSort] = useState<Sort | null>(null)
  const all = part.ok ? part.value : []
  const rows = arrangeRows(all, columns, search, sort, i18n.language)
  return (
    <section className={className}>
      <header className={styles.head}>
        <h3>{title}</h3>
        {part.ok && <span className={styles.count}>{rows.length === all.length ? all.length : t('overview.countOf', { shown: rows.length, count: all.length })}</span>}
        {tools}
      </header>
      {!part.ok && (
        <div className={styles.note}>
          <FailureView failure={part.failure} place="inline" />
        </div>
      )}
      {part.ok && all.length === 0 && <div className={styles.note}>{empty}</div>}
      {all.length > 0 && rows.length === 0 && <p className={styles.note}>{t('overview.noMatch', { search })}</p>}
      {rows.length > 0 && <RowsTable label={title} columns={columns} rows={rows} idOf={idOf} sort={sort} onSort={setSort} />}
    </section>
  )
}
