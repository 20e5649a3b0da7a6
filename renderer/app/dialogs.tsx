import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { ConnectionDialog, KindDialog } from '../features/connections/connection-dialog.tsx'
import { DeleteDialog } from '../features/connections/delete-dialog.tsx'
import { ReplaceSecretDialog } from '../features/connections/replace-secret-dialog.tsx'
import { SettingsDialog } from '../features/settings/settings-dialog.tsx'
import { SupportDialog } from '../features/support/support-dialog.tsx'
import { ensureVault, unlockVault } from '../features/vault/vault-actions.ts'
import { VaultDialog } from '../features/vault/vault-dialog.tsx'
import { VaultSection } from '../features/vault/vault-section.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { useDependencies } from './dependencies.ts'
import { Palette } from './palette.tsx'
import { closeDialog, createConnection, openDialog, replaceSecret } from './shell-actions.ts'

/** The dialog in front, and the vault's, which may stand before another. */
export function Dialogs() {
  const dependencies = useDependencies()
  return (
    <>
      <ShellDialogs />
      <TakenOver />
      <VaultDialog rpc={dependencies.rpc} vault={dependencies.vault} />
    </>
  )
}

/** Stays until this window is used again: what would be typed here could not be saved. */
function TakenOver() {
  const { t } = useTranslation()
  const { shell } = useDependencies()
  const takenOver = useStore(shell, (state) => state.takenOver)
  if (!takenOver) return null
  return (
    <Dialog
      open
      title={t('shell.takenOver.title')}
      description={t('shell.takenOver.text')}
      actions={
        <Button tone="primary" onClick={() => location.reload()}>
          {t('shell.takenOver.use')}
        </Button>
      }
    />
  )
}

function ShellDialogs() {
  const dependencies = useDependencies()
  const { rpc, appInfo, connections, settings, shell, updates, vault } = dependencies
  const { dialog } = useStore(shell)
  const { info } = useStore(appInfo)
  const onClose = () => closeDialog(dependencies)
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'chooseKind':
      return <KindDialog onClose={onClose} onChoose={(kind) => createConnection(dependencies, kind)} />
    case 'connection':
      return (
        <ConnectionDialog
          rpc={rpc}
          connections={connections}
          draft={dialog.draft}
          ensureVault={() => ensureVault(dependencies)}
          unlockVault={() => unlockVault(dependencies)}
          onSaved={onClose}
          onClose={onClose}
        />
      )
    case 'deleteConnection':
      return <DeleteDialog rpc={rpc} connections={connections} connection={dialog.connection} onClose={onClose} />
    case 'replaceSecret':
      return <ReplaceSecretDialog rpc={rpc} connections={connections} credentials={dialog.credentials} connectionId={dialog.connectionId} onClose={onClose} />
    case 'settings':
      return (
        <SettingsDialog
          rpc={rpc}
          settings={settings}
          info={info}
          updates={updates}
          vaultSection={<VaultSection rpc={rpc} vault={vault} onReplace={() => void replaceSecret(dependencies)} />}
          onSupport={() => openDialog(dependencies, { kind: 'support' })}
          onClose={onClose}
        />
      )
    case 'support':
      return <SupportDialog rpc={rpc} onClose={onClose} />
    case 'palette':
      return <Palette onClose={onClose} />
  }
}
