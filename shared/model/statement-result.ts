/** What the server says about one SQL statement. A failing statement is a result, not a Failure. */
import type { ResultColumn, ResultData } from './result-set.ts'

/** Whether the rows that we hold are all the rows there are. */
export type Completeness =
  | { kind: 'complete' }
  | { kind: 'capped'; limit: number } // exactly the limit came back: there may be more
  | { kind: 'atLeast'; rows: number } // more rows are known to exist than are held

/** Where an error stands in the statement that was sent; line and column count from 1. */
export interface SqlPosition {
  line: number
  column?: number
}

/** Something a person should know about how a statement was run; its code names a text in shared/i18n/notices.{en,zh-CN}.json, filled with `params`. */
export interface Notice {
  level: 'info' | 'warning'
  code: NoticeCode
  params: Record<string, string | number>
}

export type NoticeCode =
  | 'limitAdded' // params: limit. `sentSql` shows the statement that was sent
  | 'above3000' // params: rows. DMS secure collaboration: more than 3,000 rows is not stable
  | 'capHit' // params: limit, by: whose limit it was (CapCause)
  | 'cutByError' // params: rows. MaxScale: rows came, and then an error instead of the others
  | 'duplicateLabels' // params: labels. DMS rows are maps: one of the values is lost before it reaches us
  | 'duplicateKeys' // params: keys, rows. A row carried the same key twice; the last value is shown
  | 'unmatchedKeys' // params: keys. Rows carry keys that no columnMetas entry names; shown as extra columns
  | 'missingKeys' // params: keys, rows. Some rows lack a column's key; those cells say missing, not NULL
  | 'rowCountMismatch' // params: said, held
  | 'noSession' // params: statement. DMS: every call stands alone
  | 'mayBeSignIn' // DMS: an error of SQL that names the credentials
  | 'lossyColumns' // params: columns
  | 'sessionLost' // MaxScale: what the session held is gone with its database connection; nothing runs before a reconnect
  | 'sessionEnded' // MaxScale: the database connection is gone, and nothing with it; the next run opens another
  | 'noMetadata' // MaxScale before 24.02: no types, so lossy columns cannot be told

/**
 * Whose limit cut a result: the person's row limit, the statement's own LIMIT, DMS's 3,000, the session's
 * sql_select_limit, or the max_rows that MaxScale was told before.
 */
export type CapCause = 'rowLimit' | 'statement' | 'dms' | 'selectLimit' | 'maxRows'

interface StatementResultBase {
  /** The statement as the person wrote it. */
  sql: string
  /** The statement as it was sent, when it differs (a LIMIT was added). */
  sentSql?: string
  /** From sending the request to the last byte of the answer, milliseconds. */
  elapsedMs: number
  requestId?: string
  notices: Notice[]
}

export type StatementResult =
  | (StatementResultBase & { kind: 'resultset'; data: ResultData; completeness: Completeness })
  /** `affectedRows` in digits; null where the server did not say. */
  | (StatementResultBase & { kind: 'ok'; affectedRows: string | null; lastInsertId?: string; warnings?: number })
  | (StatementResultBase & {
      kind: 'error'
      code?: string
      sqlState?: string
      /** The server's own words, verbatim. */
      message: string
      /** Only where the server said so. */
      position?: SqlPosition
    })

/** What gets a view of its own: `ok` says all it has in one line of the messages. */
export type ViewedResult = Exclude<StatementResult, { kind: 'ok' }>

export type { ResultColumn, ResultData }
