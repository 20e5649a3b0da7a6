import i18next from 'i18next'
import type { UpdateState } from '../../shared/contract/updates.ts'
import { toast } from '../ui/toast.tsx'
import { openDialog } from './shell-actions.ts'

type Shell = Parameters<typeof openDialog>[0]

/** A newer version that was found by the daily question; whoever has just asked sees it where they asked. */
export function sayOffered(dependencies: Shell, before: UpdateState | null, update: UpdateState): void {
  if (update.state !== 'offered' || before?.state === 'downloading' || dependencies.shell.getState().dialog?.kind === 'settings') return
  const { t } = i18next
  toast.ask({
    id: 'update',
    text: t('settings.updates.notice', { version: update.offer.version }),
    more: t('settings.updates.noticeMore'),
    action: { label: t('settings.updates.noticeShow'), run: () => openDialog(dependencies, { kind: 'settings' }) },
    dismiss: { label: t('settings.updates.noticeLater'), run: () => undefined },
  })
}
