import { useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Result } from '../../../shared/model/result.ts'
import { createAnswerStore, loadAnswer, type Answer } from './answer-store.ts'

export interface Loaded<T> {
  answer: Answer<T>
  /** Asks again; an answer that is shown stays until the new one is here. Ends when it is. */
  reload: () => Promise<void>
}

/**
 * What a page or a part of it shows: asked for at once, anew when `ask` is another function (so keep it the same), and
 * again, with what is shown kept, when `round` counts up.
 */
export function useAnswer<T>(ask: () => Promise<Result<T>>, round = 0): Loaded<T> {
  const [store] = useState(createAnswerStore<T>)
  const asked = useRef<{ ask: typeof ask; round: number }>(null)
  const { answer } = useStore(store)
  useEffect(() => {
    void loadAnswer(store, ask, asked.current?.ask === ask)
    asked.current = { ask, round }
  }, [store, ask, round])
  const reload = useCallback(() => loadAnswer(store, ask, true), [store, ask])
  return { answer, reload }
}

export const valueOf = <T>(answer: Answer<T>): T | null => (answer.state === 'ready' ? answer.value : null)
