import type { TFunction } from 'i18next'
import type { RunProgress } from '../../../shared/contract/query.ts'
import { formatElapsed } from '../../ui/format-elapsed.ts'

/** What the server says of a statement under way: its own clock, its state, how far it is. Empty where it says nothing. */
export function progressWords(t: TFunction, { elapsedMs, serverState, percent }: RunProgress): string {
  return [
    t('query.progress.elapsed', { elapsed: formatElapsed(elapsedMs) }),
    serverState,
    percent !== undefined && t('query.progress.percent', { percent: Math.floor(percent) }),
  ]
    .filter(Boolean)
    .join(' · ')
}
