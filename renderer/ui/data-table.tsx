import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import styles from './data-table.module.css'

/** A table of things, not of a query's rows: those are the grid's. */
export function DataTable({ className, ...rest }: ComponentProps<'table'>) {
  return <table className={classNames(styles.table, className)} {...rest} />
}

interface SortableHeadingProps {
  label: string
  /** What the rows are ordered by, where it is this column. */
  sorted: 'ascending' | 'descending' | null
  /** The other direction where the rows are ordered by this column, else ascending. */
  onSort: (descending: boolean) => void
  className?: string | undefined
}

/** The heading of a column, which orders the rows by it, and says if they are. */
export function SortableHeading({ label, sorted, onSort, className }: SortableHeadingProps) {
  const Arrow = sorted === 'descending' ? ArrowDown : ArrowUp
  return (
    <th scope="col" className={className} aria-sort={sorted ?? 'none'}>
      <button type="button" onClick={() => onSort(sorted === 'ascending')}>
        {label}
        {sorted && <Arrow size={12} aria-hidden="true" />}
      </button>
    </th>
  )
}
