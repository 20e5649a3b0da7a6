import type { Rpc } from '../../../shared/contract/contract.ts'
import type { Drafts } from './drafts.ts'
import type { QueryStore } from './tabs-store.ts'

/** Work is never older than this on disk while it is typed. */
const SAVE_AFTER_MS = 400
const RETRY_AFTER_MS = 3_000

export interface Autosave {
  /** Something changed: it is saved within SAVE_AFTER_MS, however long the typing goes on. */
  schedule(): void
  /** Saves at once; for a page that is being hidden or left. */
  flush(): Promise<void>
}

/** Saves the workspace as it changes. A save that fails is tried again, and shown until one succeeds. */
export function createAutosave(rpc: Rpc, store: QueryStore, drafts: Drafts): Autosave {
  let timer: ReturnType<typeof setTimeout> | undefined
  let saving: Promise<void> | null = null
  let again = false

  const schedule = (delay = SAVE_AFTER_MS) => {
    if (timer !== undefined || store.getState().loading.kind !== 'ready') return
    timer = setTimeout(() => void flush(), delay)
  }

  async function save() {
    drafts.collect()
    const { tabs, activeTabId, layout, closed } = store.getState()
    const saved = await rpc.workspace.save({ tabs, activeTabId, layout, closed })
    store.setState({ saveFailure: saved.ok ? null : saved.failure })
    if (!saved.ok) schedule(RETRY_AFTER_MS)
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (store.getState().loading.kind !== 'ready') return
    // One save at a time, so that an older one never lands behind a newer one.
    if (saving) {
      again = true
      return saving
    }
    saving = (async () => {
      do {
        again = false
        await save()
      } while (again)
    })()
    await saving
    saving = null
  }

  return { schedule: () => schedule(), flush }
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
