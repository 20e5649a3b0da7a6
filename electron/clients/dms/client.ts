/** SQL over HTTPS through a DMS secure access proxy (dms-secure-access-proxy). Every call stands alone. */
import { FailureError } from '../../../shared/model/failure.ts'
import type { Completeness, Notice, StatementResult } from '../../../shared/model/statement-result.ts'
import { classifyStatement } from '../../../shared/sql/classify.ts'
import { errorPosition } from '../../../shared/sql/error-position.ts'
import { limitStatement, type Limited } from '../../../shared/sql/limit.ts'
import { indexDmsBody, type DmsIndexedBody } from '../../http/index-json.ts'
import { isPage } from '../../http/page-text.ts'
import { routeOf, type Route } from '../../http/proxy.ts'
import { send, type HttpAnswer } from '../../http/send.ts'
import { arrange } from './columns.ts'
import { explainNetwork, refusal, rowsMissing } from './errors.ts'
import { requestFor, wayFor, type DmsCredentials, type WayIn } from './operations.ts'
import { answerOf, type DmsAnswer } from './wire.ts'

/** "Usage notes": up to 3,000 rows is stable in secure collaboration; other instances are fixed at 3,000. */
const STABLE_ROWS = 3_000

export interface DmsAccess extends DmsCredentials, Route {
  /** Scheme and host, and the path below which a gateway has it. */
  endpoint: string
  collaboration: 'secure' | 'standard'
  timeoutMs: number
}

export interface DmsRun {
  sql: string
  /** Empty for none. */
  schema: string
  /** Rows at most that a person wants to see; added as a LIMIT where the statement has none of its own. */
  rowLimit: number
  signal?: AbortSignal
}

/**
 * Runs one statement. Answers what the server says about it; throws a FailureError when the call itself did not
 * happen. The protocol has no cancel: aborting stops the waiting, the statement may go on.
 */
export async function executeDms(access: DmsAccess, run: DmsRun): Promise<StatementResult> {
  const limited = limitFor(access, run)
  const sent = limited.added ? limited.sql : run.sql
  const statement = { schema: run.schema, sql: sent }
  const http = await exchange(access, wayFor(statement), statement, run.signal)
  const { body, answer } = read(http, access)
  const notices: Notice[] = []
  if (limited.added) notices.push({ level: 'info', code: 'limitAdded', params: { limit: run.rowLimit } })
  const { kind, doubt, verb, reliesOnSession } = classifyStatement(run.sql)
  if (reliesOnSession !== undefined) notices.push({ level: 'warning', code: 'noSession', params: { statement: reliesOnSession } })
  const base = {
    sql: run.sql,
    ...(limited.added && { sentSql: sent }),
    elapsedMs: http.elapsedMs,
    ...(answer.requestId && { requestId: http.mask.text(answer.requestId) }),
    notices,
  }
  if (!answer.success) {
    const message = http.mask.text(answer.text)
    const position = errorPosition(answer.text, sent)
    // Refused credentials may come like an error of SQL; only the document's own names of them tell.
    if (namesCredentials(answer.text) && !namesCredentials(sent)) notices.push({ level: 'warning', code: 'mayBeSignIn', params: {} })
    return { kind: 'error', ...base, message, ...(position && { position }) }
  }
  // A query of a function that we do not know answers rows, whatever else it does.
  const isRead = kind === 'read' || (doubt === 'function' && verb !== 'SET')
  if (!isRead && !body.hasRows && !ownFields.some((name) => name in body.envelope)) throw refusal(http, new URL(access.endpoint).hostname, answer)
  if (!carriesItsRows(body, answer, isRead)) throw rowsMissing(http, new URL(access.endpoint).hostname, answer)
  // A read that found nothing may come without columnMetas, or without rows: it is no update of 0 rows.
  if (!answer.isResultSet && (!isRead || isUpdate(body, answer))) return { kind: 'ok', ...base, affectedRows: answer.updateCount ?? null }
  const arranged = arrange(http, body, answer)
  const rows = body.rowCount
  const completeness = completenessOf(rows, limited.added ? run.rowLimit : undefined, answer.rowCount)
  if (completeness.kind === 'capped') notices.push({ level: 'warning', code: 'capHit', params: { limit: completeness.limit, by: cutBy(rows, limited, run) } })
  if (rows > STABLE_ROWS) notices.push({ level: 'warning', code: 'above3000', params: { rows } })
  notices.push(...arranged.notices)
  return { kind: 'resultset', ...base, data: arranged.data, completeness }
}

