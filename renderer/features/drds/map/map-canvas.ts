import { bendOf, bundlesOf, centreOf, topOf, type Box, type Bundle, type Edge, type Seen } from './map-layout.ts'
import { tonePaint, type Face, type Mark } from './map-marks.ts'
import { ancestors } from './map-node.ts'
import type { Tone } from './map-words.ts'
import { fontOf, type Palette } from './palette.ts'
import type { Emphasis, Scene } from './scene.ts'
import type { Size, Viewport } from './viewport.ts'

/** Below these scales second lines, then everything but where things are, are left out. */
const MINOR_FROM = 0.65
const DETAIL_FROM = 0.36
/** Device pixels for one of the picture's, from which corners are drawn round. */
const ROUND_FROM = 1.2

/** Draws what of a scene is in view. The pen's own transform is taken as the place of the view's upper left corner. */
export function drawScene(pen: CanvasRenderingContext2D, scene: Scene, view: Viewport, size: Size, palette: Palette, emphasis: Emphasis): void {
  const { paint } = palette
  pen.fillStyle = paint['surface-2']
  pen.fillRect(0, 0, size.width, size.height)
  const seen = {
    left: -view.x / view.scale,
    top: -view.y / view.scale,
    right: (size.width - view.x) / view.scale,
    bottom: (size.height - view.y) / view.scale,
  }
  const ratio = pen.getTransform().a
  drawLines(pen, scene.bundles, seen, view, ratio, 1, paint['border-strong'])
  const standing = emphasized(scene, emphasis)
  drawLines(pen, bundlesOf(standing.edges), seen, view, ratio, 2, paint.accent)
  pen.save()
  pen.translate(view.x, view.y)
  pen.scale(view.scale, view.scale)
  const placed: Placed[] = []
  for (const box of scene.layout.boxes) {
    const y = topOf(box, seen)
    if (y < seen.bottom && y + box.height > seen.top && box.x < seen.right && box.x + box.width > seen.left) placed.push({ box, y })
  }
  if (view.scale < DETAIL_FROM) drawPlain(pen, scene, placed, palette)
  else drawBoxes(pen, scene, placed, view.scale, palette)
  drawOutlines(pen, scene, seen, view.scale, palette, emphasis, standing)
  pen.restore()
}

interface Rectangle extends Seen {
  left: number
  right: number
}

/** A box that is in view, and where its top is. */
interface Placed {
  box: Box
  y: number
}

/** Lines on whole pixels, as filled rectangles: without a GPU a stroked path takes longer than all else in the frame. */
function drawLines(pen: CanvasRenderingContext2D, bundles: readonly Bundle[], seen: Rectangle, view: Viewport, ratio: number, width: number, colour: string): void {
  pen.fillStyle = colour
  const thick = Math.max(1, Math.round(width * ratio)) / ratio
  const whole = (value: number) => Math.round(value * ratio) / ratio
  const along = (x: number) => whole(x * view.scale + view.x)
  const down = (y: number) => whole(y * view.scale + view.y - thick / 2)
  const flat = (from: number, to: number, y: number) => pen.fillRect(along(from), down(y), along(to) - along(from), thick)
  for (const bundle of bundles) {
    const { one, many, joins } = bundle
    const centre = centreOf(one, seen)
    const top = Math.min(centre, centreOf(many[0]!, seen))
    const bottom = Math.max(centre, centreOf(many.at(-1)!, seen))
    if (bottom < seen.top || top > seen.bottom) continue
    const bend = bendOf(bundle)
    const turn = along(bend)
    const from = down(Math.max(top, seen.top))
    pen.fillRect(turn, from, thick, down(Math.min(bottom, seen.bottom)) - from + thick)
    if (joins) flat(bend, one.x, centre)
    else flat(one.x + one.width, bend, centre)
    for (const box of many) {
      const y = centreOf(box, seen)
      if (y < seen.top || y > seen.bottom) continue
      if (joins) flat(box.x + box.width, bend, y)
      else flat(bend, box.x, y)
    }
  }
}

/** From far away: where things are, and which of them are not as they should be. */
function drawPlain(pen: CanvasRenderingContext2D, scene: Scene, placed: readonly Placed[], { paint }: Palette): void {
  for (const { box, y } of placed) {
    const shape = scene.marks(box).find((mark) => mark.kind === 'shape')
    const odd = shape && shape.shape !== 'ok'
    pen.globalAlpha = odd ? 1 : 0.5
    pen.fillStyle = odd ? paint[tonePaint[shape.shape]] : paint['border-strong']
    pen.fillRect(box.x, y, box.width, box.height)
  }
  pen.globalAlpha = 1
}

