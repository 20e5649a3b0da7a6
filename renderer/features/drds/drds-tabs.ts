import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DrdsChange } from '../../../shared/model/drds-change.ts'
import { createInstancesStore, type InstancesStore } from './instances/instances-store.ts'
import type { DrdsPlace } from './place.ts'

/** As many steps back as anybody walks. */
const STEPS_KEPT = 50

export interface PlaceState {
  place: DrdsPlace
  /** Where Back leads, the latest last. */
  behind: DrdsPlace[]
  /** A change that was asked for outside of the tab, such as by a reminder: its plan is shown once the tab is. */
  wanted: DrdsChange | null
}
export type PlaceStore = StoreApi<PlaceState>

/** What a tab on a DRDS account keeps while the app runs: coming back to it shows the same place and lists. */
export interface DrdsTab {
  places: PlaceStore
  instances: InstancesStore
}

export interface DrdsTabs {
  /** The tab's own; made when it is first asked for. */
  of: (tab: string) => DrdsTab
}

export function createDrdsTabs(): DrdsTabs {
  const tabs = new Map<string, DrdsTab>()
  return {
    of(tab) {
      const known = tabs.get(tab)
      if (known) return known
      const made = { places: createPlaceStore(), instances: createInstancesStore() }
      tabs.set(tab, made)
      return made
    },
  }
}

export const createPlaceStore = (): PlaceStore => createStore<PlaceState>(() => ({ place: { page: 'instances' }, behind: [], wanted: null }))

export function goTo(places: PlaceStore, place: DrdsPlace): void {
  places.setState((state) => (samePlace(place, state.place) ? state : { place, behind: [...state.behind, state.place].slice(-STEPS_KEPT) }))
}

export function goBack(places: PlaceStore): void {
  places.setState((state) => {
    const place = state.behind.at(-1)
    return place ? { place, behind: state.behind.slice(0, -1) } : state
  })
}

export const samePlace = (a: DrdsPlace, b: DrdsPlace): boolean => placeKey(a) === placeKey(b)

/** Tells places apart. */
export const placeKey = (place: DrdsPlace): string =>
  [place.page, ...('regionId' in place ? [place.regionId, place.instanceId] : []), ...('database' in place ? [place.database] : [])].join('/')
