import i18next from 'i18next'
import type { Events } from '../../shared/contract/events.ts'
import type { SessionHolding, TabSession } from '../../shared/model/session.ts'
import { holdingWords } from '../features/query/session-words.ts'
import { toast } from '../ui/toast.tsx'

/** Says which thread the tab has now, and what is gone with the one before. */
export function sayReconnected({ threadId }: TabSession, gone: readonly SessionHolding[]) {
  const { t } = i18next
  toast.note(
    threadId === undefined ? t('session.reconnected') : t('session.reconnectedTo', { thread: String(threadId) }),
    gone.length > 0 ? t('session.gone', { holdings: holdingWords(t, gone) }) : t('session.nothingGone'),
  )
}

/** Says that an earlier Tessera left sessions behind, which is put right by now. */
export const sayOrphansClosed = ({ count }: Events['sessions.orphansClosed']) => toast.note(i18next.t('session.orphansClosed', { count }))
