import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import styles from './button.module.css'

export interface ButtonProps extends ComponentProps<'button'> {
  tone?: 'plain' | 'primary' | 'danger' | 'quiet'
  size?: 'normal' | 'small'
}

/** A button whose words are a verb. `type` is "button" unless said otherwise, so that no form is sent by accident. */
export function Button({ tone = 'plain', size = 'normal', className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={classNames(styles.button, styles[tone], styles[size], className)} {...rest} />
}
