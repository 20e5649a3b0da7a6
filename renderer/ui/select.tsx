import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './select.module.css'

export interface SelectOption<Value extends string> {
  value: Value
  label: string
  /** Drawn before the label, such as an environment's mark. */
  mark?: ReactNode
}

interface SelectProps<Value extends string> {
  value: Value
  options: SelectOption<Value>[]
  onChange: (value: Value) => void
  /** Its name, where no label element points at `id`. */
  label?: string
  id?: string
  /** The element that says more about it. */
  describedBy?: string | undefined
  disabled?: boolean
  size?: 'normal' | 'small'
  className?: string | undefined
}

/** Chooses one of a few; letters jump, arrows walk. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { value, options, onChange, label, id, describedBy, disabled = false, size = 'normal', className } = props
  return (
    <Radix.Root
      value={value}
      disabled={disabled}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next)
        if (option) onChange(option.value)
      }}
    >
      <Radix.Trigger id={id} aria-label={label} aria-describedby={describedBy} className={classNames(styles.trigger, styles[size], className)}>
        <span className={styles.value}>
          {options.find((option) => option.value === value)?.mark}
          <Radix.Value />
        </span>
        <Radix.Icon className={styles.chevron}>
          <ChevronDown size={14} />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.list} position="popper" sideOffset={4} collisionPadding={8}>
          <Radix.Viewport className={styles.viewport}>
            {options.map((option) => (
              <Radix.Item key={option.value} value={option.value} className={styles.option}>
                <span className={styles.tick}>
                  <Radix.ItemIndicator>
                    <Check size={14} />
                  </Radix.ItemIndicator>
                </span>
                {option.mark}
                <Radix.ItemText>{option.label}</Radix.ItemText>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
