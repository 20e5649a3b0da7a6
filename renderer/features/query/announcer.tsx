import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { TabId } from '../../../shared/model/ids.ts'
import { answerWords } from './answer-words.ts'
import type { QueryModel } from './query-model.ts'
import { runOf } from './tabs-store.ts'

/** Tells screen readers how a run ended; not what a tab showed before it came to the front. Give it a `key` for each tab. */
export function Announcer({ model, tabId }: { model: QueryModel; tabId: TabId }) {
  const { t } = useTranslation()
  const run = useStore(model.store, (state) => runOf(state, tabId))
  const [ran, setRan] = useState(false)
  if (!ran && run.kind === 'running') setRan(true)
  return (
    <p className="visually-hidden" role="status" data-announcer>
      {ran && answerWords(t, run)}
    </p>
  )
}
