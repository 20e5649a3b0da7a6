import { X } from 'lucide-react'
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResultSet } from '../../../shared/model/result-set.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { CellLook, lookOf } from './cell-look.ts'
import { cellRows, cellSize, isLargeCell, type CellSize, type CellView } from './cell-rows.ts'
import { LargeCell } from './large-cell.tsx'
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

const HEAD = 200
const views = ['text', 'json', 'hex'] as const satisfies CellView[]

/** The whole value of one cell, beside the grid. The text is the server's; JSON layout and hex are views of it. */
export function CellViewer({ result, row, column, displayedRow, onClose }: CellViewerProps) {
  const { t } = useTranslation()
  const about = result.columns[column]!
  const kind = result.kind(row, column)
  const isLarge = useMemo(() => isLargeCell(result.rawBytes(row, column)), [result, row, column])
  // Of a large one no more is decoded here than what tells its look.
  const text = useMemo(() => (isLarge ? result.head(row, column, HEAD) : result.text(row, column)), [isLarge, result, row, column])
  const look = lookOf(kind, about, text)
  const looksLikeJson = look === CellLook.json || about.family === 'json' || /^\s*[{[]/.test(text)
  const absent = look === CellLook.null || look === CellLook.missing || look === CellLook.empty
  const [chosen, setChosen] = useState<CellView | null>(null)
  const fitting: CellView = look === CellLook.binary ? 'hex' : looksLikeJson ? 'json' : 'text'
  const view = chosen ?? fitting
  const cellId = `${row} ${column}`
  const [large, setLarge] = useState<{ cellId: string; size: CellSize } | null>(null)
  const onSize = useCallback((size: CellSize) => setLarge({ cellId, size }), [cellId])
  const size = !isLarge ? cellSize(text) : large?.cellId === cellId ? large.size : null
  const panel = useRef<HTMLDivElement>(null)
  const titleId = useId()
  useEffect(() => (panel.current?.querySelector<HTMLElement>('textarea, [role=textbox]') ?? panel.current)?.focus(), [])

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
          {!absent && size && ` · ${t('results.characters', { count: size.characters })}`}
          {isLarge && size && ` · ${formatBytes(size.bytes)}`}
        </span>
        <Segmented
          label={t('results.viewer.view')}
          value={view}
          options={views.map((name) => ({ value: name, label: t(`results.viewer.${name}`) }))}
          onChange={setChosen}
        />
        <CopyButton text={() => result.text(row, column)} label={t('results.viewer.copy')} />
      </div>
      {absent ? (
        <p className="cell-viewer__absent">{t(`results.absent.${look === CellLook.null ? 'null' : look === CellLook.missing ? 'missing' : 'empty'}`)}</p>
      ) : isLarge ? (
        <LargeCell key={cellId} {...{ result, row, column, view }} label={about.label} onSize={onSize} />
      ) : (
        <SmallCell text={text} view={view} label={about.label} />
      )}
      {about.real && result.written(row, column) !== text && <p className="cell-viewer__note">{t('results.viewer.written', { digits: result.written(row, column) })}</p>}
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

interface SmallCellProps {
  text: string
  view: CellView
  label: string
}

function SmallCell({ text, view, label }: SmallCellProps) {
  const { t } = useTranslation()
  const { rows, isJson } = useMemo(() => cellRows(text, view, Infinity), [text, view])
  const shown = useMemo(() => (view === 'text' ? text : Array.from({ length: rows.count }, (_, at) => rows.row(at)).join('\n')), [rows, text, view])
  return (
    <>
      <textarea className="cell-viewer__text" readOnly spellCheck={false} wrap={view === 'text' ? 'soft' : 'off'} aria-label={label} value={shown} />
      {view === 'json' && !isJson && <p className="cell-viewer__note">{t('results.viewer.notJson')}</p>}
    </>
  )
}
