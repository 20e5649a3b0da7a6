import { useId, useState } from 'react'
import { isPlainAddress } from '../../../shared/contract/settings.ts'
import styles from './settings-dialog.module.css'

interface AddressSettingProps {
  label: string
  text: string
  /** What is said while it is none. */
  problem: string
  value: string
  onChange: (value: string) => void
}

/** An address, kept when it is left or Enter is pressed: half of one is often one as well. */
export function AddressSetting({ label, text, problem, value, onChange }: AddressSettingProps) {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  const id = useId()
  // Another window, or a refusal, may have changed it.
  if (known !== value) {
    setKnown(value)
    setTyped(value)
  }
  const valid = isPlainAddress(typed.trim())
  const keep = () => {
    if (valid && typed.trim() !== value) onChange(typed.trim())
  }
  return (
    <div className={styles.address}>
      <p className={styles.label}>{label}</p>
      <p className={styles.text} id={id}>{text}</p>
      <input
        aria-label={label}
        aria-describedby={id}
        aria-invalid={!valid || undefined}
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
      />
      {!valid && <p role="alert">{problem}</p>}
    </div>
  )
}
