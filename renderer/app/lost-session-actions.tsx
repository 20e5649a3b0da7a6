import { useTranslation } from 'react-i18next'
import type { LostSessionContext } from '../features/query/query-workspace.tsx'
import { Button } from '../ui/button.tsx'

/** What helps against a session that is lost, beside the session bar's Reconnect: nothing is run again unless that is asked for. */
export function LostSessionActions({ lost: { reconnectAndRun } }: { lost: LostSessionContext }) {
  const { t } = useTranslation()
  if (!reconnectAndRun) return null
  return (
    <Button size="small" tone="primary" onClick={reconnectAndRun}>
      {t('session.reconnectAndRun')}
    </Button>
  )
}
