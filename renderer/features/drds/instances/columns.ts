import type { SortKey } from '../arrange-instances.ts'

/** Columns in the order of the table, with the pixels that they want; the wide ones share what is left over. */
export const columns = [
  { key: 'id', width: 172 },
  { key: 'description', width: 140 },
  { key: 'region', width: 114 },
  { key: 'type', width: 96 },
  { key: 'status', width: 172 },
  { key: 'databases', width: 150 },
  { key: 'specification', width: 110 },
  { key: 'version', width: 76 },
  { key: 'created', width: 150 },
  { key: 'addresses', width: 180 },
] as const satisfies readonly { key: SortKey | 'addresses'; width: number }[]

export type ColumnKey = (typeof columns)[number]['key']

/** An instance is told by its id: that column stays. */
export const canHide = (key: ColumnKey): boolean => key !== 'id'

/** Hidden until somebody wants them: the list rarely has them. */
export const hiddenAtFirst: readonly ColumnKey[] = ['specification', 'version']

export const isColumn = (text: string): text is ColumnKey => columns.some(({ key }) => key === text)
