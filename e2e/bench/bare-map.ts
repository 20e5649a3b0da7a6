import type { Layout } from '../../renderer/features/drds/map/map-layout.ts'

/** Something that shows a map and can be pushed. */
export interface MapContestant {
  panBy(dx: number, dy: number): void
  destroy(): void
}

/** The floor: a canvas with as many rectangles, each with its label, those in view only; no lines, no second words, no shapes. */
export function bareMap(container: HTMLElement, layout: Layout, labels: ReadonlyMap<string, string>, scale: number): MapContestant {
  const canvas = document.createElement('canvas')
  canvas.style.display = 'block'
  const width = (canvas.width = container.clientWidth)
  const height = (canvas.height = container.clientHeight)
  container.append(canvas)
  const pen = canvas.getContext('2d', { alpha: false })!
  const boxes = layout.boxes.map(({ x, y, width, height, node }) => ({ x, y, width, height, label: labels.get(node.id)! }))
  let left = 24
  let top = 24
  let frame = 0
  const draw = () => {
    frame = 0
    pen.setTransform(1, 0, 0, 1, 0, 0)
    pen.fillStyle = '#f7f8fa'
    pen.fillRect(0, 0, width, height)
    pen.setTransform(scale, 0, 0, scale, left, top)
    pen.font = "12px 'Inter Variable', sans-serif"
    pen.textBaseline = 'middle'
    pen.strokeStyle = '#e1e4e9'
    for (const box of boxes) {
      if (box.x * scale + left > width || (box.x + box.width) * scale + left < 0) continue
      if (box.y * scale + top > height || (box.y + box.height) * scale + top < 0) continue
      pen.fillStyle = '#ffffff'
      pen.fillRect(box.x, box.y, box.width, box.height)
      pen.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1)
      pen.fillStyle = '#1b1f26'
      pen.fillText(box.label, box.x + 10, box.y + box.height / 2)
    }
  }
  draw()
  return {
    panBy(dx, dy) {
      left += dx
      top += dy
      frame ||= requestAnimationFrame(draw)
    },
    destroy() {
      cancelAnimationFrame(frame)
      canvas.remove()
    },
  }
}
