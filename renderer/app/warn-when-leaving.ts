import { tabsUnderWay } from '../features/query/leaving.ts'
import type { Dependencies } from './dependencies.ts'

/**
 * Lets the desktop ask before its window closes over an open transaction, which would be rolled back, or a running
 * statement (electron/window.ts). In the browser host both outlive the page: nothing is asked there. Answers how to stop.
 */
export function warnWhenLeaving({ appInfo, query }: Pick<Dependencies, 'appInfo' | 'query'>): () => void {
  const onLeave = (event: BeforeUnloadEvent) => event.preventDefault()
  const follow = () => {
    const warns = appInfo.getState().info?.host === 'electron' && tabsUnderWay(query.store.getState()).length > 0
    if (warns) window.addEventListener('beforeunload', onLeave)
    else window.removeEventListener('beforeunload', onLeave)
  }
  follow()
  const stops = [appInfo.subscribe(follow), query.store.subscribe(follow), () => window.removeEventListener('beforeunload', onLeave)]
  return () => stops.forEach((stop) => stop())
}
