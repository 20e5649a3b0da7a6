import { Virtualizer } from '@tanstack/react-virtual'

/** Columns in view, half open, and where columns are. */
export interface ColumnWindow {
  /** The first column in view and one past the last; none when nothing is in view. */
  at(scrollLeft: number, width: number): { from: number; to: number }
  columnAt(x: number): number
}

const ignore = () => {}

/**
 * Finds the columns in view among columns of different widths. TanStack Virtual does the sums; the grid listens to its
 * own scroller and draws in the same frame, so none of the observers are attached.
 */
export function columnWindow(widths: readonly number[]): ColumnWindow {
  const virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
    count: widths.length,
    horizontal: true,
    estimateSize: (index) => widths[index]!,
    getScrollElement: () => null,
    scrollToFn: ignore,
    observeElementRect: ignore,
    observeElementOffset: ignore,
  })
  return {
    at(scrollLeft, width) {
      virtualizer.scrollOffset = scrollLeft
      virtualizer.scrollRect = { width, height: 0 }
      const range = virtualizer.calculateRange()
      return range ? { from: range.startIndex, to: range.endIndex + 1 } : { from: 0, to: 0 }
    },
    columnAt: (x) => virtualizer.getVirtualItemForOffset(x)?.index ?? -1,
  }
}
