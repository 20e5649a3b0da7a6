import type { QueryModel } from './query-model.ts'

/** What had the focus may be gone with what it did, such as a closed tab: then the work gets it. After the page was drawn anew. */
export function focusWorkIfLost(query: Pick<QueryModel, 'focusEditor'>): void {
  setTimeout(() => {
    if (document.activeElement === null || document.activeElement === document.body) query.focusEditor()
  })
}
