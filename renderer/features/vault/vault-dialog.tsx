import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { VaultStatus } from '../../../shared/contract/vault.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { Button } from '../../ui/button.tsx'
import { CancelButton, Dialog } from '../../ui/dialog.tsx'
import { FailureView } from '../../ui/failure-view.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { NewPassphraseFields, useNewPassphrase } from './new-passphrase.tsx'
import { answerVaultRequest, chooseVault, type VaultChoice, type VaultDependencies } from './vault-actions.ts'
import type { VaultRequest } from './vault-store.ts'
import styles from './vault-dialog.module.css'

/** Opens when a secret is to be kept or used and the vault is absent or locked, and for what else can be done with it. */
export function VaultDialog(dependencies: VaultDependencies) {
  const { status, request } = useStore(dependencies.vault)
  if (!request || !status) return null
  switch (request.purpose) {
    case 'change':
      return <ChangeDialog {...dependencies} />
    case 'toSystem':
      return <ToSystemDialog {...dependencies} />
    default:
      return isToBeMade(status, request) ? <CreateDialog {...dependencies} status={status} /> : <UnlockDialog {...dependencies} purpose={request.purpose} />
  }
}

const isToBeMade = (status: VaultStatus, { purpose }: VaultRequest) => purpose === 'create' || status.state === 'absent' || status.kind === 'session'

function CreateDialog({ status, ...dependencies }: VaultDependencies & { status: VaultStatus }) {
  const { t } = useTranslation()
  const entry = useNewPassphrase()
  const fromSystem = status.kind === 'system'
  const place = status.kind === 'session' ? 'moves' : fromSystem ? null : 'text'
  return (
    <VaultForm
      {...dependencies}
      title={fromSystem ? t('vault.toPassphrase.title') : t('vault.create.title')}
      description={fromSystem ? t('vault.toPassphrase.text') : t('vault.create.text')}
      action={t('vault.create.action')}
      filled={entry.value !== '' || entry.repeated !== ''}
      choose={async () => ((await entry.check()) ? { kind: 'create', passphrase: entry.value } : null)}
      offersSession={place === 'text'}
      note={place && t(`vault.session.${place}`)}
    >
      <NewPassphraseFields entry={entry} label={t('vault.passphrase')} autoFocus />
    </VaultForm>
  )
}

function UnlockDialog({ purpose, ...dependencies }: VaultDependencies & { purpose: VaultRequest['purpose'] }) {
  const { t } = useTranslation()
  const [passphrase, setPassphrase] = useState('')
  // Stored secrets are wanted: the session's memory would not help.
  const offersSession = purpose === 'keep'
  return (
    <VaultForm
      {...dependencies}
      title={t('vault.unlock.title')}
      description={t('vault.unlock.text')}
      action={t('vault.unlock.action')}
      filled={passphrase !== ''}
      incomplete={passphrase === ''}
      choose={() => ({ kind: 'unlock', passphrase })}
      offersSession={offersSession}
      note={offersSession && t('vault.session.text')}
    >
      <TextField label={t('vault.passphrase')} type="password" autoComplete="current-password" value={passphrase} onChange={setPassphrase} autoFocus />
    </VaultForm>
  )
}

function ChangeDialog(dependencies: VaultDependencies) {
  const { t } = useTranslation()
  const [old, setOld] = useState('')
  const entry = useNewPassphrase()
  return (
    <VaultForm
      {...dependencies}
      title={t('vault.change.title')}
      description={t('vault.change.text')}
      action={t('vault.change.action')}
      filled={old !== '' || entry.value !== '' || entry.repeated !== ''}
      incomplete={old === ''}
      choose={async () => ((await entry.check()) ? { kind: 'change', old, next: entry.value } : null)}
    >
      <TextField label={t('vault.change.old')} type="password" autoComplete="current-password" value={old} onChange={setOld} autoFocus />
      <NewPassphraseFields entry={entry} label={t('vault.change.new')} />
    </VaultForm>
  )
}

function ToSystemDialog(dependencies: VaultDependencies) {
  const { t } = useTranslation()
  return (
    <VaultForm
      {...dependencies}
      title={t('vault.toSystem.title')}
      description={t('vault.toSystem.text')}
      action={t('vault.toSystem.action')}
      choose={() => ({ kind: 'toSystem' })}
    />
  )
}

type State = { state: 'idle' } | { state: 'working' } | { state: 'failed'; failure: Failure }

interface VaultFormProps extends VaultDependencies {
  title: string
  description: string
  action: string
  /** Something was typed that closing would lose. */
  filled?: boolean
  /** Nothing can be sent yet. */
  incomplete?: boolean
  /** What is to be done, null where something is amiss and said. */
  choose: () => Promise<VaultChoice | null> | VaultChoice | null
  offersSession?: boolean
  note?: ReactNode
  children?: ReactNode
}

function VaultForm({ title, description, action, filled = false, incomplete = false, choose, offersSession = false, note, children, ...dependencies }: VaultFormProps) {
  const { t } = useTranslation()
  const [state, setState] = useState<State>({ state: 'idle' })
  const working = state.state === 'working'
  const work = async (chosen: Promise<VaultChoice | null> | VaultChoice | null) => {
    setState({ state: 'working' })
    const choice = await chosen
    if (!choice) return setState({ state: 'idle' })
    const result = await chooseVault(dependencies, choice)
    if (result.ok) return answerVaultRequest(dependencies, true)
    setState({ state: 'failed', failure: result.failure })
  }
  const onSubmit = (event?: FormEvent) => {
    event?.preventDefault()
    if (!working && !incomplete) void work(choose())
  }
  return (
    <Dialog
      open
      isForm
      isFilled={filled}
      size="normal"
      onClose={() => answerVaultRequest(dependencies, false)}
      title={title}
      description={description}
      notice={state.state === 'failed' && <FailureView failure={state.failure} place="inline" />}
      actions={
        <>
          {offersSession && (
            <Button className={styles.session} disabled={working} onClick={() => void work({ kind: 'session' })}>
              {t('vault.session.use')}
            </Button>
          )}
          <CancelButton />
          <Button tone="primary" disabled={working || incomplete} onClick={() => onSubmit()}>
            {action}
          </Button>
        </>
      }
    >
      {children && (
        <form className={styles.form} onSubmit={onSubmit} onChange={() => state.state === 'failed' && setState({ state: 'idle' })}>
          {children}
          <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        </form>
      )}
      {note && <p className={styles.note}>{note}</p>}
    </Dialog>
  )
}
