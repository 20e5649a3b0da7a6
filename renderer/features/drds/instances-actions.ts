import type { Rpc } from '../../../shared/contract/contract.ts'
import type { InstancesQuery, InstancesStore } from './instances-store.ts'

export interface InstancesDependencies {
  rpc: Rpc
  instances: InstancesStore
}

/** Lists the instances. `keep` leaves the last list in sight until the new one is here. */
export async function loadInstances(
  { rpc, instances }: InstancesDependencies,
  { connectionId, regionId, type }: InstancesQuery,
  keep: boolean,
): Promise<void> {
  const { answer, latest } = instances.getState()
  const request = latest + 1
  instances.setState({
    latest: request,
    answer: keep && answer.state === 'ready' ? { ...answer, refreshing: true } : { state: 'loading' },
  })
  const result = await rpc.drds.listInstances({
    connectionId,
    ...(regionId && { regionId }),
    ...(type !== 'all' && { type }),
  })
  if (instances.getState().latest !== request) return
  instances.setState({
    answer: result.ok
      ? { state: 'ready', list: result.value, refreshing: false }
      : { state: 'failed', failure: result.failure },
  })
}
