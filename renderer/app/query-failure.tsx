import { useTranslation } from 'react-i18next'
import type { Connection } from '../../shared/model/connection.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { ensureVault } from '../features/vault/vault-actions.ts'
import { Button } from '../ui/button.tsx'
import { FailureView } from '../ui/failure-view.tsx'
import { useDependencies } from './dependencies.ts'
import { editConnection } from './shell-actions.ts'

interface QueryFailureProps {
  failure: Failure
  connection: Connection | null
  onRunAgain: () => void
}

/** A statement that did not reach its server, with the one button that most likely helps. */
export function QueryFailure({ failure, connection, onRunAgain }: QueryFailureProps) {
  const { t } = useTranslation()
  const dependencies = useDependencies()
  const unlock = async () => {
    if (await ensureVault(dependencies)) onRunAgain()
  }
  const canEdit = connection && !connection.sandbox && (failure.kind === 'signIn' || failure.kind === 'network')
  return (
    <FailureView
      failure={failure}
      onRetry={onRunAgain}
      actions={
        <>
          {failure.kind === 'vault' && (
            <Button size="small" onClick={() => void unlock()}>
              {t('vault.unlock.action')}
            </Button>
          )}
          {canEdit && (
            <Button size="small" onClick={() => editConnection(dependencies, connection)}>
              {t('connections.edit')}
            </Button>
          )}
        </>
      }
    />
  )
}
