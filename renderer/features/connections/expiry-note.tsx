import { useTranslation } from 'react-i18next'
import type { ConnectionSettings } from '../../../shared/model/connection.ts'
import { expiriesOf } from '../../../shared/model/expiry.ts'
import { useToday } from '../../ui/use-today.ts'
import { expiryWords } from './expiry-words.ts'

/** Beside a refused sign-in: what of the connection has ended, or is about to. */
export function ExpiryNote({ settings }: { settings: Pick<ConnectionSettings, 'expires'> }) {
  const { t } = useTranslation()
  const today = useToday()
  const words = expiriesOf(settings, today).map((expiry) => expiryWords(t, expiry))
  return words.length === 0 ? null : <p>{t('connections.expiry.mayBeIt', { words: words.join(t('connections.expiry.separator')) })}</p>
}
