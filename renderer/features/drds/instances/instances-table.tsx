import type { TFunction } from 'i18next'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrdsInstance } from '../../../../shared/model/drds.ts'
import { classNames } from '../../../ui/class-names.ts'
import { RowCopyButton } from '../../../ui/copy-button.tsx'
import { DataTable, SortableHeading } from '../../../ui/data-table.tsx'
import { isFrozen, type InstanceRow, type Sort } from '../arrange-instances.ts'
import { networkWords } from '../network-words.ts'
import { InstanceStatus, Nothing, time } from '../parts.tsx'
import type { columns, ColumnKey } from './columns.ts'
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
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable by keyboard
    <section ref={scroll} className={styles.scroll} tabIndex={0} aria-label={t('drds.title')}>
      <DataTable className={styles.table} style={{ minWidth: width }} aria-rowcount={rows.length + 1}>
        <colgroup>
          {columns.map((column) => (
            <col key={column.key} style={{ width: `${(column.width / width) * 100}%` }} />
          ))}
        </colgroup>
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
        <tbody>
          <Gap rows={from} columns={columns.length} />
          {rows.slice(from, to).map((row, at) => (
            <Row key={row.key} row={row} columns={columns} index={from + at + 2} t={t} onOpen={onOpen} />
          ))}
          <Gap rows={rows.length - to} columns={columns.length} />
        </tbody>
      </DataTable>
    </section>
  )
}

/** The height of rows that are not drawn. */
const Gap = ({ rows, columns }: { rows: number; columns: number }) =>
  rows > 0 && (
    <tr aria-hidden="true" className={styles.gap}>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- hidden from everybody: it is only as high as what it stands for */}
      <td colSpan={columns} style={{ height: rows * ROW_HEIGHT }} />
    </tr>
  )

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
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the id's button is the keyboard's way in
    <tr
      aria-rowindex={index}
      className={classNames(styles.row, isFrozen(instance.status) && styles.frozen)}
      onClick={({ target }) => {
        // A click that copies, or that ends a selection of text, opens nothing.
        if (target instanceof Element && !target.closest('button') && window.getSelection()?.isCollapsed !== false) onOpen(instance)
      }}
    >
      {columns.map(({ key }) => (
        <td key={key}>
          <Cell of={key} row={row} t={t} onOpen={onOpen} />
        </td>
      ))}
    </tr>
  )
})

function Cell({ of, row: { instance, databases }, t, onOpen }: { of: ColumnKey } & Pick<RowProps, 'row' | 't' | 'onOpen'>) {
  switch (of) {
    case 'id':
      return (
        <span className={styles.id}>
          <button type="button" className={styles.open} title={instance.id} onClick={() => onOpen(instance)}>
            {instance.id}
          </button>
          <RowCopyButton text={instance.id} label={t('drds.copyId', { id: instance.id })} copiedLabel={t('common.copied')} />
        </span>
      )
    case 'description':
      return instance.description ? <span title={instance.description}>{instance.description}</span> : <Nothing />
    case 'region':
      return <TwoLines first={instance.regionId} second={instance.zoneId} />
    case 'type':
      return <TwoLines first={instance.type === 'unknown' ? '' : t(`drds.types.${instance.type}`)} second={networkWords(t, instance.networkType)} />
    case 'status':
      return (
        <>
          <InstanceStatus instance={instance} />
          {isFrozen(instance.status) && <span className={classNames(styles.second, styles.forbids)}>{t('drds.forbids')}</span>}
        </>
      )
    case 'databases':
      return <Databases t={t} databases={instance.status === 'creating' || instance.status === 'released' ? [] : databases} />
    case 'specification':
      return instance.specification ? <span>{instance.specification}</span> : <Nothing />
    case 'version':
      return instance.version ? <span>{instance.version}</span> : <Nothing />
    case 'created':
      return instance.createdAt ? <span className={styles.time}>{time.format(instance.createdAt)}</span> : <Nothing />
    case 'addresses':
      return <Addresses instance={instance} t={t} />
  }
}

function TwoLines({ first, second }: { first: string; second: string }) {
  return (
    <>
      {first ? <span>{first}</span> : <Nothing />}
      {second && <span className={styles.second}>{second}</span>}
    </>
  )
}

function Databases({ databases, t }: Pick<InstanceRow, 'databases'> & Pick<RowProps, 't'>) {
  if (databases === undefined) return null
  if (databases === null) return <span className={styles.second}>{t('drds.instances.databasesUnread')}</span>
  if (databases.length === 0) return <Nothing />
  const names = databases.map(({ name }) => name).join(', ')
  return (
    <>
      <span title={names}>{names}</span>
      <span className={styles.second}>{t('drds.instances.databaseCount', { count: databases.length })}</span>
    </>
  )
}

/** The first address, and how many more the instance has: its page shows them all. */
function Addresses({ instance: { vips }, t }: Pick<InstanceRow, 'instance'> & Pick<RowProps, 't'>) {
  const first = vips[0]
  if (!first) return <Nothing />
  const address = `${first.ip}:${first.port}`
  return (
    <>
      <span className={styles.address} title={vips.map((vip) => `${networkWords(t, vip.type)} ${vip.ip}:${vip.port}`).join('\n')}>
        <code>{address}</code>
        <RowCopyButton text={address} label={t('drds.copyAddress', { address })} copiedLabel={t('common.copied')} />
      </span>
      <span className={styles.second}>
        {networkWords(t, first.type)}
        {vips.length > 1 && ` · ${t('drds.instances.moreAddresses', { count: vips.length - 1 })}`}
      </span>
    </>
  )
}
