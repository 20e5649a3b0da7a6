import { useMemo, useState } from 'react'
import { find, nextHit, searchable } from './map-search.ts'
import type { MapNode } from './map-node.ts'
import type { MapOfAccount } from './use-map.ts'

/** Finds nodes by words, and walks from one to the next. */
export function useSearch({ all, words, actions }: MapOfAccount, onFound: (node: MapNode) => void) {
  const [search, setSearch] = useState('')
  const [current, setCurrent] = useState<string | null>(null)
  const index = useMemo(() => all.map((node) => searchable(node, words.spoken(node))), [all, words])
  const hits = useMemo(() => find(index, search), [index, search])
  return {
    search,
    hits,
    /** From 1; 0 before the first step. */
    at: hits.findIndex(({ id }) => id === current) + 1,
    current,
    change(next: string) {
      setSearch(next)
      setCurrent(null)
    },
    step(back: boolean) {
      const node = nextHit(hits, current, back)
      if (!node) return
      setCurrent(node.id)
      actions.openAbove(node)
      onFound(node)
    },
  }
}
export type MapSearch = ReturnType<typeof useSearch>
