import type { Box } from './map-layout.ts'
import { opens, type MapKind } from './map-node.ts'
import type { NodeWords, Tone } from './map-words.ts'

/** Colours by the names of their tokens, so that one picture serves every theme. */
export const paintTokens = [
  'surface-1', 'surface-2', 'surface-3', 'surface-raised', 'text-1', 'text-2', 'text-3', 'accent', 'accent-surface', 'danger', 'warning', 'warning-surface',
  'ok', 'border', 'border-strong', 'focus', 'selection', 'env',
] as const
export type Paint = (typeof paintTokens)[number]

export interface Face {
  family: 'ui' | 'mono'
  size: number
  weight: 400 | 600
}

/** Parts of a node's picture, from its own upper left corner: what the canvas draws, and what is exported. */
export type Mark =
  | { kind: 'rect'; x: number; y: number; width: number; height: number; radius: number; fill: Paint; stroke: Paint | null }
  /** `y` is its middle; `minor` goes first when the picture gets small. */
  | { kind: 'text'; x: number; y: number; text: string; face: Face; fill: Paint; end: boolean; minor: boolean }
  | { kind: 'shape'; shape: Tone; x: number; y: number }
  | { kind: 'chevron'; x: number; y: number; open: boolean }

export type Measure = (text: string, face: Face) => number

export const tonePaint = { ok: 'ok', busy: 'accent', danger: 'danger', warning: 'warning', quiet: 'text-3' } as const satisfies Record<Tone, Paint>

/** The right end of a node that can be opened: a click there opens it. */
export const TOGGLE_WIDTH = 24
const PAD = 10
const BAR = 36

const nameFace: Face = { family: 'ui', size: 12.5, weight: 600 }
const monoFace: Face = { family: 'mono', size: 11, weight: 400 }
const numberFace: Face = { family: 'mono', size: 11, weight: 600 }
const titleFace: Record<MapKind, Face> = {
  region: { family: 'ui', size: 13, weight: 600 },
  instance: nameFace,
  database: nameFace,
  table: monoFace,
  shard: monoFace,
  rds: numberFace,
  replica: monoFace,
}
const secondFace: Face = { family: 'ui', size: 11, weight: 400 }
const idFace: Face = { family: 'mono', size: 10.5, weight: 400 }

/** The picture of a node; without `controls` as a file shows it, where nothing can be opened. */
export function marksOf({ node, width, height }: Box, words: NodeWords, measure: Measure, controls = true): Mark[] {
  const { kind } = node.fact
  const fill = kind === 'region' ? 'surface-3' : kind === 'shard' || kind === 'table' ? 'surface-1' : 'surface-raised'
  const marks: Mark[] = [{ kind: 'rect', x: 0, y: 0, width, height, radius: 4, fill, stroke: kind === 'rds' ? 'border-strong' : 'border' }]
  const tall = height > 30
  const line = tall ? 14 : height / 2
  let left = PAD
  let right = width - PAD

  if (words.status) {
    marks.push({ kind: 'shape', shape: words.status.tone, x: left + 4, y: line })
    left += 15
  }
  if (controls && opens(node) && kind !== 'rds') {
    marks.push({ kind: 'chevron', x: width - TOGGLE_WIDTH / 2, y: line, open: node.open })
    right = width - TOGGLE_WIDTH
  }
  const text = (x: number, y: number, value: string, room: number, face: Face, fill: Paint, minor: boolean, end = false) => {
    const shown = elide(value, room, face, measure)
    if (shown) marks.push({ kind: 'text', x, y, text: shown, face, fill, end, minor })
    return shown ? measure(shown, face) : 0
  }

  if (words.weight !== null) {
    text(right, line, `${words.weight}%`, 40, numberFace, 'text-1', false, true)
    right -= 36
    const filled = Math.round((BAR * Math.min(100, Math.max(0, words.weight))) / 100)
    marks.push({ kind: 'rect', x: right - BAR, y: line - 3, width: BAR, height: 6, radius: 2, fill: 'surface-3', stroke: 'border' })
    if (filled > 0) marks.push({ kind: 'rect', x: right - BAR, y: line - 3, width: filled, height: 6, radius: 2, fill: 'accent', stroke: null })
    right -= BAR + 8
  }
  const titleWidth = text(left, line, words.title, right - left, titleFace[kind], 'text-1', false)
  if (!tall) {
    // A single line: what follows the title takes what room it leaves.
    if (words.second) text(right, line, words.second, right - left - titleWidth - 10, secondFace, 'text-3', true, true)
    return marks
  }
  const low = height - 13
  // A shape alone is no word: what is not as it should be is said even where there is more to say.
  const odd = words.status && words.status.tone !== 'ok' ? [words.status.text] : []
  const end = words.below ? { text: [...odd, words.below.text].join(' · '), tone: words.below.tone } : words.status
  const endWidth = end ? text(width - PAD, low, end.text, width - 2 * PAD, secondFace, end.tone === 'ok' ? 'text-2' : tonePaint[end.tone], true, true) : 0
  text(PAD, low, words.second, width - 2 * PAD - endWidth - 8, kind === 'instance' ? idFace : secondFace, 'text-3', true)
  return marks
}

/** As much of a text as there is room for; nothing where not even three letters fit. */
function elide(text: string, room: number, face: Face, measure: Measure): string {
  if (measure(text, face) <= room) return text
  const letters = [...text]
  let fits = 0
  let tooMany = letters.length
  while (tooMany - fits > 1) {
    const half = (fits + tooMany) >> 1
    if (measure(`${letters.slice(0, half).join('')}…`, face) <= room) fits = half
    else tooMany = half
  }
  return fits < 3 ? '' : `${letters.slice(0, fits).join('')}…`
}
