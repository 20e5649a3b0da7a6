import { ArrowDown, ArrowUp } from 'lucide-react'
import { classNames } from '../../ui/class-names.ts'
import type { Column, Sort } from './arrange-rows.ts'
import styles from './rows-table.module.css'

interface RowsTableProps<Row> {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  idOf: (row: Row) => string
  sort: Sort | null
  onSort: (sort: Sort) => void
}

/** A dense table whose columns can be ordered; wider than its place, it scrolls within it. */
export function RowsTable<Row>({ label, columns, rows, idOf, sort, onSort }: RowsTableProps<Row>) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable by keyboard
    <div role="region" className={styles.scroll} tabIndex={0} aria-label={label}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={idOf(row)}>
              {columns.map(({ key, cell, isNumber, isWide }) => (
                <td key={key} className={classNames(isNumber && styles.number, isWide && styles.wide)}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Heading<Row>({ column, sort, onSort }: { column: Column<Row>; sort: Sort | null; onSort: (sort: Sort) => void }) {
  const sorted = sort?.key === column.key
  const descending = sorted && sort.descending
  return (
    <th scope="col" className={column.isNumber ? styles.number : undefined} aria-sort={sorted ? (descending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" onClick={() => onSort({ key: column.key, descending: sorted && !descending })}>
        {column.label}
        {sorted && (descending ? <ArrowDown size={12} aria-hidden="true" /> : <ArrowUp size={12} aria-hidden="true" />)}
      </button>
    </th>
  )
}
