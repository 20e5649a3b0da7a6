import { Plus, TriangleAlert, X } from 'lucide-react'
import { useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { whitelistProblem } from '../../../../shared/drds/constraints.ts'
import { failureTexts } from '../../../i18n/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { compareWhitelists, inMode, marksOf, sentEntries, wordsIn, type WhitelistEdit, type WhitelistMark, type WhitelistMode } from './whitelist-edit.ts'
import { WhitelistPreview } from './whitelist-preview.tsx'
import styles from './whitelist.module.css'

interface WhitelistEditorProps {
  current: readonly string[]
  onCancel: () => void
  onSend: (mode: WhitelistMode, entries: string[]) => void
}

/** The list as one edits it: entries added one by one or many at once, what is wrong with each, and what will come of it. */
export function WhitelistEditor({ current, onCancel, onSend }: WhitelistEditorProps) {
  const { t } = useTranslation()
  const [edit, setEdit] = useState<WhitelistEdit>({ mode: 'append', entries: [] })
  const [typed, setTyped] = useState('')
  const whole: WhitelistEdit = { ...edit, entries: [...edit.entries, ...wordsIn(typed)] }
  const marks = marksOf(whole, current)
  const wrong = marks.some((mark) => mark?.kind === 'wrong')
  // What is wrong comes nowhere: it is in no list that will be.
  const right = { ...whole, entries: whole.entries.filter((_, at) => marks[at]?.kind !== 'wrong') }
  const { added, removed, kept } = compareWhitelists(right, current)
  const nothing = added.length === 0 && removed.length === 0
  const sent = sentEntries(whole, current)
  const refused = nothing ? undefined : whitelistProblem(sent)

  const add = (words: string[]) => {
    setEdit((before) => ({ ...before, entries: [...before.entries, ...words] }))
    setTyped('')
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    add(wordsIn(typed))
  }
  // One entry is text like any other; several are a list.
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const words = wordsIn(event.clipboardData.getData('text'))
    if (words.length < 2) return
    event.preventDefault()
    add([...wordsIn(typed), ...words])
  }
  return (
    <div className={styles.editor}>
      <Segmented
        label={t('drds.database.whitelist.mode')}
        value={edit.mode}
        onChange={(mode) => setEdit((before) => inMode(before, mode, current))}
        options={(['append', 'replace'] as const).map((value) => ({ value, label: t(`drds.database.whitelist.${value}`) }))}
      />
      <p className={styles.about}>{t(`drds.database.whitelist.about.${edit.mode}`)}</p>
      <TextField
        label={t('drds.database.whitelist.add')}
        hint={t('drds.database.whitelist.addHint')}
        placeholder="10.0.0.8, 10.0.1.0/24"
        mono
        autoFocus
        value={typed}
        onChange={setTyped}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        beside={
          <Button onClick={() => add(wordsIn(typed))} disabled={wordsIn(typed).length === 0}>
            <Plus size={14} aria-hidden="true" />
            {t('drds.database.whitelist.addAction')}
          </Button>
        }
      />
      {whole.entries.length > 0 && (
        <ul className={styles.rows} aria-label={t(`drds.database.whitelist.${edit.mode}`)}>
          {whole.entries.map((entry, at) => (
            // The same entry may stand there twice, which its mark says.
            // oxlint-disable-next-line react/no-array-index-key -- see above
            <li key={`${at} ${entry}`} className={styles.row}>
              <code>{entry}</code>
              <Mark mark={marks[at] ?? null} />
              {at < edit.entries.length && (
                <IconButton
                  label={t('drds.database.whitelist.remove', { entry })}
                  onClick={() => setEdit((before) => ({ ...before, entries: before.entries.filter((_, place) => place !== at) }))}
                >
                  <X size={14} />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
      )}
      <WhitelistPreview before={current} kept={kept} added={added} removed={removed} />
      {refused && !wrong && <p className={styles.wrong} role="alert">{failureTexts(refused).message}</p>}
      <div className={styles.actions}>
        <Button size="small" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button size="small" tone="primary" disabled={wrong || nothing || refused !== undefined} onClick={() => onSend(edit.mode, sent)}>
          {t('drds.plan.review')}
        </Button>
      </div>
    </div>
  )
}

function Mark({ mark }: { mark: WhitelistMark | null }) {
  const { t } = useTranslation()
  if (!mark) return null
  if (mark.kind === 'wrong') return <span className={styles.wrong}>{failureTexts(mark.failure).message}</span>
  if (mark.kind === 'there') return <span className={styles.there}>{t('drds.database.whitelist.there')}</span>
  return (
    <span className={styles.warns}>
      <TriangleAlert size={12} aria-hidden="true" />
      {t('drds.database.whitelist.openEntry')}
    </span>
  )
}
