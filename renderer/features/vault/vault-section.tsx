import { KeyRound, LockKeyhole, LockKeyholeOpen, Timer } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { VaultStatus } from '../../../shared/contract/vault.ts'
import { Button } from '../../ui/button.tsx'
import { askForVault, lockVault, type VaultDependencies } from './vault-actions.ts'
import type { VaultRequest } from './vault-store.ts'
import styles from './vault-section.module.css'

/** Where secrets are kept on this machine, and what can be done about it. */
export function VaultSection({ onReplace, ...dependencies }: VaultDependencies & { onReplace: () => void }) {
  const { t } = useTranslation()
  const { status } = useStore(dependencies.vault)
  if (!status) return null
  const way = wayOf(status)
  const Icon = icons[way]
  const ask = (purpose: VaultRequest['purpose']) => () => void askForVault(dependencies, purpose)
  const unprotected = ('unprotected' in status && status.unprotected) || 0
  return (
    <div className={styles.vault}>
      <Icon size={18} aria-hidden="true" />
      <div className={styles.text}>
        <p className={styles.title}>{t(`vault.state.${way}.title`)}</p>
        <p className={styles.detail}>{t(`vault.state.${way}.text`)}</p>
        {unprotected > 0 && <p className={styles.detail}>{t('vault.unprotected.text', { count: unprotected })}</p>}
      </div>
      <div className={styles.actions}>
        {way === 'open' && (
          <>
            <Button onClick={() => void lockVault(dependencies)}>{t('vault.lock')}</Button>
            <Button onClick={ask('change')}>{t('vault.change.open')}</Button>
          </>
        )}
        {way !== 'absent' && <Button onClick={onReplace}>{t('connections.replace.open')}</Button>}
        {way === 'open' && 'systemToo' in status && <Button onClick={ask('toSystem')}>{t('vault.toSystem.open')}</Button>}
        {way === 'locked' && <Button onClick={ask('use')}>{t('vault.unlock.action')}</Button>}
        {way === 'absent' && <Button onClick={ask('keep')}>{t('vault.choose')}</Button>}
        {way === 'session' && <Button onClick={ask('keep')}>{t('vault.create.action')}</Button>}
        {way === 'system' && <Button onClick={ask('create')}>{t('vault.toPassphrase.open')}</Button>}
      </div>
    </div>
  )
}

type Way = 'system' | 'session' | 'open' | 'locked' | 'absent'
const wayOf = (status: VaultStatus): Way => (status.kind === 'passphrase' ? status.state : status.kind)

const icons = { system: KeyRound, session: Timer, open: LockKeyholeOpen, locked: LockKeyhole, absent: LockKeyhole }
