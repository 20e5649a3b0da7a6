import type { TFunction } from 'i18next'
import type { SessionCondition, SessionHolding, TransactionState } from '../../../shared/model/session.ts'
import { currentLocale, sentences } from '../../i18n/i18n.ts'

/** What a session holds or held, each named. Chinese has nothing between the parts of a list of type "unit". */
export const holdingWords = (t: TFunction, holdings: readonly SessionHolding[]): string =>
  new Intl.ListFormat(currentLocale(), { type: 'conjunction', style: 'narrow' }).format(holdings.map((one) => t(`session.holding.${one}`)))

export const transactionWords = (t: TFunction, transaction: TransactionState): string => t(`session.transaction.${transaction}`)

export type SessionLost = Extract<SessionCondition, { kind: 'lost' }>

/** What happened to the session, and what went with it. */
export const lossWords = (t: TFunction, { reason, lost }: SessionLost): string =>
  sentences(t(`session.loss.${reason}`), lost.length > 0 ? t('session.lostHoldings', { holdings: holdingWords(t, lost) }) : t('session.lostNothing'))

const MINUTE_MS = 60_000

/** For how long, in steps that do not flicker: minutes, then hours with minutes, then days with hours. */
export function ageWords(t: TFunction, milliseconds: number): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / MINUTE_MS)
  if (minutes < 1) return t('session.age.now')
  if (minutes < 60) return t('session.age.minutes', { minutes })
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return t('session.age.hours', { hours, minutes: minutes % 60 })
  return t('session.age.days', { days: Math.floor(hours / 24), hours: hours % 24 })
}

/** Whole minutes until the token ends, where that is within the hour; null while it is far. */
export function minutesLeft(endsAt: number, now: number): number | null {
  const left = endsAt - now
  return left < 60 * MINUTE_MS ? Math.max(0, Math.floor(left / MINUTE_MS)) : null
}
