import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DrdsDatabase } from '../../../../shared/model/drds-database.ts'
import type { DrdsInstance, DrdsInstanceList, DrdsInstanceStatus, DrdsRegion } from '../../../../shared/model/drds.ts'
import type { Failure } from '../../../../shared/model/failure.ts'
import { instanceKey, type Sort } from '../arrange-instances.ts'

/** What one region answers; regions load side by side, and one that fails hides no other. */
export type RegionAnswer =
  | { state: 'loading' }
  /** `refreshing`: a newer answer is on its way; this one stays in sight. */
  | { state: 'ready'; list: DrdsInstanceList; refreshing: boolean }
  /** `instances` are those of the last answer. */
  | { state: 'failed'; failure: Failure; instances: DrdsInstance[] }

export interface InstancesState {
  /** In the order in which they are shown; empty until the page is opened first. */
  chosen: string[]
  answers: Record<string, RegionAnswer>
  /** Counts the requests of a region; an answer to an older one is dropped. */
  latest: Record<string, number>
  /** Databases by `instanceKey`; null where they could not be read. */
  databases: Record<string, DrdsDatabase[] | null>
  /** Instances that were read by themselves since, by `instanceKey`. */
  read: Record<string, DrdsInstance>
  /** What DescribeRegions answered; null until then, and where the account may not ask. */
  regions: DrdsRegion[] | null
  search: string
  type: 'all' | 'shared' | 'dedicated'
  /** Empty for all. */
  statuses: DrdsInstanceStatus[]
  sort: Sort
  /** The form that creates instances is open. */
  isCreating: boolean
}
export type InstancesStore = StoreApi<InstancesState>

export const createInstancesStore = (): InstancesStore =>
  createStore<InstancesState>(() => ({
    chosen: [],
    answers: {},
    latest: {},
    databases: {},
    read: {},
    regions: null,
    search: '',
    type: 'all',
    statuses: [],
    sort: { key: 'id', descending: false },
    isCreating: false,
  }))

const none: DrdsInstance[] = []

export function instancesOf(answer: RegionAnswer | undefined): DrdsInstance[] {
  if (!answer || answer.state === 'loading') return none
  return answer.state === 'ready' ? answer.list.instances : answer.instances
}

/** The instances of the chosen regions. */
export const shownInstances = ({ chosen, answers }: Pick<InstancesState, 'chosen' | 'answers'>): DrdsInstance[] =>
  chosen.flatMap((region) => instancesOf(answers[region]))

/** An instance as it was read last. */
export const instanceOf = ({ answers, read }: InstancesState, at: { regionId: string; instanceId: string }): DrdsInstance | undefined =>
  read[instanceKey({ regionId: at.regionId, id: at.instanceId })] ?? instancesOf(answers[at.regionId]).find(({ id }) => id === at.instanceId)

