/** What the rewriter keeps while it reads, and what it is given and gives. */

/** A piece of the statement for SQLite and the offset in MySQL's statement that it comes from. */
export interface Piece {
  text: string
  origin: number
}

export type Clause =
  | 'start' | 'field list' | 'from' | 'on clause' | 'where clause' | 'group statement'
  | 'having clause' | 'order clause' | 'values' | 'set' | 'end'

/** A parenthesis that is open, or the statement itself. */
export interface Frame {
  kind: 'query' | 'function' | 'group'
  /** A function's name, upper case. */
  name: string
  clause: Clause
  expectTable: boolean
  /** Index of the first piece of the select item that is being read; -1 outside a select list. */
  itemStart: number
  /** Index of its first token. */
  itemToken: number
  /** True in the FROM clause of a query with more than one table. */
  joins: boolean
  /** A column of each table in FROM: what the look at the signal depends on, or it would come too seldom. */
  rows: string[]
  whereOpen: boolean
}

export interface RewriteContext {
  database: string
  /** A column of the table, so that a term can depend on its rows; null where it is not known. */
  firstColumn(database: string, name: string): string | null
  /** Lower-case names of the DECIMAL columns of the statement's tables. */
  decimals: ReadonlySet<string>
  /** The value of @name or @@name as SQLite text. */
  variable(name: string): string
}

export interface Rewritten {
  pieces: Piece[]
  tables: { database: string; name: string; alias: string }[]
  /** Where each column name was first written. */
  clauses: Map<string, Clause>
}

export const newFrame = (kind: Frame['kind'], name: string, clause: Clause): Frame => ({
  kind, name, clause, expectTable: false, itemStart: -1, itemToken: -1, joins: false, rows: [], whereOpen: false,
})
