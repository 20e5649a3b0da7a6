/**
 * Browsers cap the height of an element (Chromium at 33.5 million pixels, Firefox at 17.8). Beyond that the scroll bar
 * stands for more pixels than it has: it is dragged in proportion, and the wheel still moves pixel by pixel.
 */
export const TALLEST = 16_000_000

export interface RowScroll {
  /** Height to give the scrolled element. */
  readonly height: number
  /** Pixels from the top of the first row to the top of the view, among all rows. */
  readonly top: number
  /** Takes the element's scrollTop after a scroll event. */
  follow(scrollTop: number): void
  /** The scrollTop that shows `top`; the element is to be set to it when it rests, so that both ends stay reachable. */
  rest(): number
  /** Moves to a place of ours; answers the scrollTop to set. */
  moveTo(top: number): number
  resize(total: number, view: number): void
}

/** Follows a vertical scroll bar over `total` pixels of rows seen through `view` pixels. */
export function rowScroll(total: number, view: number, tallest = TALLEST): RowScroll {
  let reach = Math.max(0, total - view)
  let barReach = Math.max(0, Math.min(total, tallest) - view)
  let top = 0
  let bar = 0

  const toBar = (place: number) => (reach === barReach || reach === 0 ? place : (place * barReach) / reach)
  const toTop = (place: number) => (reach === barReach || barReach === 0 ? place : (place * reach) / barReach)
  const within = (place: number) => Math.max(0, Math.min(place, reach))

  return {
    get height() {
      return Math.min(total, tallest)
    },
    get top() {
      return top
    },
    follow(scrollTop) {
      const moved = scrollTop - bar
      bar = scrollTop
      const atEdge = scrollTop <= 0 || scrollTop >= barReach
      const dragged = Math.abs(moved) > view
      // The bar itself was dragged, or reached an end: go where it points. A wheel or a key: go as far as it went.
      top = reach === barReach || atEdge || dragged ? within(toTop(scrollTop)) : within(top + moved)
    },
    rest() {
      bar = toBar(top)
      return bar
    },
    moveTo(place) {
      top = within(place)
      bar = toBar(top)
      return bar
    },
    resize(nextTotal, nextView) {
      total = nextTotal
      view = nextView
      reach = Math.max(0, total - view)
      barReach = Math.max(0, Math.min(total, tallest) - view)
      top = within(top)
    },
  }
}
