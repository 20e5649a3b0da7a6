import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Failure } from '../../../shared/model/failure.ts'
import { Button } from '../../ui/button.tsx'
import { CancelButton, Dialog } from '../../ui/dialog.tsx'
import { FailureView } from '../../ui/failure-view.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { answerVaultRequest, chooseVault, type VaultChoice, type VaultDependencies } from './vault-actions.ts'
import styles from './vault-dialog.module.css'

/** Below this the contract refuses a new passphrase. */
const SHORTEST_PASSPHRASE = 8

type State = { state: 'idle' } | { state: 'working' } | { state: 'failed'; failure: Failure }

/** Opens when a secret is to be kept or used and the vault is absent or locked. */
export function VaultDialog(dependencies: VaultDependencies) {
  const { status, request } = useStore(dependencies.vault)
  if (!request || !status) return null
  const alreadySession = status.kind === 'session'
  const session = alreadySession ? 'moves' : request.purpose === 'keep' ? 'offered' : 'useless'
  return <OpenVaultDialog {...dependencies} creating={status.state === 'absent' || alreadySession} session={session} />
}

interface OpenVaultDialogProps extends VaultDependencies {
  creating: boolean
  /** `moves`: secrets are in memory now and move into the vault when it is made; `useless`: stored ones are wanted. */
  session: 'offered' | 'moves' | 'useless'
}

function OpenVaultDialog({ creating, session, ...dependencies }: OpenVaultDialogProps) {
  const { t } = useTranslation()
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const [attempted, setAttempted] = useState(false)
  const [state, setState] = useState<State>({ state: 'idle' })
  const tooShort = creating && [...passphrase].length < SHORTEST_PASSPHRASE
  const differs = creating && passphrase !== repeated
  const ready = passphrase !== '' && !tooShort && !differs

  const choose = async (choice: VaultChoice) => {
    setState({ state: 'working' })
    const result = await chooseVault(dependencies, choice)
    if (result.ok) return answerVaultRequest(dependencies, true)
    setState({ state: 'failed', failure: result.failure })
  }
  const onSubmit = (event?: FormEvent) => {
    event?.preventDefault()
    setAttempted(true)
    if (ready) void choose({ kind: creating ? 'create' : 'unlock', passphrase })
  }
  const working = state.state === 'working'
  return (
    <Dialog
      open
      isForm
      isFilled={passphrase !== '' || repeated !== ''}
      size="normal"
      onClose={() => answerVaultRequest(dependencies, false)}
      title={creating ? t('vault.create.title') : t('vault.unlock.title')}
      description={creating ? t('vault.create.text') : t('vault.unlock.text')}
      notice={state.state === 'failed' && <FailureView failure={state.failure} place="inline" />}
      actions={
        <>
          {session === 'offered' && (
            <Button className={styles.session} disabled={working} onClick={() => void choose({ kind: 'session' })}>
              {t('vault.session.use')}
            </Button>
          )}
          <CancelButton />
          <Button tone="primary" disabled={working} onClick={() => onSubmit()}>
            {creating ? t('vault.create.action') : t('vault.unlock.action')}
          </Button>
        </>
      }
    >
      <form className={styles.form} onSubmit={onSubmit}>
        <TextField
          label={t('vault.passphrase')}
          type="password"
          autoComplete={creating ? 'new-password' : 'current-password'}
          value={passphrase}
          onChange={(value) => {
            setPassphrase(value)
            setState({ state: 'idle' })
          }}
          hint={creating ? t('vault.passphraseHint') : undefined}
          error={attempted && tooShort ? t('vault.tooShort', { count: SHORTEST_PASSPHRASE }) : undefined}
          autoFocus
        />
        {creating && (
          <TextField
            label={t('vault.repeat')}
            type="password"
            autoComplete="new-password"
            value={repeated}
            onChange={setRepeated}
            error={attempted && !tooShort && differs ? t('vault.differs') : undefined}
          />
        )}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
      {session !== 'useless' && <p className={styles.note}>{t(session === 'moves' ? 'vault.session.moves' : 'vault.session.text')}</p>}
    </Dialog>
  )
}
