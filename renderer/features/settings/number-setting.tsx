import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './settings-dialog.module.css'

interface NumberSettingProps {
  label: string
  value: number
  least: number
  most: number
  onChange: (value: number) => void
}

/** A whole number inside its bounds; kept as soon as it is one, said why while it is not. */
export function NumberSetting({ label, value, least, most, onChange }: NumberSettingProps) {
  const { t, i18n } = useTranslation()
  const [text, setText] = useState(String(value))
  const number = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN
  const valid = number >= least && number <= most
  const spell = (bound: number) => bound.toLocaleString(i18n.language)
  return (
    <div className={styles.number}>
      <input
        aria-label={label}
        aria-invalid={!valid || undefined}
        inputMode="numeric"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          const next = /^\d+$/.test(event.target.value.trim()) ? Number(event.target.value) : Number.NaN
          if (next >= least && next <= most) onChange(next)
        }}
        onBlur={() => !valid && setText(String(value))}
      />
      {!valid && <p role="alert">{t('settings.bounds', { least: spell(least), most: spell(most) })}</p>}
    </div>
  )
}
