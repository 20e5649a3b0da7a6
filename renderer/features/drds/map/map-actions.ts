import type { Rpc } from '../../../../shared/contract/contract.ts'
import type { DrdsDatabaseRef } from '../../../../shared/model/drds-database.ts'
import type { Failure } from '../../../../shared/model/failure.ts'
import type { Result } from '../../../../shared/model/result.ts'
import { everyNode, type MapNode } from './map-node.ts'
import { emptyAnswers, type Answer, type AnswerMap, type MapState, type MapStore } from './map-store.ts'
import { treeOf } from './map-tree.ts'
import { createPool } from './pool.ts'

/** Calls at a time; main limits them for each AccessKey as well, whoever asks. */
const SIDE_BY_SIDE = 6
/** Answers are put into the picture together: one layout for those that come within a moment. */
const GATHER_MS = 40

export interface MapActions {
  /** Asks for what the chosen regions hold: instances, then the databases of each. */
  start(): void
  /** Asks for everything that was asked for, anew. */
  refresh(): void
  toggleRegion(regionId: string): void
  toggle(node: MapNode): void
  /** What is still on its way opens when it comes. */
  openAll(): void
  /** Leaves regions and their instances. */
  closeAll(): void
  /** Opens what a node lies in. */
  openAbove(node: MapNode): void
  /** Asks again for what lies below a node and could not be loaded. */
  retry(node: MapNode): void
  retryAll(): void
  select(id: string | null): void
  /** Nobody looks any more: what still comes is dropped. */
  stop(): void
}

