import { useTranslation } from 'react-i18next'
import type { LostSessionContext } from '../features/query/query-workspace.tsx'
import { Button } from '../ui/button.tsx'

/** What helps against a session that is lost: nothing is run again unless that is asked for. */
export function LostSessionActions({ lost: { reconnect, reconnectAndRun } }: { lost: LostSessionContext }) {
  const { t } = useTranslation()
  return (
    <>
      <Button size="small" tone="primary" onClick={reconnect}>
        {t('session.reconnect')}
      </Button>
      {reconnectAndRun && (
        <Button size="small" onClick={reconnectAndRun}>
          {t('session.reconnectAndRun')}
        </Button>
      )}
    </>
  )
}
