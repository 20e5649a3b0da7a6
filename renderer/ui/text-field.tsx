import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Field } from './field.tsx'
import styles from './field.module.css'

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'children' | 'id'> {
  label: string
  value: string
  onChange: (value: string) => void
  hint?: ReactNode
  error?: string | undefined
  optional?: string | undefined
  /** Drawn in the grid's face: hosts, keys, names of the database. */
  mono?: boolean
  /** A button that fills the field or says more about it. */
  beside?: ReactNode
}

/** One line of text with its label, hint and error. */
export function TextField({ label, value, onChange, hint, error, optional, mono, beside, className, ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional}>
      {({ id, describedBy, invalid }) => {
        const input = (
          <input
            id={id}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            aria-invalid={invalid || undefined}
            aria-describedby={describedBy}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            className={classNames(styles.input, mono && styles.mono, className)}
            {...rest}
          />
        )
        if (!beside) return input
        return (
          <div className={styles.row}>
            {input}
            {beside}
          </div>
        )
      }}
    </Field>
  )
}
