import { useEffect, useRef, type PointerEvent as ReactPointerEvent, type RefObject } from 'react'
import type { GridSurface } from './grid-surface.ts'
import { HEADER_ROW, type GridPoint, type Selection } from './selection.ts'

interface PointerSelection {
  onPointerDown(event: ReactPointerEvent<HTMLElement>): void
  onPointerMove(event: ReactPointerEvent<HTMLElement>): void
  onPointerUp(): void
  /** Whether the pointer was last pressed on a cell: what is clicked after that is the grid itself, which captures it. */
  pressedCell(): boolean
}

/**
 * Selects with the mouse: click, drag, Shift+click; on the row numbers whole rows. Past an edge the view follows for as
 * long as the button is held.
 */
export function useGridPointer(
  surface: RefObject<GridSurface | null>,
  selection: Selection,
  lastColumn: number,
  onSelect: (selection: Selection) => void,
): PointerSelection {
  const drag = useRef<{ anchor: GridPoint; rows: boolean; x: number; y: number; frame: number } | null>(null)
  const onCell = useRef(false)
  const stop = () => {
    if (drag.current) cancelAnimationFrame(drag.current.frame)
    drag.current = null
  }
  useEffect(() => () => cancelAnimationFrame(drag.current?.frame ?? 0), [])

  const follow = () => {
    const held = drag.current
    if (!held) return
    const point = surface.current?.pointAt(held.x, held.y)
    if (point) {
      const row = Math.max(0, point.row)
      const column = held.rows ? 0 : Math.max(0, point.column)
      onSelect({ anchor: held.anchor, active: { row, column } })
    }
  }
  const keepFollowing = () => {
    if (!drag.current) return
    follow()
    drag.current.frame = requestAnimationFrame(keepFollowing)
  }

  return {
    onPointerDown(event) {
      onCell.current = event.target instanceof Element && event.target.closest('[role=gridcell]') !== null
      if (event.button !== 0) return
      const point = surface.current?.pointAt(event.clientX, event.clientY)
      if (!point || point.row === HEADER_ROW || !isOnCells(event)) return
      const rows = point.column < 0
      const grows = event.shiftKey && selection.anchor.row !== HEADER_ROW
      const anchor = grows ? selection.anchor : { row: point.row, column: rows ? lastColumn : point.column }
      onSelect({ anchor, active: { row: point.row, column: Math.max(0, point.column) } })
      event.currentTarget.setPointerCapture(event.pointerId)
      drag.current = { anchor, rows, x: event.clientX, y: event.clientY, frame: 0 }
    },
    onPointerMove(event) {
      const held = drag.current
      if (!held) return
      held.x = event.clientX
      held.y = event.clientY
      cancelAnimationFrame(held.frame)
      keepFollowing()
    },
    onPointerUp: stop,
    pressedCell: () => onCell.current,
  }
}

/** False on the scroll bars, which belong to the scroller itself. */
const isOnCells = (event: ReactPointerEvent<HTMLElement>) =>
  event.target instanceof Element && event.target.closest('.result-grid__view') !== null
