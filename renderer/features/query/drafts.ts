import type { TabId } from '../../../shared/model/ids.ts'
import type { QueryStore } from './tabs-store.ts'

/** What an editor can tell of a tab that it holds open. */
export interface Draft {
  text: string
  caret: number
}

/**
 * Text that was typed but not yet copied into the store: reading a long document on every key would be slow, so an
 * editor leaves a way to read it here, and whoever needs the text collects first.
 */
export interface Drafts {
  note(tabId: TabId, read: () => Draft): void
  /** Copies every draft into the store. */
  collect(): void
}

export function createDrafts(store: QueryStore): Drafts {
  const readers = new Map<TabId, () => Draft>()
  return {
    note: (tabId, read) => void readers.set(tabId, read),
    collect() {
      if (readers.size === 0) return
      store.setState((state) => ({
        tabs: state.tabs.map((tab) => {
          const read = readers.get(tab.id)
          return read ? { ...tab, ...read() } : tab
        }),
      }))
      readers.clear()
    },
  }
}
