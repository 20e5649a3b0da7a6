import type { ReactNode } from 'react'
import styles from './settings-dialog.module.css'

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h3>{title}</h3>
      <div>{children}</div>
    </section>
  )
}

/** What is set, a sentence on it, and the control at its side. */
export function Row({ label, text, children }: { label: string; text: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <div>
        <p className={styles.label}>{label}</p>
        <p className={styles.text}>{text}</p>
      </div>
      <div className={styles.control}>{children}</div>
    </div>
  )
}
