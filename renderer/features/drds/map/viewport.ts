import type { Box } from './map-layout.ts'

/** What part of the picture is seen: a point of it is shown at `point × scale + offset`. */
export interface Viewport {
  x: number
  y: number
  scale: number
}

export interface Size {
  width: number
  height: number
}

export const LARGEST_SCALE = 3
const SMALLEST_SCALE = 0.02
/** Around the picture where it is fitted, and how much of it stays in view however far it is pushed. */
const MARGIN = 24
const STAYS = 60

/** All of it, no larger than it is. */
export function fit(picture: Size, view: Size): Viewport {
  const scale = clampScale(Math.min(1, (view.width - 2 * MARGIN) / picture.width, (view.height - 2 * MARGIN) / picture.height))
  return { scale, x: (view.width - picture.width * scale) / 2, y: (view.height - picture.height * scale) / 2 }
}

/** Its beginning, as wide as the view and large enough to be read. */
export function atStart(picture: Size, view: Size): Viewport {
  const scale = Math.min(1, Math.max(0.7, (view.width - 2 * MARGIN) / picture.width))
  const low = picture.height * scale
  return { scale, x: MARGIN, y: low < view.height - 2 * MARGIN ? (view.height - low) / 2 : MARGIN }
}

/** Larger or smaller, with the point of the picture below `at` staying there. */
export function zoomAt(view: Viewport, factor: number, at: { x: number; y: number }): Viewport {
  const scale = clampScale(view.scale * factor)
  const change = scale / view.scale
  return { scale, x: at.x - (at.x - view.x) * change, y: at.y - (at.y - view.y) * change }
}

/** Moves as little as shows the box with some room around it. */
export function reveal(view: Viewport, box: Pick<Box, 'x' | 'y' | 'width' | 'height'>, size: Size): Viewport {
  const along = (from: number, length: number, offset: number, room: number) => {
    const margin = Math.min(MARGIN * 2, Math.max(0, (room - length * view.scale) / 2))
    const least = margin - from * view.scale
    const most = room - margin - (from + length) * view.scale
    return offset < least ? least : offset > most ? Math.max(least, most) : offset
  }
  return { ...view, x: along(box.x, box.width, view.x, size.width), y: along(box.y, box.height, view.y, size.height) }
}

/** Keeps a part of the picture in view. */
export function clamp(view: Viewport, picture: Size, size: Size): Viewport {
  const along = (offset: number, length: number, room: number) => Math.min(room - STAYS, Math.max(STAYS - length * view.scale, offset))
  return { ...view, x: along(view.x, picture.width, size.width), y: along(view.y, picture.height, size.height) }
}

const clampScale = (scale: number) => Math.min(LARGEST_SCALE, Math.max(SMALLEST_SCALE, scale))
