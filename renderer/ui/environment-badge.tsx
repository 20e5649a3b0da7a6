import { useTranslation } from 'react-i18next'
import type { Environment } from '../../shared/model/connection.ts'
import { classNames } from './class-names.ts'
import styles from './environment-badge.module.css'

/** The environment in words and colour; production is filled. */
export function EnvironmentBadge({ environment, className }: { environment: Environment; className?: string }) {
  const { t } = useTranslation()
  return (
    <span data-environment={environment} className={classNames(styles.badge, className)}>
      {t(`environment.${environment}`)}
    </span>
  )
}

/** Only the mark, shaped as well as coloured: a diamond for production, a square for staging, a dot for development. */
export function EnvironmentMark({ environment }: { environment: Environment }) {
  return <span data-environment={environment} className={styles.mark} aria-hidden="true" />
}
