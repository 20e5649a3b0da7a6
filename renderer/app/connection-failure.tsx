import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Connection } from '../../shared/model/connection.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { ExpiryNote } from '../features/connections/expiry-note.tsx'
import { unlockVault } from '../features/vault/vault-actions.ts'
import type { LostSessionContext } from '../features/query/query-workspace.tsx'
import { Button } from '../ui/button.tsx'
import { FailureView } from '../ui/failure-view.tsx'
import { useDependencies } from './dependencies.ts'
import { LostSessionActions } from './lost-session-actions.tsx'
import { editConnection } from './shell-actions.ts'

interface ConnectionFailureProps {
  failure: Failure
  connection: Connection | null
  onRetry: () => void
  /** A second run may do a thing twice: it is asked first. */
  retryAsks?: boolean
  /** Where the tab's session is lost nothing else helps. */
  lostSession?: LostSessionContext | null
}

/** A call that did not reach its server, with the one button that most likely helps. */
export function ConnectionFailure({ failure, connection, onRetry, retryAsks = false, lostSession }: ConnectionFailureProps) {
  const { t } = useTranslation()
  const dependencies = useDependencies()
  const { status } = useStore(dependencies.vault)
  const isLocked = failure.kind === 'vault' && status?.state === 'locked'
  const unlock = async () => {
    if (await unlockVault(dependencies)) onRetry()
  }
  const mayBeItsSettings = failure.kind === 'signIn' || failure.kind === 'network' || (failure.kind === 'vault' && !isLocked)
  return (
    <FailureView
      failure={failure}
      retryAsks={retryAsks}
      note={connection && failure.kind === 'signIn' && <ExpiryNote settings={connection.settings} />}
      onRetry={isLocked || lostSession ? undefined : onRetry}
      actions={
        <>
          {lostSession && <LostSessionActions lost={lostSession} />}
          {isLocked && (
            <Button size="small" onClick={() => void unlock()}>
              {t('vault.unlock.action')}
            </Button>
          )}
          {connection && !connection.sandbox && mayBeItsSettings && (
            <Button size="small" onClick={() => editConnection(dependencies, connection)}>
              {t('connections.edit')}
            </Button>
          )}
        </>
      }
    />
  )
}
