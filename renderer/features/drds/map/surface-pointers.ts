/** What pointers and the wheel ask of a surface; places are pixels from its upper left corner. */
export interface PointerWishes {
  pan(dx: number, dy: number): void
  zoom(factor: number, x: number, y: number): void
  click(x: number, y: number): void
  /** The mouse is there and no button is held. */
  over(x: number, y: number): void
}

/** Nearer than this to where it went down, a pointer that comes up was a click. */
const CLICK_REACH = 4
const LINE = 16

/** Dragging moves, the wheel and two fingers zoom, Shift with the wheel and a sideways wheel move. */
export function watchPointers(element: HTMLElement, signal: AbortSignal, wishes: PointerWishes): void {
  const held = new Map<number, { x: number; y: number }>()
  let moved = 0
  const placeOf = (event: PointerEvent | WheelEvent) => {
    const box = element.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return
      element.setPointerCapture(event.pointerId)
      if (held.size === 0) moved = 0
      held.set(event.pointerId, placeOf(event))
    },
    { signal },
  )
  element.addEventListener(
    'pointermove',
    (event) => {
      const now = placeOf(event)
      const before = held.get(event.pointerId)
      if (!before) return wishes.over(now.x, now.y)
      const other = [...held].find(([id]) => id !== event.pointerId)?.[1]
      moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y)
      if (moved < CLICK_REACH) return
      held.set(event.pointerId, now)
      if (!other) return wishes.pan(now.x - before.x, now.y - before.y)
      const apart = (from: { x: number; y: number }) => Math.hypot(from.x - other.x, from.y - other.y)
      wishes.pan((now.x - before.x) / 2, (now.y - before.y) / 2)
      if (apart(before) > 0) wishes.zoom(apart(now) / apart(before), (now.x + other.x) / 2, (now.y + other.y) / 2)
    },
    { signal },
  )
  const release = (event: PointerEvent) => {
    const place = held.get(event.pointerId)
    held.delete(event.pointerId)
    if (place && moved < CLICK_REACH && event.type === 'pointerup') wishes.click(place.x, place.y)
  }
  element.addEventListener('pointerup', release, { signal })
  element.addEventListener('pointercancel', release, { signal })
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1
      const [dx, dy] = [event.deltaX * unit, event.deltaY * unit]
      const { x, y } = placeOf(event)
      if (event.shiftKey) wishes.pan(0, -(dy || dx))
      else if (Math.abs(dx) > Math.abs(dy)) wishes.pan(-dx, 0)
      // Pinching on a trackpad comes as a wheel with Ctrl, in smaller steps.
      else wishes.zoom(Math.exp(-dy * (event.ctrlKey ? 0.01 : 0.0015)), x, y)
    },
    { signal, passive: false },
  )
}
