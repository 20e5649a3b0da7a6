import { classNames } from '../../ui/class-names.ts'
import { DataTable, SortableHeading } from '../../ui/data-table.tsx'
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
      <DataTable className={styles.table}>
        <thead>
          <tr>
            {columns.map(({ key, label, isNumber }) => (
              <SortableHeading
                key={key}
                label={label}
                sorted={sort?.key !== key ? null : sort.descending ? 'descending' : 'ascending'}
                onSort={(descending) => onSort({ key, descending })}
                className={isNumber ? styles.number : undefined}
              />
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
      </DataTable>
    </div>
  )
}
