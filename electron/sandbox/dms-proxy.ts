/**
 * A server that speaks the DMS secure access proxy protocol (dms-secure-access-proxy), in front of a sandbox engine.
 * Every call stands alone: it gets a database session of its own, so BEGIN, SET and USE reach no other call.
 */
import type { IncomingMessage } from 'node:http'
import { errorBody, newRequestId, refusalBody, rowsBody, updateBody } from './dms/answer.ts'
import { authorize, type Grant } from './dms/grants.ts'
import { oddityOf } from './dms/odd-rows.ts'
import { readDmsRequest, type DmsRequest } from './dms/request.ts'
import { Refusal } from './dms/refusal.ts'
import { forbidden, rowCap, ruleCap, tooManyRows, type Collaboration } from './dms/rules.ts'
import { EngineOpenError, type Engine, type EngineResult } from './engine/engine.ts'
import type { Answer, FaultPlan, Faults } from './faults.ts'
import { serveLoopback, type LoopbackServer } from './loopback-server.ts'
import { isBatch } from './sql-text.ts'

export interface DmsProxyOptions {
  engine: Engine
  /** 0 for a free port. */
  port: number
  grants: readonly Grant[]
  collaboration: Collaboration
  faults: Faults
  /** False: "the secure access proxy enabled for the instance" is not met, and every call is refused. */
  enabled?: boolean
  /**
   * The page only shows failures, not their HTTP status, and the real service may answer every one of them under
   * 200. `plain` refuses with 4xx; `always200` never does.
   */
  refusalStatus?: 'plain' | 'always200'
}

/** Starts the proxy on 127.0.0.1; throws where the port is taken. */
export function startDmsProxy(options: DmsProxyOptions): Promise<LoopbackServer> {
  const { faults, port } = options
  return serveLoopback({
    port,
    faults,
    async answer(request) {
      const requestId = newRequestId()
      let plan: FaultPlan | undefined
      const planned = (sql: string) => (plan = faults.planFor({ target: request.url ?? '', sql }))
      try {
        const { status, body } = await answerCall(request, requestId, options, planned)
        return jsonAnswer(status, body, plan ?? planned(''))
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const status = options.refusalStatus === 'always200' ? 200 : error.status
        return jsonAnswer(status, refusalBody(requestId, error.message), plan ?? planned(''))
      }
    },
  })
}

async function answerCall(
  request: IncomingMessage,
  requestId: string,
  options: DmsProxyOptions,
  planned: (sql: string) => FaultPlan,
): Promise<{ status: number; body: string }> {
  const call = await readDmsRequest(request)
  const plan = planned(call.sql)
  await plan.delay()
  refuseByFault(plan)
  if (options.enabled === false) throw new Refusal(403, 'The secure access proxy is not enabled for this instance.')
  authorize(options.grants, call, plan.now())
  if (!call.sql.trim()) throw new Refusal(200, 'sql is required.')
  if (plan.spoiling === 'badGateway') return { status: 502, body: '' }
  const rule = forbidden(call.sql, options.collaboration)
  if (rule) return { status: 200, body: errorBody(requestId, rule) }
  return { status: 200, body: await runStatement(call, requestId, options) }
}

async function runStatement(call: DmsRequest, requestId: string, options: DmsProxyOptions): Promise<string> {
  // Undocumented: several statements in one call. Refused, so that nobody comes to rely on it.
  if (isBatch(call.sql)) return errorBody(requestId, 'Only one statement can be executed in a request.')
  const results = await inFreshSession(options.engine, call, options.collaboration)
  if (results instanceof EngineOpenError) return errorBody(requestId, results.message)
  // A procedure may answer several results; the page has room for one: the first with rows, else the last.
  const failed = results.find((one) => one.kind === 'error')
  const result = failed ?? results.find((one) => one.kind === 'rows') ?? results.at(-1)
  switch (result?.kind) {
    case 'error':
      return errorBody(requestId, result.message)
    case 'rows':
      if (options.collaboration === 'secure' && result.rows.length > ruleCap) return errorBody(requestId, tooManyRows)
      return rowsBody(
        requestId,
        result.columns,
        options.collaboration === 'secure' ? result.rows : result.rows.slice(0, rowCap),
        oddityOf(call.sql),
      )
    case 'ok':
      return updateBody(requestId, result.affectedRows)
    case undefined:
      return updateBody(requestId, 0n)
  }
}

async function inFreshSession(
  engine: Engine,
  { schema, sql }: DmsRequest,
  collaboration: Collaboration,
): Promise<EngineResult[] | EngineOpenError> {
  try {
    const session = await engine.open(schema ? { database: schema } : {})
    try {
      return await session.execute(sql, { maxRows: collaboration === 'standard' ? rowCap : ruleCap + 1 })
    } finally {
      await session.close()
    }
  } catch (error) {
    if (error instanceof EngineOpenError) return error
    throw error
  }
}

function refuseByFault(plan: FaultPlan): void {
  if (plan.refusal === 'throttle') throw new Refusal(429, 'Request was denied due to request throttling.')
  if (plan.refusal === 'unavailable') throw new Refusal(503, 'The service is temporarily unavailable.')
  if (plan.refusal === 'expired') throw new Refusal(401, 'The authorization of this accessId has expired.')
}

const jsonAnswer = (status: number, body: string, plan: FaultPlan): Answer & { plan: FaultPlan } => ({
  status,
  headers: { 'Content-Type': 'application/json;charset=UTF-8' },
  body,
  plan,
})
