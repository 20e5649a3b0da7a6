import { CircleAlert, X } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { Button } from './button.tsx'
import { IconButton } from './icon-button.tsx'
import styles from './toast.module.css'

interface Choice {
  label: string
  run: () => void
}

interface Toast {
  id: string
  text: string
  more?: string
  tone: 'plain' | 'error'
  /** Milliseconds; null where it stays until somebody has read it. */
  lasts: number | null
  /** What it asks, the button that decides last; without them it has a cross. */
  choices: readonly Choice[]
}

interface Question {
  /** The same question twice stands there once. */
  id: string
  text: string
  more: string
  action: Choice
  dismiss: Choice
}

const store = createStore<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }))
let said = 0

function say(toast: Omit<Toast, 'id'> & { id?: string }): void {
  const id = toast.id ?? `toast-${(said += 1)}`
  store.setState(({ toasts }) => ({ toasts: [...toasts.filter((other) => other.id !== id), { ...toast, id }] }))
}

const dismiss = (id: string) => store.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))

/** Says that something was done; only what a person cannot see for themselves. */
export const toast = {
  done: (text: string) => say({ text, tone: 'plain', lasts: 2_500, choices: [] }),
  /** What should be read though nobody asked for it. */
  note: (text: string, more?: string) => say({ text, ...(more && { more }), tone: 'plain', lasts: 8_000, choices: [] }),
  /** Stays until somebody has read it. */
  problem: (text: string, next: string) => say({ text, more: next, tone: 'error', lasts: null, choices: [] }),
  /** What waits for a person: it stays until one of its buttons is chosen. */
  ask: ({ id, text, more, action, dismiss }: Question) => say({ id, text, more, tone: 'plain', lasts: null, choices: [dismiss, action] }),
  /** What was asked and needs no answer any more. */
  withdraw: (id: string) => dismiss(id),
}

/**
 * Where notices appear; once, in the app: a strip of its own, so that they lie over nothing. F6 leads there, Esc
 * dismisses the one with the focus; after the last `onLeave` says where the focus goes.
 */
export function Toaster({ label, onLeave }: { label: string; onLeave: () => void }) {
  const toasts = useStore(store, (state) => state.toasts)
  const [held, setHeld] = useState(false)
  const strip = useRef<HTMLElement>(null)
  const close = (id: string) => {
    flushSync(() => dismiss(id))
    // What had the focus is gone with it.
    const next = strip.current?.querySelector('button')
    if (next) return next.focus()
    setHeld(false)
    onLeave()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it only notes that somebody looks at it
    <section
      ref={strip}
      className={styles.strip}
      aria-label={label}
      aria-live="polite"
      data-region={toasts.length > 0 ? 'notices' : undefined}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toasts.length > 0 && (
        <ol>
          {toasts.map((one) => (
            <Notice key={one.id} toast={one} held={held} onClose={() => close(one.id)} />
          ))}
        </ol>
      )}
    </section>
  )
}

function Notice({ toast: { id, text, more, tone, lasts, choices }, held, onClose }: { toast: Toast; held: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  useEffect(() => {
    // What somebody looks at stays.
    if (lasts === null || held) return
    const timer = setTimeout(() => dismiss(id), lasts)
    return () => clearTimeout(timer)
  }, [id, lasts, held])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || choices.length > 0) return
    event.preventDefault()
    onClose()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape comes up from its buttons
    <li className={styles.toast} data-tone={tone} onKeyDown={onKeyDown}>
      {tone === 'error' && <CircleAlert size={15} aria-hidden="true" />}
      <p className={styles.words} role={tone === 'error' ? 'alert' : undefined}>
        <strong>{text}</strong> {more && <span>{more}</span>}
      </p>
      {choices.map(({ label, run }, at) => (
        <Button
          key={label}
          size="small"
          {...(at === choices.length - 1 && { tone: 'primary' as const })}
          onClick={() => {
            onClose()
            run()
          }}
        >
          {label}
        </Button>
      ))}
      {choices.length === 0 && (
        <IconButton label={t('common.dismiss', { text })} onClick={onClose}>
          <X size={14} />
        </IconButton>
      )}
    </li>
  )
}
