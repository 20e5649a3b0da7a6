import { useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResultSet } from '../../../shared/model/result-set.ts'
import { matchesKeys } from '../../ui/shortcut.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { CellSize, CellView } from './cell-rows.ts'
import { CellSurface } from './cell-surface.ts'

interface LargeCellProps {
  result: ResultSet
  row: number
  column: number
  view: CellView
  label: string
  onSize: (size: CellSize) => void
}

type State = 'layingOut' | 'laidOut' | 'notJson' | 'failed'

/**
 * A cell of megabytes, drawn by CellSurface row by row; a copy has the text as it is, without the cuts. Give it a `key`
 * for each cell.
 */
export function LargeCell({ result, row, column, view, label, onSize }: LargeCellProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const sizer = useRef<HTMLDivElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const surface = useRef<CellSurface | null>(null)
  const [state, setState] = useState<State>('layingOut')

  useLayoutEffect(() => {
    const parts = { scroller: scroller.current!, sizer: sizer.current!, frame: frame.current!, body: body.current! }
    const made = new CellSurface(parts, result.rawBytes(row, column), result.kind(row, column), {
      onLaidOut({ size, isJson }) {
        setState(isJson ? 'laidOut' : 'notJson')
        onSize(size)
      },
      onFailed: () => setState('failed'),
    })
    surface.current = made
    return () => made.destroy()
  }, [result, row, column, onSize])
  useLayoutEffect(() => surface.current?.show(view), [view])

  return (
    <>
      <div
        ref={scroller}
        className="cell-rows"
        role="textbox"
        aria-multiline="true"
        aria-readonly="true"
        aria-label={label}
        aria-busy={state === 'layingOut'}
        tabIndex={0}
        onCopy={(event) => {
          event.preventDefault()
          event.clipboardData.setData('text/plain', surface.current?.selected() ?? result.text(row, column))
        }}
        onKeyDown={(event) => {
          if (matchesKeys(event.nativeEvent, 'Mod+A')) surface.current?.selectAll()
          else if (!surface.current?.move(event.key)) return
          event.preventDefault()
        }}
      >
        {state === 'layingOut' && <Skeleton rows={6} />}
        {state === 'failed' && <p className="cell-rows__failed">{t('results.viewer.failed')}</p>}
        <div ref={sizer}>
          <div ref={frame} className="cell-rows__view">
            <div ref={body} />
          </div>
        </div>
      </div>
      {state === 'notJson' && view === 'json' && <p className="cell-viewer__note">{t('results.viewer.notJson')}</p>}
    </>
  )
}
