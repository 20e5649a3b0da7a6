import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { letsEverybodyIn } from '../../../../shared/drds/networks.ts'
import type { WhitelistComparison } from './whitelist-edit.ts'
import styles from './whitelist.module.css'

/** The whole list as it is and as it will be; what comes and goes is marked by a sign as well as by colour. */
export function WhitelistPreview({ before, kept, added, removed }: WhitelistComparison & { before: readonly string[] }) {
  const { t } = useTranslation()
  const after = kept.length + added.length
  const open = added.filter(letsEverybodyIn)
  return (
    <section className={styles.preview} aria-label={t('drds.database.whitelist.preview')}>
      <div>
        <h4>{t('drds.database.whitelist.before', { count: before.length })}</h4>
        <ul>
          {before.map((entry) => (
            <li key={entry} data-change={removed.includes(entry) ? 'removed' : undefined}>
              <code>{entry}</code>
              {removed.includes(entry) && <span className="visually-hidden">{t('drds.database.whitelist.removed')}</span>}
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h4>{t('drds.database.whitelist.after', { count: after })}</h4>
        <ul>
          {kept.map((entry) => (
            <li key={entry}>
              <code>{entry}</code>
            </li>
          ))}
          {added.map((entry) => (
            <li key={entry} data-change="added">
              <code>{entry}</code>
              <span className="visually-hidden">{t('drds.database.whitelist.added')}</span>
            </li>
          ))}
        </ul>
        {after === 0 && <p className={styles.about}>{t('drds.database.whitelist.empty')}</p>}
      </div>
      <p className={styles.sum} role="status">
        {t('drds.database.whitelist.sum', { added: added.length, removed: removed.length, count: after })}
      </p>
      {open.length > 0 && (
        <p className={styles.openWarning}>
          <TriangleAlert size={14} aria-hidden="true" />
          {t('drds.database.whitelist.open', { entry: open[0] })}
        </p>
      )}
    </section>
  )
}