/** "accessId" and "accessSecret" ("Authentication"). */
const namesCredentials = (text: string): boolean => /access_?(?:id|secret|key)/i.test(text)

/** "success" alone is what any service may say. */
const ownFields = ['requestId', 'updateCount', 'rowCount', 'columnMetas']

/** The document's "successful data update": a count of affected rows, and nothing of rows. */
const isUpdate = ({ hasRows }: DmsIndexedBody, { updateCount, rowCount }: DmsAnswer): boolean => updateCount !== undefined && rowCount === undefined && !hasRows

/** False where an answer tells of rows and holds none, or nothing at all of what a query answers: then the answer is not here. */
function carriesItsRows(body: DmsIndexedBody, answer: DmsAnswer, isRead: boolean): boolean {
  if (body.rowCount > 0) return true
  const told = answer.rowCount ?? 0
  // Beside an updateCount it may count what an update did, of which no row comes.
  if (told > 0) return !isRead && Number(answer.updateCount ?? 0) > 0
  return !isRead || answer.isResultSet || body.hasRows || answer.rowCount === 0 || isUpdate(body, answer)
}

/** Standard instances end every result at 3,000 by themselves: a LIMIT is only added to ask for less. */
function limitFor(access: DmsAccess, run: DmsRun): Limited {
  if (access.collaboration === 'standard' && run.rowLimit >= STABLE_ROWS) return { ...limitStatement(run.sql, run.rowLimit), sql: run.sql, added: false }
  return limitStatement(run.sql, run.rowLimit)
}

/** As many rows as the limit says nothing about the next one; 3,000 may always be the proxy's own end; and `said` may tell of more. */
function completenessOf(rows: number, added: number | undefined, said = 0): Completeness {
  if (rows === STABLE_ROWS || rows === added) return { kind: 'capped', limit: rows }
  return said > rows ? { kind: 'atLeast', rows: said } : { kind: 'complete' }
}

/** Whose limit it was: the person's (our LIMIT), the statement's own, or the proxy's. */
function cutBy(rows: number, { added, reason }: Limited, { sql, rowLimit }: DmsRun): 'rowLimit' | 'statement' | 'dms' {
  if (added && rows === rowLimit) return 'rowLimit'
  const own = reason === 'limited' ? /\bLIMIT\s+(?:\d+\s*,\s*)?(\d+)(?:\s+OFFSET\s+\d+)?[\s;]*$/i.exec(sql)?.[1] : undefined
  return Number(own) === rows ? 'statement' : 'dms'
}

async function exchange(
  access: DmsAccess,
  way: WayIn,
  statement: { schema: string; sql: string },
  signal: AbortSignal | undefined,
): Promise<HttpAnswer> {
  const request = requestFor(way, access.endpoint, access, statement)
  try {
    return await send({ ...request, ...routeOf(access), timeoutMs: access.timeoutMs, ...(signal && { signal }) })
  } catch (error) {
    throw explainNetwork(error)
  }
}

/** The envelope of an answer, or the failure that it is. 400 with a refusal speaks about the statement, as 200 does. */
function read(http: HttpAnswer, access: DmsAccess): { body: DmsIndexedBody; answer: DmsAnswer } {
  const body = isPage(http.headers, http.bytes) ? undefined : indexed(http)
  const answer = body && answerOf(body)
  if (body && answer && speaksOfStatement(http.status, answer)) return { body, answer }
  throw refusal(http, new URL(access.endpoint).hostname, answer)
}

/** A success that the status denies is none. */
const speaksOfStatement = (status: number, { success }: DmsAnswer): boolean => status === 200 || (status === 400 && !success)

/** Under 200 an unreadable body is a failure of its own (empty, cut, no JSON); under other statuses the status speaks. */
function indexed(http: HttpAnswer): DmsIndexedBody | undefined {
  try {
    return indexDmsBody(http.bytes)
  } catch (error) {
    if (http.status === 200 || !(error instanceof FailureError)) throw error
    return undefined
  }
}
