/** Reading back after a change: whether the service shows what was asked. */
import type { DrdsChange, PlanLine, Verification } from '../../shared/model/drds-change.ts'
import { FailureError } from '../../shared/model/failure.ts'
import type { Applied } from '../clients/drds/client.ts'
import type { PlanAsk } from './drds-plan.ts'
import { apart, joined } from './drds-plan-settings.ts'

/** What was just changed need not be shown at once: so often, and so far apart, it is looked again. */
const LOOKS = 3
const LOOK_EVERY_MS = 400

/**
 * Compares with all that the plan said would be there afterwards (`planned`), not with what was sent: what was not to be
 * touched counts too. Never throws a FailureError: the change was accepted, whatever becomes of the reading.
 */
export async function verify(ask: PlanAsk, change: DrdsChange, planned: readonly PlanLine[], applied: Applied): Promise<Verification> {
  try {
    return await readBack(ask, change, planned, applied)
  } catch (error) {
    if (error instanceof FailureError) return { kind: 'failed', failure: error.failure }
    throw error
  }
}

/** Looks until what is shown is what was asked, or it was looked often enough. Throws the FailureError of a reading. */
export async function readBack(ask: PlanAsk, change: DrdsChange, planned: readonly PlanLine[], applied: Applied): Promise<Verification> {
  for (let look = 1; ; look += 1) {
    const verification = await verifyOnce(ask, change, planned, applied)
    if (verification.kind !== 'differs' || look === LOOKS) return verification
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

async function verifyOnce({ client, access }: PlanAsk, change: DrdsChange, planned: readonly PlanLine[], applied: Applied): Promise<Verification> {
  switch (change.kind) {
    case 'createInstance':
      // Without their ids nothing tells the new instances from those of somebody else.
      return applied.instanceIds.length > 0 ? { kind: 'underWay' } : { kind: 'notReadable' }
    case 'releaseInstance':
    case 'createDatabase':
    case 'deleteDatabase':
    case 'deleteFailedDatabase':
      return { kind: 'underWay' }
    case 'resetPassword':
    case 'changeReadOnlyPassword':
    case 'setFullTableScan':
      return { kind: 'notReadable' }
    case 'renameInstance': {
      const { description } = await client.instance(access, change.at.instanceId)
      return compared(planned.map((line) => ({ ...line, before: line.after, after: description })))
    }
    case 'setWhitelist': {
      const shown = await client.whitelist(access, change.at)
      return compared(planned.map((line) => ({ ...line, before: sorted(apart(line.after ?? '')), after: sorted(shown) })))
    }
    case 'setReadWeights': {
      const nodes = (await client.rdsList(access, change.at)).flatMap((primary) => [primary, ...primary.children])
      return compared(planned.map((line) => {
        const shown = nodes.find(({ name }) => name === line.of)?.readWeight ?? null
        return { ...line, before: line.after, after: shown === null ? null : String(shown) }
      }))
    }
    case 'createReadOnlyAccount': {
      const shown = await client.readOnlyAccount(access, change.at)
      const asked = applied.accountName || shown
      return asked === null ? { kind: 'differs', lines: [{ label: 'account', before: '', after: null }] } : compared([{ label: 'account', before: asked, after: shown }])
    }
    case 'removeReadOnlyAccount':
      return compared([{ label: 'account', before: null, after: await client.readOnlyAccount(access, change.at) }])
  }
}

/** A list in any order is the same list. */
const sorted = (entries: readonly string[]): string => joined(entries.toSorted())

/** `before` is what was asked, `after` what is shown. */
function compared(lines: PlanLine[]): Verification {
  const different = lines.filter(({ before, after }) => before !== after)
  return different.length === 0 ? { kind: 'shown' } : { kind: 'differs', lines: different }
}
