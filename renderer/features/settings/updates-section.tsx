import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Rpc } from '../../../shared/contract/contract.ts'
import type { Settings } from '../../../shared/contract/settings.ts'
import type { UpdateState } from '../../../shared/contract/updates.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { Result } from '../../../shared/model/result.ts'
import { Button } from '../../ui/button.tsx'
import { FailureView } from '../../ui/failure-view.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { Select } from '../../ui/select.tsx'
import { AddressSetting } from './address-setting.tsx'
import { Row } from './setting-row.tsx'
import type { UpdatesStore } from './updates-store.ts'
import styles from './updates-section.module.css'

interface UpdatesSectionProps {
  rpc: Rpc
  updates: UpdatesStore
  settings: Pick<Settings, 'updateChecks' | 'updateFeed'>
  onChange: (change: Partial<Settings>) => void
}

/** How this copy becomes a newer one: when it looks, where, and each step at the person's word. */
export function UpdatesSection({ rpc, updates, settings, onChange }: UpdatesSectionProps) {
  const { t } = useTranslation()
  const { update } = useStore(updates)
  const [failure, setFailure] = useState<Failure | null>(null)
  if (!update) return null
  if (update.state === 'elsewhere') return <p className={styles.words}>{t(`settings.updates.elsewhere.${update.why}`)}</p>
  const run = async (work: Promise<Result<UpdateState>>) => {
    setFailure(null)
    const result = await work
    setFailure(result.ok || result.failure.code === 'updates.cancelled' ? null : result.failure)
  }
  return (
    <>
      <Row label={t('settings.updates.checks.label')} text={t('settings.updates.checks.text')}>
        <Select
          label={t('settings.updates.checks.label')}
          value={settings.updateChecks}
          onChange={(updateChecks) => onChange({ updateChecks })}
          options={(['whenAsked', 'daily', 'off'] as const).map((value) => ({ value, label: t(`settings.updates.checks.${value}`) }))}
        />
      </Row>
      <AddressSetting
        label={t('settings.updates.feed.label')}
        text={t('settings.updates.feed.text')}
        problem={t('settings.updates.feed.problem')}
        value={settings.updateFeed}
        onChange={(updateFeed) => onChange({ updateFeed })}
      />
      {settings.updateChecks !== 'off' && <Step update={update} rpc={rpc} run={(work) => void run(work)} />}
      {failure && <FailureView failure={failure} place="inline" />}
    </>
  )
}

type Ongoing = Exclude<UpdateState, { state: 'elsewhere' }>

/** Where things stand, and what can be done next. */
function Step({ update, rpc, run }: { update: Ongoing; rpc: Rpc; run: (work: Promise<Result<UpdateState>>) => void }) {
  const { t } = useTranslation()
  const offer = 'offer' in update ? update.offer : null
  return (
    <div className={styles.step}>
      <div className={styles.line}>
        <p role="status" className={styles.words}>{useStanding(update)}</p>
        <div className={styles.buttons}>
          {(update.state === 'unknown' || update.state === 'current' || update.state === 'staged' || update.state === 'checking') && (
            <Button disabled={update.state === 'checking'} onClick={() => run(rpc.updates.check({}))}>{t('settings.updates.check')}</Button>
          )}
          {update.state === 'offered' && (
            <Button tone="primary" onClick={() => run(rpc.updates.download({}))}>{t('settings.updates.download')}</Button>
          )}
          {(update.state === 'downloading' || update.state === 'checking') && (
            <Button onClick={() => run(rpc.updates.cancel({}))}>{t('common.cancel')}</Button>
          )}
          {update.state === 'downloaded' && (
            <Button onClick={() => run(rpc.updates.install({ now: false }))}>{t('settings.updates.installLater')}</Button>
          )}
          {(update.state === 'downloaded' || update.state === 'onQuit') && (
            <Button tone="primary" onClick={() => run(rpc.updates.install({ now: true }))}>{t('settings.updates.installNow')}</Button>
          )}
        </div>
      </div>
      {offer?.notes && (
        <textarea
          readOnly
          rows={5}
          className={styles.notes}
          aria-label={t('settings.updates.notes', { version: offer.version })}
          value={offer.notes}
        />
      )}
    </div>
  )
}

function useStanding(update: Ongoing): string {
  const { t } = useTranslation()
  switch (update.state) {
    case 'unknown':
      return t('settings.updates.unknown')
    case 'checking':
      return t('settings.updates.checking')
    case 'current':
      return t('settings.updates.current', { latest: update.latest })
    case 'staged':
      return t('settings.updates.staged', { version: update.version })
    case 'offered': {
      const { version, sizeBytes, releasedAt } = update.offer
      return t('settings.updates.offered', { version, size: formatBytes(sizeBytes), date: releasedAt.slice(0, 10) })
    }
    case 'downloading': {
      const percent = Math.floor((update.receivedBytes / update.offer.sizeBytes) * 100)
      return t('settings.updates.downloading', { version: update.offer.version, percent, size: formatBytes(update.offer.sizeBytes) })
    }
    case 'downloaded':
      return t('settings.updates.downloaded', { version: update.offer.version })
    case 'onQuit':
      return t('settings.updates.onQuit', { version: update.offer.version })
  }
}