function drawBoxes(pen: CanvasRenderingContext2D, scene: Scene, placed: readonly Placed[], scale: number, palette: Palette): void {
  const { paint } = palette
  // Words of one face after another: setting a font costs more than writing with it.
  const texts = new Map<Face, { mark: Extract<Mark, { kind: 'text' }>; x: number; y: number }[]>()
  const pixels = pen.getTransform().a
  pen.lineWidth = 1
  for (const { box, y: top } of placed) {
    for (const mark of scene.marks(box)) {
      const x = box.x + mark.x
      const y = top + mark.y
      if (mark.kind === 'rect') drawRect(pen, mark, x, y, pixels, palette)
      else if (mark.kind === 'shape') drawShape(pen, mark.shape, x, y, paint[tonePaint[mark.shape]])
      else if (mark.kind === 'chevron') drawChevron(pen, x, y, mark.open, paint['text-3'])
      else if (!mark.minor || scale >= MINOR_FROM) {
        const alike = texts.get(mark.face)
        if (alike) alike.push({ mark, x, y })
        else texts.set(mark.face, [{ mark, x, y }])
      }
    }
  }
  pen.textBaseline = 'middle'
  for (const [face, alike] of texts) {
    pen.font = fontOf(face, palette)
    for (const { mark, x, y } of alike) {
      pen.textAlign = mark.end ? 'right' : 'left'
      pen.fillStyle = paint[mark.fill]
      pen.fillText(mark.text, x, y)
    }
  }
}

/** Corners are round where one sees it; otherwise they are cut by a pixel, which looks the same and is drawn in a fraction of the time. */
function drawRect(pen: CanvasRenderingContext2D, mark: Extract<Mark, { kind: 'rect' }>, x: number, y: number, pixels: number, { paint }: Palette): void {
  const { width, height, stroke } = mark
  if (pixels > ROUND_FROM) {
    pen.beginPath()
    pen.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, mark.radius)
    pen.fillStyle = paint[mark.fill]
    pen.fill()
    if (!stroke) return
    pen.strokeStyle = paint[stroke]
    pen.stroke()
    return
  }
  if (stroke) {
    pen.fillStyle = paint[stroke]
    pen.fillRect(x + 1, y, width - 2, height)
    pen.fillRect(x, y + 1, width, height - 2)
  }
  pen.fillStyle = paint[mark.fill]
  pen.fillRect(x + 1, y + 1, width - 2, height - 2)
}

/** A status is told by shape as well as by colour: a dot, a ring, a diamond, a square, a small ring. */
function drawShape(pen: CanvasRenderingContext2D, shape: Tone, x: number, y: number, colour: string): void {
  pen.beginPath()
  if (shape === 'danger') {
    pen.moveTo(x, y - 5)
    pen.lineTo(x + 5, y)
    pen.lineTo(x, y + 5)
    pen.lineTo(x - 5, y)
    pen.closePath()
  } else if (shape === 'warning') pen.rect(x - 4, y - 4, 8, 8)
  else pen.arc(x, y, shape === 'ok' ? 4 : 3.5, 0, Math.PI * 2)
  if (shape === 'busy' || shape === 'quiet') {
    pen.lineWidth = shape === 'busy' ? 2 : 1
    pen.strokeStyle = colour
    pen.stroke()
    pen.lineWidth = 1
  } else {
    pen.fillStyle = colour
    pen.fill()
  }
}

function drawChevron(pen: CanvasRenderingContext2D, x: number, y: number, open: boolean, colour: string): void {
  pen.beginPath()
  if (open) {
    pen.moveTo(x - 4, y - 2)
    pen.lineTo(x, y + 2)
    pen.lineTo(x + 4, y - 2)
  } else {
    pen.moveTo(x - 2, y - 4)
    pen.lineTo(x + 2, y)
    pen.lineTo(x - 2, y + 4)
  }
  pen.lineWidth = 1.5
  pen.strokeStyle = colour
  pen.stroke()
  pen.lineWidth = 1
}

interface Standing {
  selected: Box | null
  parts: Box[]
  edges: Edge[]
}

/** The selected node, the way to it, and what belongs to it. */
function emphasized({ layout }: Scene, { selected: id, parts: ids }: Emphasis): Standing {
  const selected = id === null ? undefined : layout.byId.get(id)
  if (!selected) return { selected: null, parts: [], edges: [] }
  const way = new Set([selected, ...ancestors(selected.node).map((node) => layout.byId.get(node.id))])
  const parts = [...ids].flatMap((part) => layout.byId.get(part) ?? [])
  const edges = layout.edges.filter(({ from, to }) => (way.has(from) && way.has(to)) || from === selected || to === selected)
  return { selected, parts, edges: [...edges, ...parts.map((to) => ({ from: selected, to }))] }
}

/** Around what is selected, what belongs to it, and what a search found. */
function drawOutlines(pen: CanvasRenderingContext2D, { layout }: Scene, seen: Seen, scale: number, { paint }: Palette, { hits, current }: Emphasis, { selected, parts }: Standing): void {
  const thin = 1 / Math.min(1, scale)
  const outline = (box: Box, colour: string, width: number, out: number) => {
    pen.beginPath()
    pen.roundRect(box.x - out, topOf(box, seen) - out, box.width + 2 * out, box.height + 2 * out, 5)
    pen.lineWidth = width * thin
    pen.strokeStyle = colour
    pen.stroke()
  }
  for (const id of hits) {
    const box = layout.byId.get(id)
    if (box) outline(box, paint.warning, id === current ? 4 : 2, 2)
  }
  for (const box of parts) outline(box, paint.accent, 1, 0.5)
  if (selected) outline(selected, paint.focus, 2, 1)
}
