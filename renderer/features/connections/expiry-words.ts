import type { TFunction } from 'i18next'
import type { Expiry } from '../../../shared/model/expiry.ts'
import { currentLocale } from '../../i18n/i18n.ts'

/** A day of the calendar, as a person writes it. */
export const dayWords = (day: string): string =>
  new Intl.DateTimeFormat(currentLocale(), { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(`${day}T00:00:00Z`))

/** What ends, when, and how soon. */
export function expiryWords(t: TFunction, { secret, on, days }: Expiry): string {
  const words = { what: t(`connections.field.${secret}Expires`), day: dayWords(on) }
  if (days < 0) return t('connections.expiry.past', words)
  return days === 0 ? t('connections.expiry.today', words) : t('connections.expiry.left', { ...words, count: days })
}
