import { Separator } from 'react-resizable-panels'
import { classNames } from './class-names.ts'
import styles from './splitter.module.css'

export { Group as SplitGroup, Panel as SplitPanel, usePanelRef } from 'react-resizable-panels'

/** The line between two panels: drag it, or focus it and use the arrows. */
export function Splitter({ label, className }: { label: string; className?: string }) {
  return <Separator aria-label={label} className={classNames(styles.splitter, className)} />
}
