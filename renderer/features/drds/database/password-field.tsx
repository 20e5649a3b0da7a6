import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { passwordProblem } from '../../../../shared/drds/constraints.ts'
import { failureTexts } from '../../../i18n/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import type { PasswordBox } from '../plan/password-box.ts'
import { generatePassword } from './generate-password.ts'
import styles from './password-field.module.css'

interface PasswordFieldProps {
  label: string
  box: PasswordBox
  /** A new password keeps the rules and can be generated; the present one is only what it is. */
  isNew: boolean
  /** Complains though nothing was typed yet: after an attempt to go on. */
  complains?: boolean
  autoFocus?: boolean
}

/** A form that gave way to its plan is kept by what its dialog gives the focus back to, and what was typed with it. */
const emptiedOnLeaving = (input: HTMLInputElement | null) => () => {
  if (input) input.value = input.defaultValue = ''
}

/** A password as one types it: shown on demand, its rules told at once, a new one made on a click. */
export function PasswordField({ label, box, isNew, complains = false, autoFocus = false }: PasswordFieldProps) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  const problem = isNew ? passwordProblem(box.text) : undefined
  const generate = () => {
    box.write(generatePassword())
    // What nobody typed must be seen once.
    setShown(true)
  }
  return (
    <TextField
      ref={emptiedOnLeaving}
      label={label}
      value={box.text}
      onChange={box.write}
      mono
      type={shown ? 'text' : 'password'}
      autoComplete={isNew ? 'new-password' : 'off'}
      maxLength={200}
      autoFocus={autoFocus}
      hint={isNew ? t('drds.database.password.rule') : undefined}
      error={problem && (box.text !== '' || complains) ? failureTexts(problem).message : undefined}
      beside={
        <span className={styles.tools}>
          <IconButton label={t(shown ? 'drds.database.password.hide' : 'drds.database.password.show')} aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? <EyeOff size={14} /> : <Eye size={14} />}
          </IconButton>
          {isNew && box.text !== '' && shown && <CopyButton text={box.text} label={t('drds.database.password.copy')} />}
          {isNew && <Button onClick={generate}>{t('drds.database.password.generate')}</Button>}
        </span>
      }
    />
  )
}
