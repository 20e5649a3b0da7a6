import { X } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResultSet } from '../../../shared/model/result-set.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { hexDump } from './binary-preview.ts'
import { CellLook, lookOf } from './cell-look.ts'
import { prettyJson } from '../../ui/pretty-json.ts'
import './cell-viewer.css'

interface CellViewerProps {
  result: ResultSet
  /** The result's row and column. */
  row: number
  column: number
  /** The row's number as the grid shows it. */
  displayedRow: number
  onClose: () => void
}

/** Characters shown at most; a copy has the whole. */
const SHOWN = 1_000_000
const DUMPED_BYTES = 65_536
const views = ['text', 'json', 'hex'] as const
type View = (typeof views)[number]

/** The whole value of one cell, beside the grid. The text is the server's; JSON layout and hex are views of it. */
export function CellViewer({ result, row, column, displayedRow, onClose }: CellViewerProps) {
  const { t } = useTranslation()
  const about = result.columns[column]!
  const kind = result.kind(row, column)
  const text = result.text(row, column)
  const look = lookOf(kind, about, text)
  const looksLikeJson = look === CellLook.json || about.family === 'json' || /^\s*[{[]/.test(text)
  const [chosen, setChosen] = useState<View | null>(null)
  const fitting: View = look === CellLook.binary ? 'hex' : looksLikeJson ? 'json' : 'text'
  const view = chosen ?? fitting
  const shown = useMemo(() => viewOf(view, text), [view, text])
  const area = useRef<HTMLTextAreaElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const titleId = useId()
  useEffect(() => (area.current ?? panel.current)?.focus(), [])
  const absent = look === CellLook.null || look === CellLook.missing || look === CellLook.empty

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes a dialog wherever its focus is
    <div
      ref={panel}
      className="cell-viewer"
      role="dialog"
      tabIndex={-1}
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' && event.key !== 'F4') return
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
    >
      <header className="cell-viewer__head">
        <div className="cell-viewer__title" id={titleId}>
          <span className="cell-viewer__label">{about.label}</span>
          <span className="cell-viewer__place">{t('results.viewer.row', { row: displayedRow })}</span>
        </div>
        <IconButton label={t('common.close')} keys="Escape" onClick={onClose}>
          <X size={15} />
        </IconButton>
      </header>
      <div className="cell-viewer__bar">
        <span className="cell-viewer__facts">
          {about.type.toLowerCase()}
          {!absent && ` · ${t('results.characters', { count: characterCount(text) })}`}
        </span>
        <Segmented
          label={t('results.viewer.view')}
          value={view}
          options={views.map((name) => ({ value: name, label: t(`results.viewer.${name}`) }))}
          onChange={setChosen}
        />
        <CopyButton text={text} label={t('results.viewer.copy')} />
      </div>
      {absent ? (
        <p className="cell-viewer__absent">{t(`results.absent.${look === CellLook.null ? 'null' : look === CellLook.missing ? 'missing' : 'empty'}`)}</p>
      ) : (
        <textarea
          ref={area}
          className="cell-viewer__text"
          readOnly
          spellCheck={false}
          wrap={view === 'text' ? 'soft' : 'off'}
          aria-label={about.label}
          value={shown}
        />
      )}
      {text.length > SHOWN && <p className="cell-viewer__note">{t('results.viewer.cut', { count: SHOWN })}</p>}
      {about.fidelity.kind === 'unknown' && <p className="cell-viewer__note">{t('results.noTypes')}</p>}
      {about.fidelity.kind === 'lossy' && (
        <p className="cell-viewer__note">
          ≈ {t(`results.lossy.${about.fidelity.reason}`)}
          {about.fidelity.exactSql && <code>{about.fidelity.exactSql}</code>}
        </p>
      )}
    </div>
  )
}

function viewOf(view: View, text: string): string {
  if (view === 'hex') return hexDump(text, DUMPED_BYTES)
  const shown = text.slice(0, SHOWN)
  return view === 'json' ? prettyJson(shown) : shown
}

/** As CHAR_LENGTH counts: a character outside the basic plane is one. */
function characterCount(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) count++
  return count
}
