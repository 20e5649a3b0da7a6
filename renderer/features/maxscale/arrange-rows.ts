import type { ReactNode } from 'react'

/** One column of a table: what it shows of a row, what a search finds in it and what it is ordered by. */
export interface Column<Row> {
  key: string
  label: string
  value: (row: Row) => string | number
  /** What is found; `value` unless given. */
  text?: (row: Row) => string
  cell: (row: Row) => ReactNode
  /** Numbers stand on the right. */
  isNumber?: boolean
  /** Takes the room that others leave, and is cut with an ellipsis. */
  isWide?: boolean
}

export interface Sort {
  key: string
  descending: boolean
}

/** The rows that a search finds, in order: MaxScale's own where `sort` is null. Every word must occur somewhere in a row. */
export function arrangeRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], search: string, sort: Sort | null, locale: string): Row[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = rows.filter((row) => {
    const text = columns.map((column) => column.text?.(row) ?? String(column.value(row))).join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const by = columns.find(({ key }) => key === sort?.key)
  if (!sort || !by) return found
  const { compare } = new Intl.Collator(locale, { numeric: true })
  const direction = sort.descending ? -1 : 1
  return found.toSorted((a, b) => {
    const [left, right] = [by.value(a), by.value(b)]
    return direction * (typeof left === 'number' && typeof right === 'number' ? left - right : compare(String(left), String(right)))
  })
}
