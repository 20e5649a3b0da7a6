import { RefreshCw, ScrollText } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { useDrdsPage } from '../drds-page.ts'
import { freshenAudit, loadAudit, loadOlder } from './audit-actions.ts'
import { createAuditStore } from './audit-store.ts'
import { AuditTable } from './audit-table.tsx'
import { entriesText } from './audit-text.ts'
import styles from './audit-page.module.css'

/** What was changed with Tessera on this machine, of this account or of all, the newest first. */
export function AuditPage() {
  const { t } = useTranslation()
  const { rpc, connection, tasks, renderFailure } = useDrdsPage()
  const [audit] = useState(createAuditStore)
  const [scope, setScope] = useState<'ofAccount' | 'allAccounts'>('ofAccount')
  const { answer, entries, older } = useStore(audit)
  const connectionId = scope === 'ofAccount' ? connection.id : null
  const ask = useCallback(() => void loadAudit({ rpc, audit }, connectionId), [rpc, audit, connectionId])
  useEffect(ask, [ask])
  // How a task ends is an entry, too.
  useEffect(() => tasks.subscribe((now, before) => now.tasks !== before.tasks && void freshenAudit({ rpc, audit }, connectionId)), [tasks, rpc, audit, connectionId])
  return (
    <div className={styles.page}>
      <div className={styles.toolbar}>
        <Segmented
          label={t('drds.audit.scope')}
          value={scope}
          onChange={setScope}
          options={(['ofAccount', 'allAccounts'] as const).map((value) => ({ value, label: t(`drds.audit.${value}`) }))}
        />
        <span className={styles.local}>{t('drds.audit.local')}</span>
        <span className={styles.count} role="status">
          {entries.length > 0 && t('drds.audit.count', { count: entries.length })}
        </span>
        {entries.length > 0 && <CopyButton text={entriesText(t, entries)}>{t('drds.audit.copy')}</CopyButton>}
        <IconButton label={t('common.refresh')} onClick={ask}>
          <RefreshCw size={14} />
        </IconButton>
      </div>
      {answer.state === 'failed' && renderFailure(answer.failure, ask)}
      {answer.state === 'loading' && <Skeleton rows={8} />}
      {answer.state === 'ready' && entries.length === 0 && (
        <EmptyState icon={<ScrollText size={24} />} title={t('drds.audit.empty.title')} text={t('drds.audit.empty.text')} />
      )}
      {answer.state !== 'loading' && entries.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable by keyboard
        <div className={styles.scroll} role="region" aria-label={t('drds.audit.list')} tabIndex={0}>
          <AuditTable entries={entries} allAccounts={scope === 'allAccounts'} />
          <div className={styles.end}>
            {older === 'none' ? (
              <p role="status">{t('drds.audit.noOlder')}</p>
            ) : (
              <Button size="small" aria-busy={older === 'asked'} onClick={() => void loadOlder({ rpc, audit }, connectionId)}>
                {t('drds.audit.older')}
              </Button>
            )}
          </div>
        </div>
      )}
    </div>
  )
}
