import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import { TextArea } from '../../../ui/text-area.tsx'
import { wordsIn } from './whitelist-edit.ts'
import styles from './names-field.module.css'

interface NamesFieldProps {
  label: string
  /** What was typed; `wordsIn` answers the names in it. */
  value: string
  onChange: (value: string) => void
  hint?: ReactNode
  error?: string | undefined
  placeholder?: string
  /** Names to tick instead of typing. */
  suggestions: readonly { name: string; note?: string }[]
  suggestionsLabel: string
}

/** From as many on it pays to search among them. */
const MANY = 10

/** Several names, typed and separated as one likes, or ticked among those that are known. */
export function NamesField({ label, value, onChange, hint, error, placeholder, suggestions, suggestionsLabel }: NamesFieldProps) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const names = wordsIn(value)
  const wanted = search.toLowerCase()
  const shown = suggestions.filter(({ name }) => name.toLowerCase().includes(wanted))
  const tick = (name: string, on: boolean) => onChange((on ? [...names, name] : names.filter((one) => one !== name)).join('\n'))
  return (
    <div className={styles.names}>
      <TextArea label={label} value={value} onChange={onChange} hint={hint} error={error} rows={3} placeholder={placeholder} />
      {suggestions.length > 0 && (
        <fieldset className={styles.suggestions}>
          <legend>{suggestionsLabel}</legend>
          {suggestions.length >= MANY && <SearchField label={t('drds.database.names.search')} value={search} onChange={setSearch} />}
          <ul className={styles.list}>
            {shown.map(({ name, note }) => (
              <li key={name}>
                <Checkbox label={<code>{name}</code>} checked={names.includes(name)} onChange={(on) => tick(name, on)} hint={note} />
              </li>
            ))}
          </ul>
          {shown.length === 0 && <p className={styles.none}>{t('drds.database.names.noMatch', { search })}</p>}
        </fieldset>
      )}
    </div>
  )
}
