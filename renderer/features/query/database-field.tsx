import { ChevronDown, Database } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connection } from '../../../shared/model/connection.ts'
import { failureTexts, sentences } from '../../i18n/i18n.ts'
import { listDatabases, type DatabaseList } from './list-databases.ts'
import type { QueryModel } from './query-model.ts'
import type { TabHead } from './tabs-store.ts'
import styles from './toolbar.module.css'

interface DatabaseFieldProps {
  query: QueryModel
  tab: TabHead
  connection: Connection
  disabled: boolean
}

const defaultDatabase = ({ settings }: Connection): string =>
  settings.kind === 'dms' ? settings.schema : settings.kind === 'maxscale' ? settings.database : ''

/** The tab's database: any name can be typed; opening the list asks the server. Empty means the connection's own. */
export function DatabaseField({ query, tab, connection, disabled }: DatabaseFieldProps) {
  const { t } = useTranslation()
  const listId = useId()
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState<string | null>(null)
  const [list, setList] = useState<DatabaseList | null>(null)
  const [at, setAt] = useState(-1)
  const anchor = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)

  const names = list?.kind === 'list' ? list.names : []
  const filter = draft?.toLowerCase() ?? ''
  const offered = filter === '' ? names : names.filter((name) => name.toLowerCase().includes(filter))

  const show = () => {
    if (disabled) return
    setOpen(true)
    setAt(-1)
    void listDatabases(query.rpc, connection.id).then(setList)
  }
  const take = (name: string | null) => {
    if (name !== null && name !== tab.database) query.setDatabase(tab.id, name)
    setDraft(null)
    setOpen(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!open) return show()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt((now) => (offered.length === 0 ? -1 : (now + step + offered.length) % offered.length))
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) take(offered[at] ?? draft)
    else if (event.key === 'Escape' && (open || draft !== null)) {
      event.stopPropagation()
      take(null)
    }
  }

  return (
    <Popover.Root open={open} onOpenChange={(next) => !next && setOpen(false)}>
      <Popover.Anchor asChild>
        <div ref={anchor} className={styles.database}>
          <Database size={13} aria-hidden="true" />
          <input
            ref={input}
            role="combobox"
            aria-expanded={open}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={open && at >= 0 ? `${listId}-${at}` : undefined}
            aria-label={t('query.database')}
            className={styles.databaseInput}
            disabled={disabled}
            maxLength={128}
            placeholder={defaultDatabase(connection) || t('query.noDatabase')}
            spellCheck={false}
            autoComplete="off"
            value={draft ?? tab.database}
            onChange={(event) => {
              setDraft(event.target.value)
              setAt(-1)
            }}
            onFocus={(event) => event.currentTarget.select()}
            onBlur={() => take(draft)}
            onKeyDown={onKeyDown}
          />
          <button
            type="button"
            tabIndex={-1}
            aria-label={t('query.listDatabases')}
            disabled={disabled}
            className={styles.databaseOpen}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => {
              if (open) return setOpen(false)
              input.current?.focus()
              show()
            }}
          >
            <ChevronDown size={14} />
          </button>
        </div>
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          className={styles.databases}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => anchor.current?.contains(event.target as Node) && event.preventDefault()}
        >
          <DatabaseListNote list={list} offered={offered.length} />
          <div role="listbox" id={listId} aria-label={t('query.database')}>
            {offered.map((name, index) => (
              <div
                key={name}
                id={`${listId}-${index}`}
                ref={(element) => void (index === at && element?.scrollIntoView({ block: 'nearest' }))}
                role="option"
                aria-selected={name === tab.database}
                data-active={index === at || undefined}
                tabIndex={-1}
                onPointerDown={(event) => {
                  event.preventDefault()
                  take(name)
                }}
              >
                {name}
              </div>
            ))}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function DatabaseListNote({ list, offered }: { list: DatabaseList | null; offered: number }) {
  const { t } = useTranslation()
  if (list === null) return <p role="status">{t('query.loadingDatabases')}</p>
  if (list.kind === 'failure') {
    const { message, next } = failureTexts(list.failure)
    return <p role="alert">{sentences(message, next)}</p>
  }
  if (list.kind === 'refused') return <p role="alert">{list.message}</p>
  return offered === 0 ? <p role="status">{t('query.noDatabases')}</p> : null
}
