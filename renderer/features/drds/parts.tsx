import { useTranslation } from 'react-i18next'
import type { DrdsDatabase, DrdsDatabaseStatus } from '../../../shared/model/drds-database.ts'
import type { DrdsInstance } from '../../../shared/model/drds.ts'
import { statusTone } from './arrange-instances.ts'
import styles from './parts.module.css'

/** Local time as 2026-04-10 12:26 in every language, so that a column can be compared by eye. */
export const time = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' })

/** A value that is not there. */
export function Nothing() {
  const { t } = useTranslation()
  return (
    <span className={styles.nothing}>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">{t('drds.nothing')}</span>
    </span>
  )
}

/** An instance's state, in words and a shape. */
export function InstanceStatus({ instance: { status, rawStatus } }: { instance: Pick<DrdsInstance, 'status' | 'rawStatus'> }) {
  const { t } = useTranslation()
  return (
    <span className={styles.status} data-tone={statusTone[status]}>
      {status === 'unknown' ? t('drds.status.unknown', { raw: rawStatus }) : t(`drds.status.${status}`)}
    </span>
  )
}

const databaseTone = {
  creating: 'busy',
  normal: 'ok',
  createFailed: 'danger',
  deleting: 'busy',
  deleteFailed: 'danger',
  migrating: 'busy',
  migrateFailed: 'danger',
  unknown: 'quiet',
} as const satisfies Record<DrdsDatabaseStatus, 'ok' | 'busy' | 'danger' | 'quiet'>

/** True for a state that has words of its own. */
export const isDatabaseStatus = (text: string): text is Exclude<DrdsDatabaseStatus, 'unknown'> => text !== 'unknown' && Object.hasOwn(databaseTone, text)

/** A database's state, in words and a shape. */
export function DatabaseStatus({ database: { status, rawStatus } }: { database: Pick<DrdsDatabase, 'status' | 'rawStatus'> }) {
  const { t } = useTranslation()
  return (
    <span className={styles.status} data-tone={databaseTone[status]}>
      {status === 'unknown' ? t('drds.status.unknown', { raw: rawStatus }) : t(`drds.instance.databaseStatus.${status}`)}
    </span>
  )
}
