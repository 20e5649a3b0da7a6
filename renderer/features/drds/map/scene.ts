import { bundlesOf, type Box, type Bundle, type Layout } from './map-layout.ts'
import { marksOf, type Mark, type Measure } from './map-marks.ts'
import type { MapNode } from './map-node.ts'
import type { NodeWords } from './map-words.ts'

/** A layout with what is written on it; a node's picture is made when it is first seen. */
export interface Scene {
  layout: Layout
  bundles: Bundle[]
  marks: (box: Box) => readonly Mark[]
}

export function sceneOf(layout: Layout, words: (node: MapNode) => NodeWords, measure: Measure, controls = true): Scene {
  const made = new Map<Box, Mark[]>()
  return {
    layout,
    bundles: bundlesOf(layout.edges),
    marks(box) {
      let marks = made.get(box)
      if (!marks) made.set(box, (marks = marksOf(box, words(box.node), measure, controls)))
      return marks
    },
  }
}

/** What stands out in the picture for the moment; never exported. */
export interface Emphasis {
  selected: string | null
  hits: ReadonlySet<string>
  /** The hit that the search stands at. */
  current: string | null
  /** Shards that hold parts of the selected table. */
  parts: ReadonlySet<string>
}
export const noEmphasis: Emphasis = { selected: null, hits: new Set(), current: null, parts: new Set() }
