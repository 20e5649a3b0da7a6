import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Failure } from '../../shared/model/failure.ts'
import { failureTexts } from '../i18n/i18n.ts'
import { Button } from '../ui/button.tsx'
import { useDependencies } from './dependencies.ts'
import styles from './start-warnings.module.css'

const none: Failure[] = []

/** What went wrong while starting and was dealt with; stays until it is read. */
export function StartWarnings() {
  const { t } = useTranslation()
  const { appInfo } = useDependencies()
  const warnings = useStore(appInfo, ({ info }) => info?.warnings ?? none)
  const [dismissed, setDismissed] = useState(false)
  if (dismissed || warnings.length === 0) return null
  return (
    <div role="alert" className={styles.warnings}>
      <TriangleAlert size={15} aria-hidden="true" />
      <ul>
        {warnings.map((failure) => {
          const { message, next } = failureTexts(failure)
          return (
            <li key={failure.code}>
              <strong>{message}</strong> {next}
            </li>
          )
        })}
      </ul>
      <Button size="small" onClick={() => setDismissed(true)}>
        {t('shell.dismiss')}
      </Button>
    </div>
  )
}
