import { Popover } from 'radix-ui'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { MaxScaleTarget } from '../../../shared/model/maxscale.ts'
import type { Result } from '../../../shared/model/result.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { FieldProps } from './setting-field.tsx'
import { TargetOptions } from './target-options.tsx'
import styles from './target-field.module.css'

export type AskForTargets = () => Promise<Result<MaxScaleTarget[]>>

interface TargetFieldProps extends FieldProps {
  placeholder: string
  /** Null where what MaxScale must be asked with is not entered; the form says so then. */
  prepare: () => Promise<AskForTargets | null>
  onShowCertificate: () => void
}

/** What a session is opened to: any name can be typed; opening the list asks MaxScale. */
export function TargetField({ placeholder, prepare, onShowCertificate, ...field }: TargetFieldProps) {
  const { t } = useTranslation()
  const listId = useId()
  const [open, setOpen] = useState(false)
  const [dialog, setDialog] = useState<HTMLElement | null>(null)
  const [list, setList] = useState<Result<MaxScaleTarget[]> | null>(null)
  /** What was typed since the list was opened: the name that stands there hides no other. */
  const [filter, setFilter] = useState('')
  const [at, setAt] = useState(-1)
  const latest = useRef(0)
  const input = useRef<HTMLInputElement>(null)
  const button = useRef<HTMLButtonElement>(null)

  const targets = list?.ok ? list.value : []
  const offered = targets.filter(({ name }) => name.toLowerCase().includes(filter.trim().toLowerCase()))

  const close = () => {
    latest.current += 1
    setOpen(false)
  }
  const show = async () => {
    const asked = (latest.current += 1)
    const ask = await prepare()
    if (!ask || latest.current !== asked) return
    setList(null)
    setFilter('')
    setAt(-1)
    setDialog(input.current?.closest<HTMLElement>('[role=dialog]') ?? null)
    setOpen(true)
    input.current?.focus()
    const result = await ask()
    if (latest.current === asked) setList(result)
  }
  const take = (target: MaxScaleTarget | undefined) => {
    if (target?.refusal) return
    if (target) field.onChange(target.name)
    close()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!open) return void show()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt((now) => (offered.length === 0 ? -1 : (Math.max(now, step === 1 ? -1 : 0) + step + offered.length) % offered.length))
    } else if (event.key === 'Enter' && open) {
      event.preventDefault()
      take(offered[at])
    }
  }

  return (
    <Popover.Root open={open} onOpenChange={(next) => !next && close()}>
      <Popover.Anchor virtualRef={input} />
      <TextField
        {...field}
        ref={input}
        mono
        name="target"
        role="combobox"
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && at >= 0 ? `${listId}-${at}` : undefined}
        maxLength={256}
        placeholder={placeholder}
        onChange={(value) => {
          field.onChange(value)
          setFilter(value)
          setAt(-1)
        }}
        onBlur={(event) => {
          // The list's own parts are reached with the pointer only and give the focus back.
          if (event.relatedTarget === button.current) return
          close()
          field.onBlur()
        }}
        onKeyDown={onKeyDown}
        beside={
          <Button ref={button} aria-haspopup="listbox" aria-expanded={open} onClick={() => (open ? close() : void show())}>
            {t('connections.target.choose')}
          </Button>
        }
      />
      {/* Inside the dialog: what lies outside of it can neither be scrolled nor be heard while it is open. */}
      <Popover.Portal container={dialog}>
        <Popover.Content
          className={styles.list}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={t('connections.target.list')}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onPointerDown={(event) => event.preventDefault()}
          onInteractOutside={(event) => (event.target === input.current || event.target === button.current) && event.preventDefault()}
        >
          <TargetOptions
            listId={listId}
            list={list}
            offered={offered}
            chosen={field.value.trim()}
            at={at}
            onTake={take}
            onShowCertificate={() => {
              close()
              onShowCertificate()
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
