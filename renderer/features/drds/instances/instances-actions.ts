import type { Rpc } from '../../../../shared/contract/contract.ts'
import type { ConnectionId } from '../../../../shared/model/ids.ts'
import type { DrdsInstance } from '../../../../shared/model/drds.ts'
import { instanceKey, isChanging } from '../arrange-instances.ts'
import { createDatabaseReader, type DatabaseReader } from './read-databases.ts'
import { instancesOf, type InstancesStore, type RegionAnswer } from './instances-store.ts'

export interface InstancesDependencies {
  rpc: Rpc
  instances: InstancesStore
}

const readers = new WeakMap<InstancesStore, DatabaseReader>()

/** One reader a list, so that several regions together ask no more at once than one. */
function readerOf({ rpc, instances }: InstancesDependencies, connectionId: ConnectionId): DatabaseReader {
  const known = readers.get(instances)
  if (known) return known
  const made = createDatabaseReader({
    read: ({ regionId, id }) => rpc.drds.databases({ connectionId, regionId, instanceId: id }),
    show: (answers) => instances.setState(({ databases }) => ({ databases: { ...databases, ...answers } })),
  })
  readers.set(instances, made)
  return made
}

/** Chooses regions and reads those that were not read before. */
export function chooseRegions(dependencies: InstancesDependencies, connectionId: ConnectionId, chosen: string[]): void {
  dependencies.instances.setState({ chosen })
  const { answers } = dependencies.instances.getState()
  for (const region of chosen) if (!answers[region]) void loadRegion(dependencies, connectionId, region)
}

/** Reads the region in which something was ordered, and shows it where it was not shown before. */
export function lookInRegion(dependencies: InstancesDependencies, connectionId: ConnectionId, regionId: string): void {
  const { chosen } = dependencies.instances.getState()
  if (!chosen.includes(regionId)) dependencies.instances.setState({ chosen: [...chosen, regionId] })
  void loadRegion(dependencies, connectionId, regionId)
}

/** Reads the chosen regions anew, each by itself. `isStale`: whose databases are read again though they are known. */
export async function refreshInstances(dependencies: InstancesDependencies, connectionId: ConnectionId, isStale: IsStale = nobody): Promise<void> {
  const { chosen } = dependencies.instances.getState()
  await Promise.all(chosen.map((region) => loadRegion(dependencies, connectionId, region, isStale)))
}

/** Comes back to the list: what was looked at by itself meanwhile may have other databases now. */
export function returnToInstances(dependencies: InstancesDependencies, connectionId: ConnectionId): void {
  const { read } = dependencies.instances.getState()
  void refreshInstances(dependencies, connectionId, (instance) => read[instanceKey(instance)] !== undefined)
}

/** Reads the regions anew in which something changes by itself. */
export function refreshChanging(dependencies: InstancesDependencies, connectionId: ConnectionId): void {
  const { chosen, answers } = dependencies.instances.getState()
  for (const region of chosen) if (instancesOf(answers[region]).some(({ status }) => isChanging(status))) void loadRegion(dependencies, connectionId, region)
}

type IsStale = (instance: DrdsInstance) => boolean
const nobody: IsStale = () => false

/** Reads one region; what it answered before stays in sight meanwhile. */
export async function loadRegion(dependencies: InstancesDependencies, connectionId: ConnectionId, regionId: string, isStale: IsStale = nobody): Promise<void> {
  const { rpc, instances } = dependencies
  const { answers, latest } = instances.getState()
  const before = answers[regionId]
  const request = (latest[regionId] ?? 0) + 1
  const kept: RegionAnswer = instancesOf(before).length > 0 && before ? before : { state: 'loading' }
  instances.setState({
    latest: { ...latest, [regionId]: request },
    answers: { ...answers, [regionId]: before?.state === 'ready' ? { ...before, refreshing: true } : kept },
  })
  const result = await rpc.drds.listInstances({ connectionId, regionId })
  const now = instances.getState()
  if (now.latest[regionId] !== request) return
  instances.setState({
    ...(result.ok && { read: {} }),
    answers: {
      ...now.answers,
      [regionId]: result.ok
        ? { state: 'ready', list: result.value, refreshing: false }
        : { state: 'failed', failure: result.failure, instances: instancesOf(now.answers[regionId]) },
    },
  })
  if (!result.ok) return
  const known = instances.getState().databases
  const wanted = result.value.instances.filter((instance) => hasDatabases(instance) && (isStale(instance) || known[instanceKey(instance)] === undefined))
  readerOf(dependencies, connectionId).want(wanted)
}

/** What is still created has none yet, and what is gone has none any more. */
const hasDatabases = ({ status }: DrdsInstance) => status !== 'creating' && status !== 'released'

/** Reads which regions the account sees; where it may not ask, the documented ones stand in. */
export async function loadRegions({ rpc, instances }: InstancesDependencies, connectionId: ConnectionId): Promise<void> {
  const result = await rpc.drds.regions({ connectionId })
  if (result.ok && result.value.length > 0) instances.setState({ regions: result.value })
}
