import { Toaster as Sonner, toast as sonner } from 'sonner'
import styles from './toast.module.css'

/** Where notices appear; once, in the app. */
export function Toaster({ label }: { label: string }) {
  return (
    <Sonner
      position="bottom-right"
      offset={{ bottom: 38, right: 12 }}
      containerAriaLabel={label}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: styles.toast ?? '', content: styles.content ?? '', title: styles.title ?? '', description: styles.description ?? '',
          actionButton: styles.action ?? '', cancelButton: styles.cancel ?? '',
        },
      }}
    />
  )
}

interface Question {
  /** The same question twice stands there once. */
  id: string
  text: string
  more: string
  action: { label: string; run: () => void }
  dismiss: { label: string; run: () => void }
}

/** Says that something was done; only what a person cannot see for themselves. */
export const toast = {
  done: (text: string) => void sonner(text, { duration: 2_500 }),
  /** What should be read though nobody asked for it. */
  note: (text: string, more?: string) => void sonner(text, { ...(more && { description: more }), duration: 8_000 }),
  problem: (text: string, next: string) => void sonner.error(text, { description: next, duration: 10_000 }),
  /** What waits for a person: it stays until one of its buttons is chosen. */
  ask: ({ id, text, more, action, dismiss }: Question) =>
    void sonner(text, {
      id, description: more, duration: Infinity,
      action: { label: action.label, onClick: action.run },
      cancel: { label: dismiss.label, onClick: dismiss.run },
    }),
}
