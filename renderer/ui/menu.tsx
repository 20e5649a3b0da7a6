import { ContextMenu as Context, DropdownMenu as Dropdown } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Kbd } from './kbd.tsx'
import styles from './menu.module.css'

export type MenuEntry =
  | {
      kind: 'item'
      id: string
      label: string
      /** What should be known before it is chosen. */
      hint?: string
      icon?: ReactNode
      keys?: string | undefined
      danger?: boolean
      disabled?: boolean
      checked?: boolean
      run: () => void
    }
  | { kind: 'separator'; id: string }

interface MenuProps {
  entries: MenuEntry[]
  /** The one element that opens it. */
  children: ReactNode
  align?: 'start' | 'end'
  side?: 'top' | 'right' | 'bottom' | 'left'
}

/** A menu under a button; letters jump to entries, arrows walk them. */
export function Menu({ entries, children, align = 'start', side = 'bottom' }: MenuProps) {
  return (
    <Dropdown.Root modal={false}>
      <Dropdown.Trigger asChild>{children}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content className={styles.menu} align={align} side={side} sideOffset={4} collisionPadding={8}>
          {entries.map((entry) =>
            entry.kind === 'separator' ? (
              <Dropdown.Separator key={entry.id} className={styles.separator} />
            ) : (
              <Dropdown.Item key={entry.id} className={itemClass(entry)} disabled={entry.disabled ?? false} onSelect={entry.run}>
                <EntryContent entry={entry} />
              </Dropdown.Item>
            ),
          )}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  )
}

/** The same menu, opened by a right click or the menu key on what it wraps. */
export function ContextMenu({ entries, children }: Pick<MenuProps, 'entries' | 'children'>) {
  return (
    <Context.Root modal={false}>
      <Context.Trigger asChild>{children}</Context.Trigger>
      <Context.Portal>
        <Context.Content className={styles.menu} collisionPadding={8}>
          {entries.map((entry) =>
            entry.kind === 'separator' ? (
              <Context.Separator key={entry.id} className={styles.separator} />
            ) : (
              <Context.Item key={entry.id} className={itemClass(entry)} disabled={entry.disabled ?? false} onSelect={entry.run}>
                <EntryContent entry={entry} />
              </Context.Item>
            ),
          )}
        </Context.Content>
      </Context.Portal>
    </Context.Root>
  )
}

type Item = Extract<MenuEntry, { kind: 'item' }>

const itemClass = (entry: Item) => classNames(styles.item, entry.danger && styles.danger)

function EntryContent({ entry }: { entry: Item }) {
  return (
    <>
      <span className={styles.icon} aria-hidden="true">
        {entry.checked ? '✓' : entry.icon}
      </span>
      <span className={styles.label}>
        {entry.label}
        {entry.hint && <span className={styles.hint}>{entry.hint}</span>}
      </span>
      {entry.keys && <Kbd keys={entry.keys} />}
    </>
  )
}
