import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { createContext, useCallback, useContext, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
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
  /** Something was entered that closing would lose: Esc, the cross and Cancel ask first. */
  isFilled?: boolean
  /** Puts the focus somewhere else than where it was, once the dialog has closed; true where it did. */
  onReturnFocus?: () => boolean
  size?: 'small' | 'normal' | 'large'
  children?: ReactNode
}

/** A modal dialog: focus stays inside, Esc closes, and focus returns to where it was. */
export function Dialog({ open, onClose, title, description, notice, actions, isForm = false, isFilled = false, onReturnFocus, size = 'normal', children }: DialogProps) {
  const { t } = useTranslation()
  const before = useFocusBefore(open)
  const [asking, setAsking] = useState(false)
  const leave = useCallback(() => (isFilled ? setAsking(true) : onClose?.()), [isFilled, onClose])
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && leave()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.scrim} />
        <Radix.Content
          ref={(content) => void (content && focusBefore.set(content, before))}
          className={classNames(styles.dialog, styles[size])}
          {...(isForm && { onInteractOutside: (event: Event) => event.preventDefault() })}
          onCloseAutoFocus={(event) => {
            // Radix gives the focus back to a trigger, and these dialogs have none.
            event.preventDefault()
            if (!onReturnFocus?.()) giveBack(before)
          }}
          {...(!description && { 'aria-describedby': undefined })}
        >
          <header className={styles.head}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
            {description && <Radix.Description className={styles.description}>{description}</Radix.Description>}
          </header>
          {children && <div className={styles.body}>{children}</div>}
          {notice && <div className={styles.notice}>{notice}</div>}
          {actions && (
            <footer className={styles.actions}>
              <Leave value={leave}>{actions}</Leave>
            </footer>
          )}
          {/* Last, so that the focus starts in the content; without a tooltip, which would take the first Esc. */}
          {onClose && (
            <Radix.Close className={styles.close} aria-label={t('common.close')}>
              <X size={16} />
            </Radix.Close>
          )}
          {asking && onClose && <DiscardDialog onKeep={() => setAsking(false)} onDiscard={onClose} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const Leave = createContext<() => void>(() => undefined)

/** Among a dialog's actions: leaves it as Esc does. */
export function CancelButton() {
  const { t } = useTranslation()
  return <Button onClick={useContext(Leave)}>{t('common.cancel')}</Button>
}

/** Asks before a form that was filled closes with what is in it. */
function DiscardDialog({ onKeep, onDiscard }: { onKeep: () => void; onDiscard: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog
      open
      size="small"
      onClose={onKeep}
      title={t('common.discardEntered.title')}
      description={t('common.discardEntered.text')}
      actions={
        <>
          <Button onClick={onKeep} autoFocus>
            {t('common.discardEntered.keep')}
          </Button>
          <Button tone="danger" onClick={onDiscard}>
            {t('common.discardEntered.discard')}
          </Button>
        </>
      }
    />
  )
}

/** Of each dialog, for those that came from it: what had the focus before. */
const focusBefore = new WeakMap<Element, Element | null>()

/** What had the focus when the dialog was last drawn anew: a field in it may take the focus before any effect runs. */
function useFocusBefore(open: boolean): Element | null {
  const [seen, setSeen] = useState(() => ({ open, before: open ? document.activeElement : null }))
  if (seen.open !== open) {
    const now = document.activeElement
    // Nothing has it where what stood in this one's place is gone: then it was where it had been the first time.
    setSeen({ open, before: open && now !== document.body ? now : seen.before })
  }
  return seen.before
}

/** Takes the focus from nothing that has it by now, such as a dialog that stands in this one's place. */
function giveBack(before: Element | null): void {
  if (document.activeElement !== document.body) return
  let to = before
  // It was in a dialog that is gone as well: then to where that one came from.
  while (to && !to.isConnected) {
    const dialog = to.closest('[role=dialog]')
    to = (dialog && focusBefore.get(dialog)) ?? null
  }
  if (to instanceof HTMLElement) to.focus()
}
