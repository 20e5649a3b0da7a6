import { elbow, type Layout } from './map-layout.ts'
import { tonePaint, type Face, type Mark } from './map-marks.ts'
import type { MapNode } from './map-node.ts'
import type { Palette } from './palette.ts'
import type { Scene } from './scene.ts'
import type { Tone } from './map-words.ts'

/** Around the exported picture, and above it for its caption. */
export const EXPORT_MARGIN = 24
export const CAPTION_HEIGHT = 40

/** Fonts by generic names: the file looks alike where ours are not installed. */
const families: Record<Face['family'], string> = { ui: 'sans-serif', mono: 'monospace' }

export interface Caption {
  title: string
  /** Of the environment, in its colour. */
  environment: string
}

export const exportSize = ({ width, height }: Layout) => ({ width: width + 2 * EXPORT_MARGIN, height: height + 2 * EXPORT_MARGIN + CAPTION_HEIGHT })

/** The whole picture as a file of its own: no style sheet, no font and no image from elsewhere. */
export function svgOf({ layout, marks }: Scene, { paint }: Palette, caption: Caption, spoken: (node: MapNode) => string): string {
  const { width, height } = exportSize(layout)
  const lines = layout.edges.map((edge) => {
    const { x1, y1, bend, x2, y2 } = elbow(edge)
    return `M${round(x1)} ${round(y1)}H${round(bend)}V${round(y2)}H${round(x2)}`
  })
  const nodes = layout.boxes.map(
    (box) =>
      `<g transform="translate(${round(box.x)} ${round(box.y)})"><title>${escape(spoken(box.node))}</title>${marks(box).map((mark) => svgMark(mark, paint)).join('')}</g>`,
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}" role="img">`,
    `<title>${escape(caption.title)} · ${escape(caption.environment)}</title>`,
    `<rect width="100%" height="100%" fill="${paint['surface-2']}"/>`,
    `<rect width="100%" height="4" fill="${paint.env}"/>`,
    `<text x="${EXPORT_MARGIN}" y="32" font-family="sans-serif" font-size="15" font-weight="600" fill="${paint['text-1']}">${escape(caption.title)} <tspan font-weight="400" fill="${paint['text-2']}">· ${escape(caption.environment)}</tspan></text>`,
    `<g transform="translate(${EXPORT_MARGIN} ${EXPORT_MARGIN + CAPTION_HEIGHT})">`,
    `<path d="${lines.join('')}" fill="none" stroke="${paint['border-strong']}"/>`,
    ...nodes,
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

function svgMark(mark: Mark, paint: Palette['paint']): string {
  const { x, y } = mark
  switch (mark.kind) {
    case 'rect': {
      const stroke = mark.stroke ? ` stroke="${paint[mark.stroke]}"` : ''
      return `<rect x="${round(x + 0.5)}" y="${round(y + 0.5)}" width="${Math.max(0, round(mark.width - 1))}" height="${round(mark.height - 1)}" rx="${mark.radius}" fill="${paint[mark.fill]}"${stroke}/>`
    }
    case 'text': {
      const { family, size, weight } = mark.face
      const anchor = mark.end ? ' text-anchor="end"' : ''
      return `<text x="${round(x)}" y="${round(y)}" dominant-baseline="central" font-family="${families[family]}" font-size="${size}" font-weight="${weight}" fill="${paint[mark.fill]}"${anchor}>${escape(mark.text)}</text>`
    }
    case 'shape':
      return svgShape(mark.shape, x, y, paint[tonePaint[mark.shape]])
    case 'chevron':
      // A file opens nothing.
      return ''
  }
}

function svgShape(shape: Tone, x: number, y: number, colour: string): string {
  if (shape === 'danger') return `<path d="M${x} ${y - 5}L${x + 5} ${y}L${x} ${y + 5}L${x - 5} ${y}Z" fill="${colour}"/>`
  if (shape === 'warning') return `<rect x="${x - 4}" y="${y - 4}" width="8" height="8" fill="${colour}"/>`
  if (shape === 'ok') return `<circle cx="${x}" cy="${y}" r="4" fill="${colour}"/>`
  return `<circle cx="${x}" cy="${y}" r="3.5" fill="none" stroke="${colour}" stroke-width="${shape === 'busy' ? 2 : 1}"/>`
}

const round = (value: number) => Math.round(value * 100) / 100

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** XML 1.0 has no way to write most control characters and half pairs: they become the sign for what cannot be shown. */
const escape = (text: string): string =>
  text
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex -- exactly those are looked for
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (sign) => entities[sign]!)
