/** The map's bench page: mounts the map or its floor on the same nodes, and measures frames; map.ts tells it what to do. */
import i18next from 'i18next'
import { layoutOf } from '../../renderer/features/drds/map/map-layout.ts'
import { everyNode, type MapNode } from '../../renderer/features/drds/map/map-node.ts'
import { MapSurface } from '../../renderer/features/drds/map/map-surface.ts'
import { wordsOf } from '../../renderer/features/drds/map/map-words.ts'
import { measureWith } from '../../renderer/features/drds/map/palette.ts'
import { sceneOf } from '../../renderer/features/drds/map/scene.ts'
import { treeOf } from '../../renderer/features/drds/map/map-tree.ts'
import { startI18n } from '../../renderer/i18n/i18n.ts'
import { bareMap, type MapContestant } from './bare-map.ts'
import { mapOf } from './map-nodes.ts'
import './page.css'

startI18n('en')
const stage = document.getElementById('stage')!
stage.style.display = 'block'

/** Answers when the frame that shows what was just done has been laid out and painted by the main thread. */
const painted = () =>
  new Promise<void>((resolve) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve()
      port2.postMessage(null)
    }),
  )

let tree: MapNode[] = []
let contestant: MapContestant | null = null

function mountMap(scale: number): MapContestant {
  const surface = new MapSurface(stage, { onSelect() {}, onToggle() {}, onScale() {}, onPalette() {} })
  surface.show(sceneOf(layoutOf(tree), (node) => wordsOf(node, i18next.t), measureWith(surface.palette)))
  surface.scaleTo(scale)
  return surface
}

const bench = {
  /** Makes the nodes; answers how many are shown. */
  async prepare(instances: number): Promise<number> {
    await document.fonts.ready
    tree = treeOf(mapOf(instances))
    return layoutOf(tree).boxes.length
  },

  async mount(name: 'map' | 'bare', scale: number) {
    const titles = new Map([...everyNode(tree)].map((node) => [node.id, wordsOf(node, i18next.t).title]))
    contestant = name === 'map' ? mountMap(scale) : bareMap(stage, layoutOf(tree), titles, scale)
    await painted()
    // What a person needs to reach for the mouse: the map makes ahead what is not in view.
    await new Promise((resolve) => setTimeout(resolve, 150))
  },

  async unmount() {
    contestant?.destroy()
    contestant = null
    await painted()
  },

  /** Frame costs, from the push to the painted frame, over `steps` steps through everything. */
  async pan(scale: number, steps: number): Promise<number[]> {
    const { height } = layoutOf(tree)
    const costs: number[] = []
    for (let step = 0; step < steps; step++) {
      const began = performance.now()
      contestant!.panBy(step % 40 < 20 ? -8 : 8, -((height * scale - 600) / steps))
      await painted()
      costs.push(performance.now() - began)
    }
    return costs
  },
}

declare global {
  interface Window {
    mapBench: typeof bench
  }
}
window.mapBench = bench
document.title = 'ready'
