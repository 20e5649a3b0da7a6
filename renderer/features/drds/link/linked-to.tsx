import { SquareTerminal } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DrdsLinkTarget } from '../../../../shared/model/drds-link.ts'
import { Button } from '../../../ui/button.tsx'
import { EnvironmentMark } from '../../../ui/environment-badge.tsx'
import { useDrdsPage } from '../drds-page.ts'
import styles from './link-section.module.css'

interface LinkedToProps {
  target: DrdsLinkTarget
  /** Whether it takes the focus when it appears. */
  focus: boolean
  onChange: () => void
  onUnlink: () => void
}

/** The connection that a database is queried through; it may have been deleted meanwhile. */
export function LinkedTo({ target, focus, onChange, onUnlink }: LinkedToProps) {
  const { t } = useTranslation()
  const { sqlConnections, settings, openQuery } = useDrdsPage()
  const linked = sqlConnections.find(({ id }) => id === target.connectionId)?.settings
  return (
    <>
      {linked ? (
        <p className={styles.linked}>
          <span className={styles.label}>{t('drds.link.linked')}</span>
          <EnvironmentMark environment={linked.environment} />
          <span className={styles.name}>{linked.name}</span>
          <span className={styles.label}>{t(`kind.${linked.kind}`)}</span>
          {target.schema ? (
            <span>
              <span className={styles.label}>{t('drds.link.database')}</span> <code>{target.schema}</code>
            </span>
          ) : (
            <span className={styles.label}>{t('drds.link.default')}</span>
          )}
        </p>
      ) : (
        <p className={styles.gone}>{t('drds.link.gone')}</p>
      )}
      {/* A production database that is queried through a connection marked as something else would look harmless. */}
      {linked && linked.environment !== settings.environment && (
        <p className={styles.gone}>
          {t('drds.link.environments', { linked: t(`environment.${linked.environment}`), own: t(`environment.${settings.environment}`) })}
        </p>
      )}
      <div className={styles.actions}>
        {linked && (
          <Button tone="primary" autoFocus={focus} onClick={() => openQuery(target)}>
            <SquareTerminal size={14} aria-hidden="true" />
            {t('drds.link.query')}
          </Button>
        )}
        {sqlConnections.length > 0 && <Button onClick={onChange}>{t('drds.link.change')}</Button>}
        <Button onClick={onUnlink}>{t('drds.link.unlink')}</Button>
      </div>
    </>
  )
}
