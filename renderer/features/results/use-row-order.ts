import { useLayoutEffect, useState } from 'react'
import type { ResultSet } from '../../../shared/model/result-set.ts'
import { startSort, type SortBy } from './sort-rows.ts'

interface Sorted {
  result: ResultSet
  by: SortBy
  rows: Uint32Array
}

/** The order of rows for a sort, and whether it is still being made; the former order stays until then. */
export function useRowOrder(result: ResultSet, by: SortBy | null): { order: Uint32Array | null; sorting: boolean } {
  const [sorted, setSorted] = useState<Sorted | null>(null)
  useLayoutEffect(() => {
    if (!by) return
    return startSort(result, by, (rows) => setSorted({ result, by, rows }))
  }, [result, by])
  if (!by) return { order: null, sorting: false }
  const current = sorted?.result === result ? sorted : null
  return { order: current?.rows ?? null, sorting: current?.by !== by }
}
