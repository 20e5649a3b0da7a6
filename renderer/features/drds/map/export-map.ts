import { drawScene } from './map-canvas.ts'
import { CAPTION_HEIGHT, EXPORT_MARGIN, exportSize, type Caption } from './map-svg.ts'
import type { Palette } from './palette.ts'
import { noEmphasis, type Scene } from './scene.ts'

/** Chromium draws no canvas that is larger. */
const LONGEST_SIDE = 16_384
const LARGEST_AREA = 16_384 * 10_000

/** The whole picture as PNG: two pixels for one, fewer where that would be more than a canvas holds. Null where none could be made. */
export function pngOf(scene: Scene, palette: Palette, caption: Caption): Promise<Blob | null> {
  const { width, height } = exportSize(scene.layout)
  const scale = Math.min(2, LONGEST_SIDE / width, LONGEST_SIDE / height, Math.sqrt(LARGEST_AREA / (width * height)))
  const canvas = document.createElement('canvas')
  canvas.width = Math.floor(width * scale)
  canvas.height = Math.floor(height * scale)
  const pen = canvas.getContext('2d')
  if (!pen) return Promise.resolve(null)
  const { paint, fonts } = palette
  pen.scale(scale, scale)
  drawScene(pen, scene, { x: EXPORT_MARGIN, y: EXPORT_MARGIN + CAPTION_HEIGHT, scale: 1 }, { width, height }, palette, noEmphasis)
  pen.fillStyle = paint.env
  pen.fillRect(0, 0, width, 4)
  pen.textAlign = 'left'
  pen.textBaseline = 'alphabetic'
  pen.font = `600 15px ${fonts.ui}`
  pen.fillStyle = paint['text-1']
  pen.fillText(caption.title, EXPORT_MARGIN, 32)
  const after = pen.measureText(`${caption.title} `).width
  pen.font = `400 15px ${fonts.ui}`
  pen.fillStyle = paint['text-2']
  pen.fillText(`· ${caption.environment}`, EXPORT_MARGIN + after, 32)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
}

/** A name that every file system takes, with the day it shows. */
export const fileName = (connection: string, extension: 'svg' | 'png', now: Date): string => {
  const name = connection.replace(/[\p{Cc}<>:"/\\|?*\s]+/gu, '-').replace(/^[.-]+|[.-]+$/g, '')
  return `${name || 'drds'}-map-${now.toISOString().slice(0, 10)}.${extension}`
}
