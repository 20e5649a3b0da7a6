/** DRDS OpenAPI 2015-04-13: RPC calls, signed anew for every attempt. */
import { randomUUID } from 'node:crypto'
import type { Failure } from '../../../shared/model/failure.ts'
import type { DrdsInstanceList, DrdsRegion } from '../../../shared/model/drds.ts'
import { isPassingNetwork, withRetry, type RetryPolicy } from '../../http/retry.ts'
import { send } from '../../http/send.ts'
import type { Secret } from '../../vault/secret.ts'
import { readDocument, text, type WireNode } from './document.ts'
import { endpointOf } from './endpoints.ts'
import { refusal } from './errors.ts'
import { operations, type Action, type Operation } from './operations.ts'
import { percentEncode, signRpc, type RpcParams } from './signer.ts'
import { instancesOf, regionsOf } from './wire.ts'

export interface DrdsAccess {
  regionId: string
  /** Overrides the region's own endpoint; empty for the region's. */
  endpoint: string
  accessKeyId: string
  accessKeySecret: Secret
  format: 'JSON' | 'XML'
  /** For the whole call, retries included. */
  timeoutMs: number
}

/** What tests pin; absent for the real ones. */
export interface DrdsClock {
  /** Epoch milliseconds. */
  now?: () => number
  nonce?: () => string
}

interface Answered {
  document: WireNode
  requestId: string
  elapsedMs: number
}

/** DescribeDrdsInstances; throws a FailureError. `type` narrows to shared or dedicated instances. */
export async function describeDrdsInstances(
  access: DrdsAccess,
  options: { type?: 'shared' | 'dedicated'; signal?: AbortSignal } & DrdsClock = {},
): Promise<DrdsInstanceList> {
  // The document prints `type`; the wire's name is Type.
  const params: RpcParams = options.type ? { Type: options.type === 'dedicated' ? '1' : '0' } : {}
  const { document, requestId, elapsedMs } = await call(access, 'DescribeDrdsInstances', params, options)
  return { instances: instancesOf(document), requestId, elapsedMs }
}

/** DescribeRegions, with the zones of each; throws a FailureError. */
export async function describeRegions(access: DrdsAccess, options: { signal?: AbortSignal } & DrdsClock = {}): Promise<DrdsRegion[]> {
  return regionsOf((await call(access, 'DescribeRegions', {}, options)).document)
}

/** The least time that another attempt is worth, milliseconds: with less it would say that the server was too slow. */
const LEAST_MS = 3_000

const retries: Readonly<Record<Operation['retry'], (leftMs: () => number) => RetryPolicy>> = {
  always: (leftMs) => ({
    attempts: 4,
    baseMs: 250,
    maxMs: 2_000,
    isPassing: (failure) => leftMs() > LEAST_MS && (isPassingNetwork(failure) || isPassingRefusal(failure)),
  }),
  never: () => ({ attempts: 1, baseMs: 0, maxMs: 0, isPassing: () => false }),
}
const isPassingRefusal = ({ code }: Failure): boolean => ['drds.throttled', 'drds.unavailable', 'drds.nonceUsed'].includes(code)

async function call(access: DrdsAccess, action: Action, params: RpcParams, options: { signal?: AbortSignal } & DrdsClock): Promise<Answered> {
  const deadline = performance.now() + access.timeoutMs
  const leftMs = () => deadline - performance.now()
  const attempt = () => callOnce(access, action, params, { ...options, timeoutMs: Math.max(1, leftMs()) })
  return withRetry(retries[operations[action].retry](leftMs), attempt, options)
}

async function callOnce(
  access: DrdsAccess,
  action: Action,
  params: RpcParams,
  options: { signal?: AbortSignal; timeoutMs: number } & DrdsClock,
): Promise<Answered> {
  const { now = Date.now, nonce = randomUUID, signal, timeoutMs } = options
  const { method } = operations[action]
  const signed = {
    ...params,
    Action: action,
    Format: access.format,
    Version: '2015-04-13',
    RegionId: access.regionId,
    AccessKeyId: access.accessKeyId,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: nonce(),
    // YYYY-MM-DDThh:mm:ssZ: no fractions.
    Timestamp: new Date(now()).toISOString().replace(/\.\d{3}Z$/, 'Z'),
  }
  const { canonicalizedQueryString, signature } = signRpc({ method, params: signed, accessKeySecret: access.accessKeySecret.reveal() })
  const url = endpointOf(access.regionId, access.endpoint)
  const http = await send({
    method,
    url: `${url}?${canonicalizedQueryString}&Signature=${percentEncode(signature)}`,
    headers: { Accept: access.format === 'XML' ? 'text/xml' : 'application/json' },
    timeoutMs,
    ...(signal && { signal }),
  })
  const document = readDocument(http.bytes)
  const success = document && text(document, 'Success')
  // `Success` comes as a boolean or as text, and not at all in the document.
  if (http.status >= 200 && http.status < 300 && document && success?.toLowerCase() !== 'false' && !text(document, 'Code')) {
    return { document, requestId: text(document, 'RequestId'), elapsedMs: http.elapsedMs }
  }
  const asked = { action, host: new URL(url).hostname, regionId: access.regionId, secret: access.accessKeySecret }
  throw refusal(http, document, asked, now())
}
