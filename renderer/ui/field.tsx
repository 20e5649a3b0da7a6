import { useId, type ReactNode } from 'react'
import styles from './field.module.css'

interface FieldProps {
  label: string
  /** One sentence under the field; gives way to `error`. */
  hint?: ReactNode
  error?: string | undefined
  optional?: string | undefined
  /** Draws the control; `describedBy` names the hint or error. */
  children: (ids: { id: string; describedBy: string | undefined; invalid: boolean }) => ReactNode
}

/** A labelled control with its hint or its error beneath. */
export function Field({ label, hint, error, optional, children }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
        {optional && <span className={styles.optional}>{optional}</span>}
      </label>
      {children({ id, describedBy: note ? noteId : undefined, invalid: error !== undefined })}
      {note && (
        <p id={noteId} className={error ? styles.error : styles.hint} {...(error && { role: 'alert' })}>
          {note}
        </p>
      )}
    </div>
  )
}
