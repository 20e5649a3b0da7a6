import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { failureOf } from '../../../shared/model/failure.ts'
import type { PassphraseProblem } from '../../../shared/passphrase/judge-passphrase.ts'
import { failureTexts, sentences } from '../../i18n/i18n.ts'
import { TextField } from '../../ui/text-field.tsx'

/** How long after a letter it is judged, milliseconds. */
const JUDGE_AFTER = 120

/** As main does, which decides: where the list of common passwords cannot be loaded, it alone says what is wrong. */
const judge = (passphrase: string): Promise<PassphraseProblem | null> =>
  import('../../../shared/passphrase/judge-passphrase.ts').then(({ judgePassphrase }) => judgePassphrase(passphrase), () => null)

/** A new passphrase as it is typed, twice. */
export function useNewPassphrase() {
  const [value, setValue] = useState('')
  const [repeated, setRepeated] = useState('')
  const [attempted, setAttempted] = useState(false)
  /** Undefined until something was judged. */
  const [problem, setProblem] = useState<PassphraseProblem | null>()

  useEffect(() => {
    let isCurrent = true
    const timer = setTimeout(() => void (value && judge(value).then((found) => isCurrent && setProblem(found))), JUDGE_AFTER)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [value])

  return {
    value, setValue, repeated, setRepeated, attempted, problem,
    /** Whether it can be sent; says why not. */
    async check(): Promise<boolean> {
      const found = await judge(value)
      setProblem(found)
      setAttempted(true)
      return found === null && value === repeated
    },
  }
}

interface NewPassphraseFieldsProps {
  entry: ReturnType<typeof useNewPassphrase>
  label: string
  autoFocus?: boolean
}

/** What is wrong with it is said while it is typed, and as an error once it was to be sent. */
export function NewPassphraseFields({ entry, label, autoFocus = false }: NewPassphraseFieldsProps) {
  const { t } = useTranslation()
  const { value, repeated, attempted, problem } = entry
  const texts = problem && failureTexts(failureOf('input', problem))
  const complaint = texts ? sentences(texts.message, texts.next) : undefined
  const judged = value === '' || problem === undefined ? t('vault.passphraseHint') : (complaint ?? t('vault.strong'))
  return (
    <>
      <TextField
        label={label}
        type="password"
        autoComplete="new-password"
        value={value}
        onChange={entry.setValue}
        hint={<span role="status">{judged}</span>}
        error={attempted ? complaint : undefined}
        autoFocus={autoFocus}
      />
      <TextField
        label={t('vault.repeat')}
        type="password"
        autoComplete="new-password"
        value={repeated}
        onChange={entry.setRepeated}
        error={attempted && !problem && value !== repeated ? t('vault.differs') : undefined}
      />
    </>
  )
}
