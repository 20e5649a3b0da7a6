import { CornerDownRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { RdsNode, RdsPrimary } from '../../../../shared/model/drds-database.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { DataTable } from '../../../ui/data-table.tsx'
import { isInUse, rdsStatusOf } from './rds-status.ts'
import styles from './rds.module.css'

interface RdsTableProps {
  primaries: readonly RdsPrimary[]
  onEditWeights: (primary: RdsPrimary) => void
}

/** Every RDS instance of a database, the read-only ones below their primary. */
export function RdsTable({ primaries, onEditWeights }: RdsTableProps) {
  const { t } = useTranslation()
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable by keyboard
    <div role="region" tabIndex={0} aria-label={t('drds.database.rds.title')} className={styles.scroll}>
      <DataTable className={styles.table}>
        <thead>
          <tr>
            {(['name', 'address', 'status', 'type', 'weight'] as const).map((column) => (
              <th key={column} scope="col" className={column === 'weight' ? styles.number : column === 'type' ? styles.type : undefined}>
                {t(`drds.database.rds.column.${column}`)}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">{t('drds.database.rds.column.actions')}</span>
            </th>
          </tr>
        </thead>
        {primaries.map((primary) => (
          <tbody key={primary.name}>
            <tr>
              <Cells node={primary} />
              <td className={styles.action}>
                {primary.children.some(isInUse) ? (
                  <Button size="small" aria-label={t('drds.database.rds.setWeightsOf', { name: primary.name })} onClick={() => onEditWeights(primary)}>
                    {t('drds.database.rds.setWeights')}
                  </Button>
                ) : (
                  <span className={styles.reason}>{t(primary.children.length === 0 ? 'drds.database.rds.noChildren' : 'drds.database.rds.noneInUse')}</span>
                )}
              </td>
            </tr>
            {primary.children.map((child) => (
              <tr key={child.name}>
                <Cells node={child} child />
                <td className={styles.action}>
                  {!isInUse(child) && <span className={styles.reason}>{t('drds.database.rds.refused')}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </DataTable>
    </div>
  )
}

function Cells({ node, child = false }: { node: RdsNode; child?: boolean }) {
  const { t } = useTranslation()
  const address = `${node.connectUrl}:${node.port}`
  return (
    <>
      <th scope="row" className={child ? styles.child : styles.primary}>
        {child && (
          <>
            <CornerDownRight size={12} aria-hidden="true" />
            <span className="visually-hidden">{t('drds.database.rds.readOnly')}</span>
          </>
        )}
        <code>{node.name}</code>
      </th>
      <td>
        <span className={styles.address}>
          <code title={address} className={styles.host}>
            {node.connectUrl}
          </code>
          <code>:{node.port}</code>
          <CopyButton text={address} label={t('drds.copyAddress', { address })} />
        </span>
      </td>
      <td>
        <RdsStatus node={node} />
      </td>
      <td className={styles.type}>{node.dbType}</td>
      <td className={styles.number}>{node.readWeight === null ? t('drds.database.rds.unknownWeight') : `${node.readWeight}%`}</td>
    </>
  )
}

function RdsStatus({ node }: { node: RdsNode }) {
  const { t } = useTranslation()
  const status = rdsStatusOf(node)
  return (
    <span className={styles.status} data-tone={isInUse(node) ? 'ok' : 'warning'}>
      {status ? t(`drds.database.rds.status.${status}`) : t('drds.database.rds.status.unknown', { raw: node.rawStatus })}
    </span>
  )
}
