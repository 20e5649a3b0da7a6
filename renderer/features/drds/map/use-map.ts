import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Rpc } from '../../../../shared/contract/contract.ts'
import type { ConnectionId } from '../../../../shared/model/ids.ts'
import { createMapActions } from './map-actions.ts'
import { everyNode, shownNodes, type MapNode } from './map-node.ts'
import { createMapStore } from './map-store.ts'
import { treeOf } from './map-tree.ts'
import { spokenWords, wordsOf, type NodeWords } from './map-words.ts'

/** What is written on a node and what is said of it, each made once. */
export interface MapWords {
  of: (node: MapNode) => NodeWords
  spoken: (node: MapNode) => string
}

/** The map of an account: loads while it is in sight. */
export function useMap(rpc: Rpc, connectionId: ConnectionId, regionId: string) {
  const { t } = useTranslation()
  const [{ store, actions }] = useState(() => {
    const store = createMapStore(connectionId, regionId)
    return { store, actions: createMapActions({ rpc, store }) }
  })
  useEffect(() => {
    actions.start()
    return actions.stop
  }, [actions])
  const state = useStore(store)
  const { regions, known, links, instances, databases, insides, tables, allOpen, toggled, selected } = state
  // What is selected is no part of the tree: the arrows lay nothing out anew.
  const tree = useMemo(
    () => treeOf({ connectionId, regions, known, links, instances, databases, insides, tables, allOpen, toggled, selected: null, round: 0 }),
    [connectionId, regions, known, links, instances, databases, insides, tables, allOpen, toggled],
  )
  const all = useMemo(() => [...everyNode(tree)], [tree])
  const shown = useMemo(() => shownNodes(tree), [tree])
  const words = useMemo((): MapWords => {
    const written = new Map<MapNode, NodeWords>()
    const of = (node: MapNode) => {
      let words = written.get(node)
      if (!words) written.set(node, (words = wordsOf(node, t)))
      return words
    }
    return { of, spoken: (node) => spokenWords(node, of(node), t) }
    // oxlint-disable-next-line react/exhaustive-deps -- another tree has other nodes: words of the last one would only be kept
  }, [t, tree])
  const selectedNode = useMemo(() => all.find(({ id }) => id === selected) ?? null, [all, selected])
  const failures = all.filter((node) => node.below.state === 'failed' || tables.get(node.id)?.state === 'failed').length
  return { state, actions, tree, all, shown, words, selectedNode, failures }
}
export type MapOfAccount = ReturnType<typeof useMap>
