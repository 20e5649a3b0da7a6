import { ChevronRight } from 'lucide-react'
import { Collapsible } from 'radix-ui'
import { useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { startingValues } from './connection-fields.ts'
import type { ConnectionDraft } from './connection-draft.ts'
import styles from './security-section.module.css'

interface SecuritySectionProps {
  draft: ConnectionDraft
  open: boolean
  onOpenChange: (open: boolean) => void
  children: ReactNode
}

const telling = ['signIn', 'tokenPlace', 'passwordPlace', 'pinnedCertificate', 'certificateAuthority'] as const

/** What few connections need; while it is closed its title names what is set in it. */
export function SecuritySection({ draft, open, onOpenChange, children }: SecuritySectionProps) {
  const { t } = useTranslation()
  const start: Partial<Record<string, string | number>> = startingValues[draft.kind]
  const set = telling.filter((name) => name in start && (draft.values[name]?.trim() ?? '') !== String(start[name]))
  const section = useRef<HTMLDivElement>(null)
  const show = (next: boolean) => {
    onOpenChange(next)
    // It stands at the end of a form that is taller than most windows: what was opened would open out of sight.
    if (next) requestAnimationFrame(() => section.current?.scrollIntoView({ block: 'nearest' }))
  }
  return (
    <Collapsible.Root ref={section} open={open} onOpenChange={show} className={styles.section}>
      <Collapsible.Trigger className={styles.trigger}>
        <ChevronRight size={14} aria-hidden="true" />
        <span className={styles.title}>{t('connections.security.title')}</span>{' '}
        <span className={styles.set}>{set.map((name) => t(`connections.security.set.${name}`)).join(' · ')}</span>
      </Collapsible.Trigger>
      <Collapsible.Content className={styles.content}>{children}</Collapsible.Content>
    </Collapsible.Root>
  )
}
