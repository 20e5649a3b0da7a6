import { drawScene } from './map-canvas.ts'
import { centreOf, topOf, type Box, type Seen } from './map-layout.ts'
import { TOGGLE_WIDTH } from './map-marks.ts'
import { opens } from './map-node.ts'
import { readPalette, type Palette } from './palette.ts'
import { noEmphasis, type Emphasis, type Scene } from './scene.ts'
import { watchPointers } from './surface-pointers.ts'
import { atStart, clamp, fit, reveal, zoomAt, type Size, type Viewport } from './viewport.ts'

/** Left free beside what is opened, and how small it may get for it. */
const ROOM = 24
const SMALLEST_READ = 0.7

export interface SurfaceEvents {
  /** Null where nothing is. */
  onSelect(id: string | null): void
  onToggle(id: string): void
  onScale(scale: number): void
  /** The theme changed: what was measured and drawn is to be made anew. */
  onPalette(palette: Palette): void
}

/** The picture on a canvas: draws what is in view, in the frame after it moved, and answers the mouse. */
export class MapSurface {
  readonly #host: HTMLElement
  readonly #canvas: HTMLCanvasElement
  readonly #pen: CanvasRenderingContext2D
  readonly #events: SurfaceEvents
  readonly #abort = new AbortController()
  readonly #resizes: ResizeObserver
  readonly #themes: MutationObserver
  #palette: Palette
  #scene: Scene | null = null
  #emphasis: Emphasis = noEmphasis
  #size: Size = { width: 0, height: 0 }
  #view: Viewport = { x: 0, y: 0, scale: 1 }
  /** Nobody has moved the picture yet: while answers arrive it keeps to its beginning. */
  #untouched = true
  #said = 1
  #frame = 0
  #idle = 0

