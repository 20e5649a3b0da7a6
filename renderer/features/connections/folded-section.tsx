import { ChevronRight } from 'lucide-react'
import { Collapsible } from 'radix-ui'
import { useRef, type ReactNode } from 'react'
import styles from './folded-section.module.css'

interface FoldedSectionProps {
  title: string
  /** What is set in it, for while it is closed; empty where nothing is. */
  set: string
  open: boolean
  onOpenChange: (open: boolean) => void
  children: ReactNode
}

/** What few connections need; its title names what is set in it. */
export function FoldedSection({ title, set, open, onOpenChange, children }: FoldedSectionProps) {
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
        <span className={styles.title}>{title}</span> <span className={styles.set}>{set}</span>
      </Collapsible.Trigger>
      <Collapsible.Content className={styles.content}>{children}</Collapsible.Content>
    </Collapsible.Root>
  )
}
