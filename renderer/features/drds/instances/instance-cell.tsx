import type { TFunction } from 'i18next'
import type { ReactElement, ReactNode } from 'react'
import type { DrdsInstance } from '../../../../shared/model/drds.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { isFrozen, type InstanceRow } from '../arrange-instances.ts'
import { InstanceStatus, Nothing, time } from '../parts.tsx'
import type { ColumnKey } from './columns.ts'
import styles from './instances-table.module.css'

interface CellProps {
  row: InstanceRow
  /** The row is pointed at, or the keyboard is in it: then it has what copies. */
  isActive: boolean
  t: TFunction
  onOpen: (instance: DrdsInstance) => void
}

/**
 * A cell. A function and no component, and no more elements than texts: a letter in the search draws a hundred cells
 * anew within a frame.
 */
export function instanceCell(of: ColumnKey, { row: { instance, databases, words }, isActive, t, onOpen }: CellProps): ReactElement {
  switch (of) {
    case 'id':
      return (
        <td key={of}>
          <button type="button" className={styles.open} onClick={() => onOpen(instance)}>
            {instance.id}
          </button>
          {isActive && <CopyButton key={instance.id} text={instance.id} label={t('drds.copyId', { id: instance.id })} />}
        </td>
      )
    case 'description':
      return cell(of, instance.description, '', isActive ? instance.description : undefined)
    case 'region':
      return cell(of, instance.regionId, instance.zoneId)
    case 'type':
      return cell(of, words.type, words.network)
    case 'status':
      return cell(of, <InstanceStatus instance={instance} />, isFrozen(instance.status) ? t('drds.forbids') : '')
    case 'databases':
      return databasesCell({ instance, databases, words }, isActive, t)
    case 'specification':
      return cell(of, instance.specification)
    case 'version':
      return cell(of, instance.version)
    case 'created':
      return (
        <td key={of} className={styles.time}>
          {instance.createdAt ? time.format(instance.createdAt) : <Nothing />}
        </td>
      )
    case 'addresses':
      return addressesCell(instance, words.addresses, words.everyAddress, isActive, t)
  }
}

/** Two lines, the second smaller; a dash where there is no first. */
const cell = (of: ColumnKey, first: ReactNode, second = '', title?: string): ReactElement => (
  <td key={of} title={title}>
    {first || <Nothing />}
    {second && <small>{second}</small>}
  </td>
)

/** An instance that is being created, or is gone, has none to read. */
function databasesCell({ instance: { status }, databases, words }: Pick<InstanceRow, 'instance' | 'databases' | 'words'>, isActive: boolean, t: TFunction): ReactElement {
  if (status === 'creating' || status === 'released') return cell('databases', '')
  if (databases === null) return cell('databases', <small>{t('drds.instances.databasesUnread')}</small>)
  if (databases === undefined) return <td key="databases" aria-label={t('common.loading')} />
  const names = databases.map(({ name }) => name).join(', ')
  return cell('databases', names, words.databases, isActive ? names : undefined)
}

/** The first address, and how many more the instance has: its page shows them all. */
function addressesCell({ vips: [first] }: DrdsInstance, words: string, title: string, isActive: boolean, t: TFunction): ReactElement {
  if (!first) return cell('addresses', '')
  const address = `${first.ip}:${first.port}`
  return (
    <td key="addresses" title={isActive ? title : undefined}>
      <code>{address}</code>
      {isActive && <CopyButton key={address} text={address} label={t('drds.copyAddress', { address })} />}
      <small>{words}</small>
    </td>
  )
}
