import type { Rpc } from '../../../shared/contract/contract.ts'
import { MOST_CHANGES, type TextChange } from '../../../shared/contract/workspace.ts'
import type { TabId } from '../../../shared/model/ids.ts'
import type { Drafts } from './drafts.ts'
import type { QueryStore } from './tabs-store.ts'

/** Tabs are saved whole at most so often; what is typed in between is told key by key. */
const SAVE_AFTER_MS = 400
const RETRY_AFTER_MS = 3_000
/** Longer ones, such as a paste, are saved with the tab instead of twice. */
const LONGEST_EDIT = 100_000

export interface Autosave {
  /** Something changed: it is saved within SAVE_AFTER_MS, however long the changes go on. */
  schedule(): void
  /** A tab's text was edited: the edit is kept at once, so that not even the last key is lost with a crash. */
  typed(tabId: TabId, changes: readonly TextChange[]): void
  /** Saves at once; for a page that is being hidden or left, and for tabs that come and go. */
  flush(): Promise<void>
}

/** Saves the workspace as it changes. A save that fails is tried again, and shown until one succeeds. */
export function createAutosave(rpc: Rpc, store: QueryStore, drafts: Drafts): Autosave {
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Saves that were sent; they arrive in that order. */
  let sent = 0
  let answered = 0
  /** The last edit that was told. */
  let seq = 0

  const schedule = (delay = SAVE_AFTER_MS) => {
    if (timer !== undefined || store.getState().loading.kind !== 'ready') return
    timer = setTimeout(() => {
      timer = undefined
      // Where saving takes longer than that, one waits for the other.
      if (answered < sent) schedule()
      else void flush()
    }, delay)
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (store.getState().loading.kind !== 'ready') return
    drafts.collect()
    const { tabs, activeTabId, layout, closed } = store.getState()
    const own = ++sent
    const saved = await rpc.workspace.save({ tabs, activeTabId, layout, closed, typed: seq })
    answered = Math.max(answered, own)
    if (own < sent) return
    store.setState({ saveFailure: saved.ok ? null : saved.failure })
    if (!saved.ok) schedule(RETRY_AFTER_MS)
  }

  function typed(tabId: TabId, changes: readonly TextChange[]) {
    if (store.getState().loading.kind !== 'ready') return
    // One that is lost, or not told, leaves a gap, where main stops reading; the save that follows closes it.
    seq += 1
    const isTold = changes.length > 0 && changes.length <= MOST_CHANGES && changes.reduce((length, { text }) => length + text.length, 0) <= LONGEST_EDIT
    if (!isTold) return void flush()
    void rpc.workspace.typed({ tabId, seq, changes: [...changes] })
    schedule()
  }

  return { schedule: () => schedule(), typed, flush }
}

/**
 * Saves when the page is hidden or left; it may be gone without another word. Already before it unloads, too: later
 * the browser host's socket may be closed. Answers how to stop.
 */
export function flushWhenLeaving(autosave: Autosave): () => void {
  const flush = () => void autosave.flush()
  const flushWhenHidden = () => document.hidden && flush()
  document.addEventListener('visibilitychange', flushWhenHidden)
  window.addEventListener('beforeunload', flush)
  window.addEventListener('pagehide', flush)
  return () => {
    document.removeEventListener('visibilitychange', flushWhenHidden)
    window.removeEventListener('beforeunload', flush)
    window.removeEventListener('pagehide', flush)
  }
}
