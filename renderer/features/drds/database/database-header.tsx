import { RefreshCw } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrdsChange } from '../../../../shared/model/drds-change.ts'
import type { DrdsDatabase, DrdsDatabaseRef } from '../../../../shared/model/drds-database.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { DatabaseStatus, Nothing, time } from '../parts.tsx'
import { deletionOf, isUnderWay } from './database-status.ts'
import type { TypedPasswords } from '../plan/password-box.ts'
import { PasswordDialog } from './password-dialog.tsx'
import styles from './database-header.module.css'

interface DatabaseHeaderProps {
  at: DrdsDatabaseRef
  /** Null until it is known. */
  database: DrdsDatabase | null
  refreshing: boolean
  onRefresh: () => void
  change: (change: DrdsChange, passwords?: TypedPasswords) => Promise<boolean>
}

/** What a database is and how it is, and what can be done with the whole of it. */
export function DatabaseHeader({ at, database, refreshing, onRefresh, change }: DatabaseHeaderProps) {
  const { t } = useTranslation()
  const [asks, setAsks] = useState(false)
  return (
    <>
      <header className={styles.header}>
        {database && (
          <span role="status" className={styles.status}>
            <DatabaseStatus database={database} />
            {isUnderWay(database.status) && <Spinner />}
          </span>
        )}
        {database && (
          <dl className={styles.facts}>
            <Fact name={t('drds.database.created')}>{database.createdAt ? time.format(database.createdAt) : <Nothing />}</Fact>
            <Fact name={t('drds.database.mode')}>
              <Mode mode={database.mode} />
            </Fact>
          </dl>
        )}
        <span className={styles.actions}>
          <IconButton label={t('common.refresh')} onClick={onRefresh} aria-busy={refreshing}>
            <RefreshCw size={14} />
          </IconButton>
          {database && (
            <>
              <Button size="small" onClick={() => setAsks(true)}>
                {t('drds.database.reset.action')}
              </Button>
              <DeleteButton at={at} database={database} change={change} />
            </>
          )}
        </span>
        {database?.message && <p className={styles.message}>{database.message}</p>}
      </header>
      {asks && (
        <PasswordDialog
          title={t('drds.database.reset.title', { database: at.database })}
          text={t('drds.database.reset.text')}
          asksOld={false}
          onClose={() => setAsks(false)}
          onSend={async (passwords) => {
            const accepted = await change({ kind: 'resetPassword', at, password: '' }, passwords)
            if (accepted) setAsks(false)
            return accepted
          }}
        />
      )}
    </>
  )
}

/** HORIZONTAL and VERTICAL in words; what else the server writes as it is. */
function Mode({ mode }: { mode: string }) {
  const { t } = useTranslation()
  if (mode === '') return <Nothing />
  return mode === 'HORIZONTAL' || mode === 'VERTICAL' ? t(`drds.instance.modes.${mode}`) : mode
}

function DeleteButton({ at, database, change }: Pick<DatabaseHeaderProps, 'at' | 'change'> & { database: DrdsDatabase }) {
  const { t } = useTranslation()
  const kind = deletionOf(database)
  return (
    <Button
      size="small"
      disabled={!kind}
      title={kind ? undefined : t('drds.database.delete.notNow')}
      onClick={() => kind && void change({ kind, at })}
    >
      {t(kind === 'deleteFailedDatabase' ? 'drds.database.delete.failed' : 'drds.database.delete.action')}
    </Button>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