export function createMapActions({ rpc, store }: { rpc: Rpc; store: MapStore }): MapActions {
  const pool = createPool(SIDE_BY_SIDE)
  let gathered: ((state: MapState) => Partial<MapState>)[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const { connectionId } = store.getState()

  const flush = () => {
    timer = undefined
    const updates = gathered
    gathered = []
    store.setState((state) => {
      // One copy of each map for all answers, not one an answer.
      const next = { ...state, instances: new Map(state.instances), databases: new Map(state.databases), insides: new Map(state.insides), tables: new Map(state.tables) }
      for (const update of updates) Object.assign(next, update(next))
      return next
    })
    askOpen()
  }
  const land = (update: (state: MapState) => Partial<MapState>) => {
    gathered.push(update)
    timer ??= setTimeout(flush, GATHER_MS)
  }

  /** Asks for what lies below a node, unless that is known or on its way. */
  const ask = <T>(map: AnswerMap, id: string, call: () => Promise<Result<T>>, urgent: boolean, then?: (value: T) => void) => {
    const { round } = store.getState()
    const put = (answer: Answer<T>) => (state: MapState) => {
      ;(state[map] as Map<string, Answer<T>>).set(id, answer)
      return {}
    }
    const known = store.getState()[map].get(id)
    if (known && known.state !== 'failed') return
    store.setState((state) => ({ [map]: new Map<string, Answer<unknown>>(state[map]).set(id, { state: 'loading' }) }))
    pool.run(async () => {
      const result = await call()
      if (store.getState().round !== round) return
      land(put(result.ok ? { state: 'ready', value: result.value } : { state: 'failed', failure: result.failure }))
      if (result.ok) then?.(result.value)
    }, urgent)
  }

  const askRegion = (regionId: string, urgent = false) =>
    ask(
      'instances', regionId,
      () => rpc.drds.listInstances({ connectionId, regionId }),
      urgent,
      ({ instances }) => instances.forEach(({ id }) => askDatabases(regionId, id)),
    )

  const askDatabases = (regionId: string, instanceId: string, urgent = false) =>
    ask('databases', `${regionId}/${instanceId}`, () => rpc.drds.databases({ connectionId, regionId, instanceId }), urgent)

  /** What is open is asked for: shards, RDS instances, and tables where a connection is linked. */
  const askOpen = (urgent = false) => {
    const { insides, tables } = store.getState()
    for (const { id, fact, open } of nodes()) {
      if (fact.kind !== 'database' || !open) continue
      if (!insides.has(id)) askInside(id, fact.at, urgent)
      if (fact.link && !tables.has(id)) askTables(id, fact.at, urgent)
    }
  }
  const askInside = (id: string, at: DrdsDatabaseRef, urgent: boolean) => ask('insides', id, () => insideOf(rpc, at), urgent)
  const askTables = (id: string, at: DrdsDatabaseRef, urgent: boolean) => ask('tables', id, () => rpc.drds.tables(at), urgent)

  /** Asks again for what failed below a node. */
  const retry = ({ id, parent, fact }: MapNode) => {
    if (fact.kind === 'region') askRegion(fact.regionId, true)
    else if (fact.kind === 'instance') askDatabases(parent!.id, fact.instance.id, true)
    else if (fact.kind === 'database') {
      askInside(id, fact.at, true)
      if (fact.link) askTables(id, fact.at, true)
    }
  }

  const nodes = () => [...everyNode(treeOf(store.getState()))]
  const failed = (node: MapNode) => node.below.state === 'failed' || store.getState().tables.get(node.id)?.state === 'failed'
  // Neither keeps the picture waiting: regions have their ids without names, and databases their shards without tables.
  const askRegions = async () => {
    const { round } = store.getState()
    const answer = await rpc.drds.regions({ connectionId })
    if (answer.ok && store.getState().round === round) store.setState({ known: answer.value })
  }
  const askLinks = async () => {
    const { round } = store.getState()
    const answer = await rpc.drds.links({ connectionId })
    if (!answer.ok || store.getState().round !== round) return
    store.setState({ links: answer.value })
    askOpen()
  }

  const actions: MapActions = {
    start() {
      void askRegions()
      void askLinks()
      for (const regionId of store.getState().regions) askRegion(regionId)
    },
    refresh() {
      actions.stop()
      store.setState(emptyAnswers())
      actions.start()
    },
    toggleRegion(regionId) {
      const { regions } = store.getState()
      const chosen = regions.includes(regionId)
      if (chosen && regions.length === 1) return
      store.setState({ regions: chosen ? regions.filter((one) => one !== regionId) : [...regions, regionId] })
      if (!chosen) askRegion(regionId, true)
    },
    toggle(node) {
      store.setState(({ toggled }) => ({ toggled: flip(new Set(toggled), node.id) }))
      askOpen(true)
    },
    openAll() {
      store.setState({ allOpen: true, toggled: new Set() })
      askOpen()
    },
    closeAll: () => store.setState({ allOpen: false, toggled: new Set(nodes().flatMap(({ id, fact }) => (fact.kind === 'instance' ? [id] : []))) }),
    openAbove(node) {
      const toggled = new Set(store.getState().toggled)
      for (let at = node.parent; at; at = at.parent) if (!at.open) flip(toggled, at.id)
      store.setState({ toggled })
    },
    retry,
    retryAll() {
      for (const node of nodes()) if (failed(node)) retry(node)
    },
    select: (selected) => store.setState({ selected }),
    stop() {
      pool.clear()
      clearTimeout(timer)
      timer = undefined
      gathered = []
      store.setState((state) => ({
        round: state.round + 1,
        instances: arrived(state.instances), databases: arrived(state.databases), insides: arrived(state.insides), tables: arrived(state.tables),
      }))
    },
  }
  return actions
}

/** Without what is on its way: its answer will be dropped. */
const arrived = <T>(answers: ReadonlyMap<string, Answer<T>>) => new Map([...answers].filter(([, { state }]) => state !== 'loading'))

function flip(toggled: Set<string>, id: string): Set<string> {
  if (!toggled.delete(id)) toggled.add(id)
  return toggled
}

/** Shards and RDS instances; a database is drawn when both are here. */
async function insideOf(rpc: Rpc, at: DrdsDatabaseRef) {
  const [shards, rds] = await Promise.all([rpc.drds.shards(at), rpc.drds.rdsList(at)])
  if (!shards.ok) return shards
  if (!rds.ok) return rds
  return { ok: true as const, value: { shards: shards.value, rds: rds.value } }
}

/** Why a node's tables could not be read, where they could not. */
export const tablesFailure = ({ tables }: MapState, id: string): Failure | null => {
  const answer = tables.get(id)
  return answer?.state === 'failed' ? answer.failure : null
}