  constructor(host: HTMLElement, events: SurfaceEvents) {
    this.#host = host
    this.#events = events
    this.#canvas = document.createElement('canvas')
    this.#canvas.setAttribute('aria-hidden', 'true')
    this.#canvas.style.cssText = 'display:block;touch-action:none'
    host.append(this.#canvas)
    this.#pen = this.#canvas.getContext('2d', { alpha: false })!
    this.#palette = readPalette(host)
    watchPointers(this.#canvas, this.#abort.signal, {
      pan: (dx, dy) => this.panBy(dx, dy),
      zoom: (factor, x, y) => this.#zoom(factor, { x, y }),
      click: (x, y) => this.#clicked(x, y),
      over: (x, y) => (this.#canvas.style.cursor = this.#boxAt(x, y) ? 'pointer' : 'grab'),
    })
    this.#resizes = new ResizeObserver(() => this.#resized())
    this.#resizes.observe(host)
    this.#themes = new MutationObserver(() => this.#rethemed())
    this.#themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    // Words measured before their font came would be cut at the wrong letter.
    document.fonts?.addEventListener('loadingdone', () => this.#rethemed(), { signal: this.#abort.signal })
  }

  destroy(): void {
    this.#abort.abort()
    this.#resizes.disconnect()
    this.#themes.disconnect()
    cancelAnimationFrame(this.#frame)
    cancelIdleCallback(this.#idle)
    this.#canvas.remove()
  }

  get palette(): Palette {
    return this.#palette
  }

  /** Shows another scene. `opened`, or what is selected, stays where it is seen: what is opened does not jump away. */
  show(scene: Scene, opened: string | null = null): void {
    const anchor = opened ?? this.#emphasis.selected
    const before = anchor === null ? undefined : this.#scene?.layout.byId.get(anchor)
    this.#scene = scene
    const after = anchor === null ? undefined : scene.layout.byId.get(anchor)
    if (this.#untouched) this.#view = atStart(scene.layout, this.#size)
    else if (before && after) this.#view = this.#still(this.#view, before, after)
    this.#move(this.#view)
    this.#makeAhead(scene)
  }

  emphasize(emphasis: Emphasis): void {
    this.#emphasis = emphasis
    // Details that open beside the picture make it smaller: what was just clicked must not shrink away.
    if (emphasis.selected !== null) this.#untouched = false
    this.#draw()
  }

  /** Brings a node into view. */
  reveal(id: string): void {
    const box = this.#scene?.layout.byId.get(id)
    if (!box || this.#size.width === 0) return
    const next = reveal(this.#view, { ...box, y: topOf(box, this.#seen()) }, this.#size)
    if (next.x === this.#view.x && next.y === this.#view.y) return
    this.#untouched = false
    this.#move(next)
  }

  /** Brings what lies below a node into view, beside the node itself; a little smaller where it needs to be. */
  revealBelow(id: string): void {
    const box = this.#scene?.layout.byId.get(id)
    if (!box || this.#size.width === 0) return
    const right = this.#scene!.layout.boxes.reduce((most, other) => (other.node.id.startsWith(`${id}/`) ? Math.max(most, other.x + other.width) : most), box.x + box.width)
    this.#untouched = false
    const fits = (this.#size.width - ROOM) / (right - box.x)
    const at = { x: box.x * this.#view.scale + this.#view.x, y: centreOf(box, this.#seen()) * this.#view.scale + this.#view.y }
    const view = fits < this.#view.scale && fits >= SMALLEST_READ ? zoomAt(this.#view, fits / this.#view.scale, at) : this.#view
    const seen = { top: -view.y / view.scale, bottom: (this.#size.height - view.y) / view.scale }
    this.#move(reveal(view, { ...box, y: topOf(box, seen), width: right - box.x }, this.#size))
  }

  fit(): void {
    if (!this.#scene) return
    this.#untouched = false
    this.#move(fit(this.#scene.layout, this.#size))
  }

  /** Back to the beginning, at a size that can be read. */
  reset(): void {
    if (!this.#scene) return
    this.#untouched = true
    this.#move(atStart(this.#scene.layout, this.#size))
  }

  zoomBy(factor: number): void {
    this.#zoom(factor, { x: this.#size.width / 2, y: this.#size.height / 2 })
  }

  /** Its beginning, at a scale. */
  scaleTo(scale: number): void {
    if (!this.#scene) return
    this.#untouched = false
    this.#move({ ...atStart(this.#scene.layout, this.#size), scale })
  }

  panBy(dx: number, dy: number): void {
    this.#untouched = false
    this.#move({ ...this.#view, x: this.#view.x + dx, y: this.#view.y + dy })
  }

  #zoom(factor: number, at: { x: number; y: number }): void {
    this.#untouched = false
    this.#move(zoomAt(this.#view, factor, at))
  }

  #move(view: Viewport): void {
    if (!this.#scene) return
    this.#view = this.#size.width > 0 ? clamp(view, this.#scene.layout, this.#size) : view
    this.#sayScale()
    this.#draw()
  }

  #resized(): void {
    const { clientWidth: width, clientHeight: height } = this.#host
    if (width === 0 || height === 0) return
    const ratio = window.devicePixelRatio
    this.#size = { width, height }
    this.#canvas.width = Math.round(width * ratio)
    this.#canvas.height = Math.round(height * ratio)
    this.#canvas.style.width = `${width}px`
    this.#canvas.style.height = `${height}px`
    if (this.#scene && this.#untouched) this.#view = atStart(this.#scene.layout, this.#size)
    if (this.#scene) this.#move(this.#view)
    // Details that opened beside the picture must not cover what they are about.
    if (this.#emphasis.selected !== null) this.reveal(this.#emphasis.selected)
    // An emptied canvas is seen in this very frame.
    this.#drawNow()
  }

  #sayScale(): void {
    if (this.#view.scale === this.#said) return
    this.#said = this.#view.scale
    this.#events.onScale(this.#said)
  }

  #rethemed(): void {
    this.#palette = readPalette(this.#host)
    this.#events.onPalette(this.#palette)
    this.#draw()
  }

  /** Makes what is not in view yet while nothing else is to be done: a node that comes into view is only painted. */
  #makeAhead(scene: Scene): void {
    cancelIdleCallback(this.#idle)
    let next = 0
    const make = (deadline: IdleDeadline) => {
      while (next < scene.layout.boxes.length && deadline.timeRemaining() > 1) scene.marks(scene.layout.boxes[next++]!)
      if (next < scene.layout.boxes.length) this.#idle = requestIdleCallback(make)
    }
    this.#idle = requestIdleCallback(make)
  }

  #draw(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#drawNow())
  }

  #drawNow(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    if (!this.#scene || this.#size.width === 0) return
    const ratio = window.devicePixelRatio
    this.#pen.setTransform(ratio, 0, 0, ratio, 0, 0)
    drawScene(this.#pen, this.#scene, this.#view, this.#size, this.#palette, this.#emphasis)
  }

  #clicked(x: number, y: number): void {
    const box = this.#boxAt(x, y)
    const inBox = box && (x - this.#view.x) / this.#view.scale - box.x
    if (box && inBox !== undefined && opens(box.node) && box.node.fact.kind !== 'rds' && inBox > box.width - TOGGLE_WIDTH) this.#events.onToggle(box.node.id)
    else this.#events.onSelect(box?.node.id ?? null)
  }

  /** The view in which `after` is seen where `before` was. */
  #still(view: Viewport, before: Box, after: Box): Viewport {
    const moved = (topOf(before, this.#seen()) - after.y) * view.scale
    return { ...view, y: view.y + moved }
  }

  #boxAt(x: number, y: number): Box | undefined {
    const px = (x - this.#view.x) / this.#view.scale
    const py = (y - this.#view.y) / this.#view.scale
    const seen = this.#seen()
    return this.#scene?.layout.boxes.find((box) => {
      const top = topOf(box, seen)
      return px >= box.x && px < box.x + box.width && py >= top && py < top + box.height
    })
  }

  #seen(): Seen {
    const { y, scale } = this.#view
    return { top: -y / scale, bottom: (this.#size.height - y) / scale }
  }
}
