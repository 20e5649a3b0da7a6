import { useTranslation } from 'react-i18next'
import type { DrdsInstance, DrdsInstanceStatus } from '../../../shared/model/drds.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DataTable, SortableHeading } from '../../ui/data-table.tsx'
import { isFrozen, sortKeys, statusTone, type Sort } from './arrange-instances.ts'
import styles from './instances-table.module.css'

/** Local time as 2026-04-10 12:26 in every language, so that the column can be compared by eye. */
const time = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' })

interface InstancesTableProps {
  instances: DrdsInstance[]
  sort: Sort
  onSort: (sort: Sort) => void
}

export function InstancesTable({ instances, sort, onSort }: InstancesTableProps) {
  const { t } = useTranslation()
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={t('drds.title')}>
      <DataTable className={styles.table}>
        <thead>
          <tr>
            {sortKeys.map((key) => (
              <SortableHeading
                key={key}
                label={t(`drds.column.${key}`)}
                sorted={sort.key !== key ? null : sort.descending ? 'descending' : 'ascending'}
                onSort={(descending) => onSort({ key, descending })}
              />
            ))}
            <th scope="col">{t('drds.column.addresses')}</th>
          </tr>
        </thead>
        <tbody>
          {instances.map((instance) => (
            <tr key={instance.id} className={isFrozen(instance.status) ? styles.frozen : undefined}>
              <td>
                <span className={styles.id}>
                  <code>{instance.id}</code>
                  <CopyButton text={instance.id} label={t('drds.copyId', { id: instance.id })} />
                </span>
              </td>
              <td className={styles.description}>{instance.description || <Nothing />}</td>
              <td>
                {instance.regionId}
                <span className={styles.second}>{instance.zoneId}</span>
              </td>
              <td>
                {instance.type === 'unknown' ? <Nothing /> : t(`drds.types.${instance.type}`)}
                <span className={styles.second}>{instance.networkType}</span>
              </td>
              <td>
                <Status status={instance.status} raw={instance.rawStatus} />
              </td>
              <td className={styles.time}>{instance.createdAt ? time.format(instance.createdAt) : <Nothing />}</td>
              <td>
                <Addresses instance={instance} />
              </td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </section>
  )
}

function Status({ status, raw }: { status: DrdsInstanceStatus; raw: string }) {
  const { t } = useTranslation()
  return (
    <span className={styles.statusCell}>
      <span className={styles.status} data-tone={statusTone[status]}>
        {status === 'unknown' ? t('drds.status.unknown', { raw }) : t(`drds.status.${status}`)}
      </span>
      {isFrozen(status) && <span className={styles.forbids}>{t('drds.forbids')}</span>}
    </span>
  )
}

function Addresses({ instance }: { instance: DrdsInstance }) {
  const { t } = useTranslation()
  if (instance.vips.length === 0) return <Nothing />
  return (
    <ul className={styles.addresses}>
      {instance.vips.map((vip) => {
        const address = `${vip.ip}:${vip.port}`
        return (
          <li key={`${vip.type} ${address}`}>
            <span className={styles.network}>{vip.type}</span>
            <code>{address}</code>
            <CopyButton text={address} label={t('drds.copyAddress', { address })} />
          </li>
        )
      })}
    </ul>
  )
}

function Nothing() {
  const { t } = useTranslation()
  return (
    <span className={styles.nothing}>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">{t('drds.nothing')}</span>
    </span>
  )
}
