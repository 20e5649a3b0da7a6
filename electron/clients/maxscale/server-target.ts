/** Whether a target is a server itself, and no service or listener. */
import { z } from 'zod'
import { FailureError } from '../../../shared/model/failure.ts'
import { indexMaxScaleBody } from '../../http/index-json.ts'
import { targetFields } from './objects-wire.ts'
import type { Rest } from './rest.ts'

const ServerDocument = z.object({ data: z.object({ id: z.string(), type: z.literal('servers') }) })

/** Somebody waits for a cancel. */
const ASK_MS = 3_000

/** No two objects of a MaxScale share a name. False also where it cannot be told: what holds for a service harms no server. */
export async function isServerTarget(rest: Rest, target: string): Promise<boolean> {
  try {
    const { status, bytes } = await rest.call('server', { name: target, timeoutMs: ASK_MS, parameters: { 'fields[servers]': targetFields.servers } })
    if (status !== 200) return false
    const read = ServerDocument.safeParse(indexMaxScaleBody(bytes).envelope)
    return read.success && read.data.data.id === target
  } catch (error) {
    if (error instanceof FailureError) return false
    throw error
  }
}
