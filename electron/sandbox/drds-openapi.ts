/** A server that speaks the DRDS OpenAPI 2015-04-13 (RPC over GET and POST, JSON and XML) about instances that do not exist. */
import { randomUUID } from 'node:crypto'
import { errorNamed } from './drds/action.ts'
import { isAction, runAction } from './drds/actions.ts'
import { createDrdsState } from './drds/demo-instances.ts'
import { commonStyle, inStyle, writeDocument, type Format, type WireObject, type WireStyle } from './drds/document.ts'
import { commonError, DrdsError } from './drds/drds-error.ts'
import { Gateway, readParameters, type DrdsAccount, type Parameters } from './drds/gateway.ts'
import type { FaultPlan, Faults } from './faults.ts'
import { urlOf } from './loopback-http.ts'
import { serveLoopback, type LoopbackServer } from './loopback-server.ts'

export interface DrdsOpenApiOptions {
  /** 0 for a free port. */
  port: number
  accounts: readonly DrdsAccount[]
  /** Also the server's clock: `createFaults(clock)`. */
  faults: Faults
  /** How many instances there are; absent for the demo's own. */
  instanceCount?: number
  /** How many databases every instance has; absent for the demo's own. */
  databaseCount?: number
  /** What tasks and creation times go by, epoch milliseconds; absent for the real one. */
  clock?: () => number
  /** How long one step of an instance or a database takes; 3 seconds where absent. */
  taskMilliseconds?: number
  /** Spellings that gateways differ in; absent for the common ones. */
  style?: Partial<WireStyle>
}

/** Starts the API on 127.0.0.1; throws where the port is taken. */
export function startDrdsOpenApi(options: DrdsOpenApiOptions): Promise<LoopbackServer> {
  const { clock = Date.now, taskMilliseconds = 3_000 } = options
  const state = createDrdsState(options, { clock, taskMilliseconds })
  const gateway = new Gateway(options.accounts, isAction)
  const style = { ...commonStyle, ...options.style }

  const run = (method: string, parameters: Parameters, plan: FaultPlan, requestId: string): WireObject => {
    if (plan.refusal === 'throttle') throw commonError('Throttling.User')
    if (plan.refusal === 'unavailable') throw commonError('ServiceUnavailable')
    if (plan.refusal === 'expired') throw commonError('InvalidAccessKeyId.NotFound')
    const account = gateway.admit(method, parameters, plan.now())
    const action = parameters.get('Action') ?? ''
    const refused = account.refusals?.find(({ actions }) => actions.includes(action))?.code ?? plan.code
    if (refused) throw errorNamed(action, refused)
    if (plan.spoiling === 'badGateway') return {}
    const content = plan.isIgnored ? {} : runAction({ action, parameters, state })
    return inStyle({ RequestId: requestId, Success: true, ...content }, style)
  }

  return serveLoopback({
    port: options.port,
    faults: options.faults,
    async answer(request) {
      const requestId = randomUUID().toUpperCase()
      const { parameters, target } = await readParameters(request)
      const plan = options.faults.planFor({ target })
      await plan.delay()
      let format: Format = 'XML'
      try {
        format = formatOf(parameters)
        if (urlOf(request).pathname !== '/') throw commonError('InvalidApi.NotFound')
        const content = run(request.method ?? '', parameters, plan, requestId)
        const { type, body } = writeDocument(format, `${parameters.get('Action')}Response`, content)
        return { status: 200, headers: { 'Content-Type': type }, body, plan }
      } catch (error) {
        if (!(error instanceof DrdsError)) throw error
        // 错误结果. HostId is the site that was asked: ours, never the vendor's.
        const content = { RequestId: requestId, HostId: request.headers.host ?? '', Code: error.code, Message: error.message }
        const { type, body } = writeDocument(format, 'Error', content)
        return { status: error.status, headers: { 'Content-Type': type }, body, plan }
      }
    },
  })
}

/** Format: JSON or XML, "默认为XML格式"; vendor clients also write it in lower case. */
function formatOf(parameters: Parameters): Format {
  const format = (parameters.get('Format') || 'XML').toUpperCase()
  if (format !== 'JSON' && format !== 'XML') throw commonError('Invalid<name>.ValueNotSupported', 'Format')
  return format
}
