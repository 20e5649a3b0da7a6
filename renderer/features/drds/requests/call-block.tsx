import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../../ui/copy-button.tsx'
import styles from './call-detail.module.css'

interface CallBlockProps {
  title: string
  /** What the copy button puts on the clipboard, and its name. */
  copy?: { text: string; label: string }
  hint?: string
  children: ReactNode
}

/** A titled part of a request, with the whole of it to copy. */
export function CallBlock({ title, copy, hint, children }: CallBlockProps) {
  return (
    <section className={styles.block} aria-label={title}>
      <div className={styles.blockHead}>
        <h4>{title}</h4>
        {copy && <CopyButton text={copy.text} label={copy.label} />}
      </div>
      {hint && <p className={styles.hint}>{hint}</p>}
      {children}
    </section>
  )
}

/** Says whether what stands below is what was signed and sent. */
export function MaskedNote({ masked }: { masked: boolean }) {
  const { t } = useTranslation()
  return <p className={masked ? styles.masked : styles.hint}>{t(masked ? 'drds.requests.masked' : 'drds.requests.notMasked')}</p>
}
