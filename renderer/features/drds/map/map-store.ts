import { createStore } from 'zustand/vanilla'
import type { DrdsInstanceList, DrdsRegion } from '../../../../shared/model/drds.ts'
import type { DrdsDatabase, DrdsShard, RdsPrimary } from '../../../../shared/model/drds-database.ts'
import type { DrdsLink, DrdsTable } from '../../../../shared/model/drds-link.ts'
import type { Failure } from '../../../../shared/model/failure.ts'
import type { ConnectionId } from '../../../../shared/model/ids.ts'

export type Answer<T> = { state: 'loading' } | { state: 'ready'; value: T } | { state: 'failed'; failure: Failure }

/** DescribeShardDBs and DescribeRdsList of one database. */
export interface Inside {
  shards: DrdsShard[]
  rds: RdsPrimary[]
}

/** Answers by the id of the node that they lie below; what is not there was not asked for. */
export interface MapState {
  connectionId: ConnectionId
  /** Chosen regions, in the order in which they are drawn. */
  regions: readonly string[]
  known: readonly DrdsRegion[]
  links: readonly DrdsLink[]
  instances: ReadonlyMap<string, Answer<Pick<DrdsInstanceList, 'instances' | 'total'>>>
  databases: ReadonlyMap<string, Answer<DrdsDatabase[]>>
  insides: ReadonlyMap<string, Answer<Inside>>
  tables: ReadonlyMap<string, Answer<DrdsTable[]>>
  /** Databases are open by themselves, those that are still on their way too. */
  allOpen: boolean
  /** Nodes that a person opened or closed, against what they are by themselves. */
  toggled: ReadonlySet<string>
  selected: string | null
  /** Counts how often everything was asked anew; an answer to an older round is dropped. */
  round: number
}

/** What the maps of answers are called. */
export type AnswerMap = 'instances' | 'databases' | 'insides' | 'tables'

export const emptyAnswers = () => ({
  instances: new Map<string, Answer<Pick<DrdsInstanceList, 'instances' | 'total'>>>(),
  databases: new Map<string, Answer<DrdsDatabase[]>>(),
  insides: new Map<string, Answer<Inside>>(),
  tables: new Map<string, Answer<DrdsTable[]>>(),
})

/** What a person chose on the map of each account, for when they come back to it; answers are asked anew. */
const remembered = new Map<ConnectionId, Pick<MapState, 'regions' | 'allOpen' | 'toggled' | 'selected'>>()

/** A map of the connection's own region, or as it was left. */
export function createMapStore(connectionId: ConnectionId, regionId: string) {
  const store = createStore<MapState>(() => ({
    connectionId,
    regions: [regionId],
    allOpen: false,
    toggled: new Set(),
    selected: null,
    ...remembered.get(connectionId),
    known: [],
    links: [],
    ...emptyAnswers(),
    round: 0,
  }))
  store.subscribe(({ regions, allOpen, toggled, selected }) => remembered.set(connectionId, { regions, allOpen, toggled, selected }))
  return store
}
export type MapStore = ReturnType<typeof createMapStore>
