import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Tooltip } from '../../ui/tooltip.tsx'
import styles from './toolbar.module.css'

const LARGEST = 1_000_000

/** How many rows at most a person wants to see; taken over with Enter or when the field is left. */
export function RowLimitField({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<string | null>(null)

  const take = () => {
    const number = Number((draft ?? '').replace(/[,\s_]/g, ''))
    if (draft !== null && Number.isInteger(number) && number >= 1) onChange(Math.min(number, LARGEST))
    setDraft(null)
  }

  return (
    <label className={styles.limit}>
      <span>{t('query.rowLimit')}</span>
      <Tooltip label={t('query.rowLimitHint')}>
        <input
          inputMode="numeric"
          className={styles.limitInput}
          value={draft ?? value.toLocaleString('en-US')}
          onChange={(event) => setDraft(event.target.value)}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) take()
            if (event.key === 'Escape') setDraft(null)
          }}
        />
      </Tooltip>
    </label>
  )
}
