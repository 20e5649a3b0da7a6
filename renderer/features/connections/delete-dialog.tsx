import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connection } from '../../../shared/model/connection.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EnvironmentBadge } from '../../ui/environment-badge.tsx'
import { FailureView } from '../../ui/failure-view.tsx'
import { deleteConnection, type ConnectionsDependencies } from './connections-actions.ts'

interface DeleteDialogProps extends ConnectionsDependencies {
  connection: Connection
  onClose: () => void
}

/** Asks before a connection and its secrets go, and names it. */
export function DeleteDialog({ connection, onClose, ...dependencies }: DeleteDialogProps) {
  const { t } = useTranslation()
  const [failure, setFailure] = useState<Failure | null>(null)
  const { name, environment } = connection.settings
  const onDelete = async () => {
    const result = await deleteConnection(dependencies, connection.id)
    if (result.ok) onClose()
    else setFailure(result.failure)
  }
  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      title={t('connections.deleteDialog.title', { name })}
      description={t('connections.deleteDialog.text')}
      actions={
        <>
          <Button onClick={onClose} autoFocus>
            {t('common.cancel')}
          </Button>
          <Button tone="danger" onClick={() => void onDelete()}>
            {t('connections.delete')}
          </Button>
        </>
      }
    >
      <EnvironmentBadge environment={environment} />
      {failure && <FailureView failure={failure} place="inline" />}
    </Dialog>
  )
}
