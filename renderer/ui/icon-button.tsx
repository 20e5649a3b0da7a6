import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { ariaKeys } from './shortcut.ts'
import { Tooltip } from './tooltip.tsx'
import styles from './icon-button.module.css'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'title'> {
  /** Its name, for the tooltip and for screen readers. */
  label: string
  keys?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactNode
}

/** A button that shows only an icon; its tooltip says what it does and which keys do the same. */
export function IconButton({ label, keys, side, className, type = 'button', children, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} keys={keys} {...(side && { side })}>
      <button
        type={type}
        aria-label={label}
        {...(keys && { 'aria-keyshortcuts': ariaKeys(keys) })}
        className={classNames(styles.iconButton, className)}
        {...rest}
      >
        {children}
      </button>
    </Tooltip>
  )
}
