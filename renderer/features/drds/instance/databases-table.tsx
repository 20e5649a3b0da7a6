import { Database } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DrdsDatabase } from '../../../../shared/model/drds-database.ts'
import { DataTable } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { DatabaseStatus, Nothing, time } from '../parts.tsx'
import styles from './instance-page.module.css'

/** The databases of an instance; a row leads to the database. */
export function DatabasesTable({ databases, onOpen }: { databases: readonly DrdsDatabase[]; onOpen: (name: string) => void }) {
  const { t } = useTranslation()
  if (databases.length === 0)
    return <EmptyState icon={<Database size={24} />} title={t('drds.instance.noDatabases')} text={t('drds.instance.noDatabasesText')} />
  return (
    <DataTable className={styles.databases} aria-label={t('drds.instance.databases')}>
      <thead>
        <tr>
          <th scope="col">{t('drds.instance.name')}</th>
          <th scope="col">{t('drds.column.status')}</th>
          <th scope="col">{t('drds.instance.mode')}</th>
          <th scope="col">{t('drds.column.created')}</th>
          <th scope="col">{t('drds.instance.message')}</th>
        </tr>
      </thead>
      <tbody>
        {databases.map((database) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the name's button is the keyboard's way in
          <tr
            key={database.name}
            onClick={({ target }) => {
              // The name's own button has opened it already; a selection of text opens nothing.
              if (target instanceof Element && !target.closest('button') && window.getSelection()?.isCollapsed !== false) onOpen(database.name)
            }}
          >
            <td>
              <button type="button" className={styles.open} onClick={() => onOpen(database.name)}>
                {database.name}
              </button>
            </td>
            <td>
              <DatabaseStatus database={database} />
            </td>
            <td>{modeOf(database.mode) ? t(`drds.instance.modes.${modeOf(database.mode) ?? 'HORIZONTAL'}`) : database.mode || <Nothing />}</td>
            <td className={styles.time}>{database.createdAt ? time.format(database.createdAt) : <Nothing />}</td>
            <td className={styles.message}>{database.message || <Nothing />}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

/** "HORIZONTAL：水平拆分，VERTICAL：垂直拆分". */
const modeOf = (mode: string) => (mode === 'HORIZONTAL' || mode === 'VERTICAL' ? mode : undefined)
