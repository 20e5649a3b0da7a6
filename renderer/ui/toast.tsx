import { Toaster as Sonner, toast as sonner } from 'sonner'
import styles from './toast.module.css'

/** Where notices appear; once, in the app. */
export function Toaster({ label }: { label: string }) {
  return (
    <Sonner
      position="bottom-right"
      offset={{ bottom: 38, right: 12 }}
      containerAriaLabel={label}
      toastOptions={{ unstyled: true, classNames: { toast: styles.toast ?? '', title: styles.title ?? '', description: styles.description ?? '' } }}
    />
  )
}

/** Says that something was done; only what a person cannot see for themselves. */
export const toast = {
  done: (text: string) => void sonner(text, { duration: 2_500 }),
  /** What should be read though nobody asked for it. */
  note: (text: string, more?: string) => void sonner(text, { ...(more && { description: more }), duration: 8_000 }),
  problem: (text: string, next: string) => void sonner.error(text, { description: next, duration: 10_000 }),
}
