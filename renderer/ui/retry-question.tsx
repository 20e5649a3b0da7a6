import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

/** "Try again" of what may have run: says so, and the harmless answer is in front. */
export function RetryQuestion({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation()
  const [isAsking, setAsking] = useState(false)
  const close = () => setAsking(false)
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('common.retryAsking')}
      </Button>
      <Dialog
        open={isAsking}
        onClose={close}
        size="small"
        title={t('query.retry.title')}
        description={t('query.retry.text')}
        actions={
          <>
            <Button autoFocus onClick={close}>
              {t('query.retry.keep')}
            </Button>
            <Button
              tone="danger"
              onClick={() => {
                close()
                onRetry()
              }}
            >
              {t('query.retry.again')}
            </Button>
          </>
        }
      />
    </>
  )
}
