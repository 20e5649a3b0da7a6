import { ChevronDown } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import { classNames } from './class-names.ts'
import styles from './menu.module.css'
import trigger from './select.module.css'

interface CheckMenuProps<Value extends string> {
  /** Its name, with what is chosen. */
  label: string
  /** What the button shows. */
  shown: string
  options: readonly { value: Value; label: string; disabled?: boolean }[]
  checked: readonly Value[]
  /** In the order of the options. */
  onChange: (checked: Value[]) => void
}

/** Chooses several of a few; it stays open while one ticks. */
export function CheckMenu<Value extends string>({ label, shown, options, checked, onChange }: CheckMenuProps<Value>) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>
        <button type="button" aria-label={label} className={classNames(trigger.trigger, trigger.small)}>
          {shown}
          <span className={trigger.chevron}>
            <ChevronDown size={14} aria-hidden="true" />
          </span>
        </button>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.menu} align="end" sideOffset={4} collisionPadding={8} aria-label={label}>
          {options.map(({ value, label, disabled = false }) => (
            <Radix.CheckboxItem
              key={value}
              className={styles.item}
              disabled={disabled}
              checked={checked.includes(value)}
              onSelect={(event) => event.preventDefault()}
              onCheckedChange={(on) => onChange(options.map((option) => option.value).filter((other) => (other === value ? on : checked.includes(other))))}
            >
              <span className={styles.icon} aria-hidden="true">
                <Radix.ItemIndicator>✓</Radix.ItemIndicator>
              </span>
              <span className={styles.label}>{label}</span>
            </Radix.CheckboxItem>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
