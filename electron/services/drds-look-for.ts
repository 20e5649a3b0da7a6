/** Looking, after a change whose answer did not come or is not the service's own, for whether it happened. */
import type { DrdsChange, DrdsChangeOf, PlanLine, Verification } from '../../shared/model/drds-change.ts'
import type { DrdsInstance } from '../../shared/model/drds.ts'
import { FailureError } from '../../shared/model/failure.ts'
import type { PlanAsk } from './drds-plan.ts'
import { unlessGone } from './drds-task-standing.ts'
import { readBack } from './drds-verify.ts'

/** What was found, and the instances that an order seems to have created. */
export interface Found {
  verification: Verification
  instanceIds: string[]
}

/** An order's instance is made at once; the service's clock and ours may be so far apart. */
const CLOCKS_APART_MS = 5 * 60_000
/** A person waits to hear what became of the change; a service that does not answer now would not soon. */
const LOOKING_MS = 15_000

/** `sentAt` in epoch milliseconds. Never throws a FailureError: whatever becomes of the reading, it is not known that the change failed. */
export async function lookFor({ client, access }: PlanAsk, change: DrdsChange, planned: readonly PlanLine[], sentAt: number): Promise<Found> {
  const ask = { client, access: { ...access, timeoutMs: Math.min(access.timeoutMs, LOOKING_MS) } }
  try {
    if (change.kind === 'createInstance') return ofOrder(change, (await ask.client.instances(ask.access)).instances, sentAt)
    return { verification: await lookOnce(ask, change, planned), instanceIds: [] }
  } catch (error) {
    if (error instanceof FailureError) return { verification: { kind: 'failed', failure: error.failure }, instanceIds: [] }
    throw error
  }
}

async function lookOnce(ask: PlanAsk, change: Exclude<DrdsChange, { kind: 'createInstance' }>, planned: readonly PlanLine[]): Promise<Verification> {
  const { client, access } = ask
  switch (change.kind) {
    case 'createDatabase': {
      const database = await unlessGone(client.database(access, change.at))
      return database ? underWay : differs({ label: 'database', before: change.at.database, after: null })
    }
    case 'deleteDatabase':
    case 'deleteFailedDatabase': {
      const database = await unlessGone(client.database(access, change.at))
      if (!database) return { kind: 'shown' }
      return database.status === 'deleting' ? underWay : differs({ label: 'database', before: null, after: database.name })
    }
    case 'releaseInstance': {
      const instance = await unlessGone(client.instance(access, change.at.instanceId))
      if (!instance || instance.status === 'released') return { kind: 'shown' }
      return instance.status === 'releasing' ? underWay : differs({ label: 'instance', before: null, after: instance.id })
    }
    default:
      return readBack(ask, change, planned, { requestId: '', elapsedMs: 0, instanceIds: [], orderId: '', accountName: '' })
  }
}

const underWay: Verification = { kind: 'underWay' }
/** `before` is what was asked, `after` what is shown. */
const differs = (line: PlanLine): Verification => ({ kind: 'differs', lines: [line] })

/** No token tells an order's instances: those that are as they were ordered and were made since are taken for them. */
function ofOrder({ description, zoneId, type, quantity }: DrdsChangeOf<'createInstance'>, instances: readonly DrdsInstance[], sentAt: number): Found {
  const made = instances.filter((one) => one.description === description && one.zoneId === zoneId && one.type === type && (one.createdAt ?? 0) > sentAt - CLOCKS_APART_MS)
  if (made.length >= quantity) return { verification: underWay, instanceIds: made.map(({ id }) => id) }
  return { verification: differs({ label: 'quantity', before: String(quantity), after: String(made.length) }), instanceIds: made.map(({ id }) => id) }
}
