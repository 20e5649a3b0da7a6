import type { TFunction } from 'i18next'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrdsInstance } from '../../../../shared/model/drds.ts'
import { classNames } from '../../../ui/class-names.ts'
import { DataTable, SortableHeading } from '../../../ui/data-table.tsx'
import { isFrozen, type InstanceRow, type Sort } from '../arrange-instances.ts'
import type { columns } from './columns.ts'
import { instanceCell } from './instance-cell.tsx'
import { useRowWindow } from './use-row-window.ts'
import styles from './instances-table.module.css'

/** As in the style sheet. */
const ROW_HEIGHT = 44

type Column = (typeof columns)[number]

interface InstancesTableProps {
  rows: readonly InstanceRow[]
  columns: readonly Column[]
  sort: Sort
  onSort: (sort: Sort) => void
  onOpen: (instance: DrdsInstance) => void
}

/** Instances, one a row; only those in sight are drawn. */
export function InstancesTable({ rows, columns, sort, onSort, onOpen }: InstancesTableProps) {
  const { t } = useTranslation()
  const { scroll, from, to } = useRowWindow(rows.length, ROW_HEIGHT)
  const width = columns.reduce((sum, column) => sum + column.width, 0)
  const tracks = columns.map((column) => `minmax(0, ${column.width}fr)`).join(' ')
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable by keyboard
    <section ref={scroll} className={styles.scroll} tabIndex={0} aria-label={t('drds.title')}>
      <DataTable className={styles.table} style={{ minWidth: width, ['--columns' as string]: tracks }} aria-rowcount={rows.length + 1}>
        <Head columns={columns} sort={sort} t={t} onSort={onSort} />
        <tbody>
          <Gap rows={from} />
          {rows.slice(from, to).map((row, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- by place: a search gives rows other texts, and makes none
            <Row key={from + at} row={row} columns={columns} index={from + at + 2} t={t} onOpen={onOpen} />
          ))}
          <Gap rows={rows.length - to} />
        </tbody>
      </DataTable>
    </section>
  )
}

/** Drawn anew only where the order or the columns change. */
const Head = memo(function Head({ columns, sort, t, onSort }: Pick<InstancesTableProps, 'columns' | 'sort' | 'onSort'> & { t: TFunction }) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map(({ key }) =>
          key === 'addresses' ? (
            <th key={key} scope="col">
              {t('drds.column.addresses')}
            </th>
          ) : (
            <SortableHeading
              key={key}
              label={t(`drds.column.${key}`)}
              sorted={sort.key !== key ? null : sort.descending ? 'descending' : 'ascending'}
              onSort={(descending) => onSort({ key, descending })}
            />
          ),
        )}
      </tr>
    </thead>
  )
})

/** The height of rows that are not drawn. */
const Gap = ({ rows }: { rows: number }) => rows > 0 && <tr aria-hidden="true" style={{ height: rows * ROW_HEIGHT }} />

interface RowProps {
  row: InstanceRow
  columns: readonly Column[]
  index: number
  /** Asked for once: a hook in each cell would take longer than the cell. */
  t: TFunction
  onOpen: (instance: DrdsInstance) => void
}

const Row = memo(function Row({ row, columns, index, t, onOpen }: RowProps) {
  const { instance } = row
  const [isActive, setActive] = useState(false)
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the id's button is the keyboard's way in
    <tr
      aria-rowindex={index}
      className={classNames(styles.row, isFrozen(instance.status) && styles.frozen)}
      onPointerEnter={() => setActive(true)}
      onPointerLeave={({ currentTarget }) => setActive(currentTarget.contains(document.activeElement))}
      onFocus={() => setActive(true)}
      onBlur={({ currentTarget, relatedTarget }) => setActive(currentTarget.contains(relatedTarget) || currentTarget.matches(':hover'))}
      onClick={({ target }) => {
        // A click that copies, or that ends a selection of text, opens nothing.
        if (target instanceof Element && !target.closest('button') && window.getSelection()?.isCollapsed !== false) onOpen(instance)
      }}
    >
      {columns.map(({ key }) => instanceCell(key, { row, isActive, t, onOpen }))}
    </tr>
  )
})
