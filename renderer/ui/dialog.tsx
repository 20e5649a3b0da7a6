import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from './class-names.ts'
import styles from './dialog.module.css'

interface DialogProps {
  open: boolean
  /** Absent where only an action leads out. */
  onClose?: () => void
  title: ReactNode
  description?: ReactNode
  /** What came of the last action; stays in sight above the buttons. */
  notice?: ReactNode
  /** Buttons, the primary one last. */
  actions?: ReactNode
  /** Holds what a person typed: a click beside it closes nothing. */
  isForm?: boolean
  /** Puts the focus somewhere else than where it was, once the dialog has closed; true where it did. */
  onReturnFocus?: () => boolean
  size?: 'small' | 'normal' | 'large'
  children?: ReactNode
}

/** A modal dialog: focus stays inside, Esc closes, and focus returns to where it was. */
export function Dialog({ open, onClose, title, description, notice, actions, isForm = false, onReturnFocus, size = 'normal', children }: DialogProps) {
  const { t } = useTranslation()
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose?.()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.scrim} />
        <Radix.Content
          className={classNames(styles.dialog, styles[size])}
          {...(isForm && { onInteractOutside: (event: Event) => event.preventDefault() })}
          {...(onReturnFocus && { onCloseAutoFocus: (event: Event) => onReturnFocus() && event.preventDefault() })}
          {...(!description && { 'aria-describedby': undefined })}
        >
          <header className={styles.head}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
            {description && <Radix.Description className={styles.description}>{description}</Radix.Description>}
          </header>
          {children && <div className={styles.body}>{children}</div>}
          {notice && <div className={styles.notice}>{notice}</div>}
          {actions && <footer className={styles.actions}>{actions}</footer>}
          {/* Last, so that the focus starts in the content; without a tooltip, which would take the first Esc. */}
          {onClose && (
            <Radix.Close className={styles.close} aria-label={t('common.close')}>
              <X size={16} />
            </Radix.Close>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
