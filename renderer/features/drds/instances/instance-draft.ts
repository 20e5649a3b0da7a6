import type { specifications } from '../../../../shared/drds/constraints.ts'
import type { DrdsRegion } from '../../../../shared/model/drds.ts'
import type { DrdsChangeOf } from '../../../../shared/model/drds-change.ts'
import type { ConnectionId } from '../../../../shared/model/ids.ts'

/** What is typed into the form that buys an instance. */
export interface InstanceDraft {
  regionId: string
  zoneId: string
  description: string
  type: 'shared' | 'dedicated'
  specification: string
  /** As it was typed. */
  quantity: string
  vpcId: string
  vswitchId: string
}

const smallest: keyof typeof specifications = 'drds.small'

export const newInstanceDraft = (regionId: string, regions: readonly DrdsRegion[] | null): InstanceDraft => ({
  regionId,
  zoneId: regions?.find(({ id }) => id === regionId)?.zones[0]?.id ?? '',
  description: '',
  type: 'dedicated',
  specification: smallest,
  quantity: '1',
  vpcId: '',
  vswitchId: '',
})

export function toChange(draft: InstanceDraft, connectionId: ConnectionId): DrdsChangeOf<'createInstance'> {
  const { regionId, quantity, ...more } = draft
  return { kind: 'createInstance', at: { connectionId, regionId }, ...more, quantity: /^\d{1,6}$/.test(quantity) ? Number(quantity) : 0 }
}
