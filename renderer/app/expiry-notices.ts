import i18next from 'i18next'
import type { Connection } from '../../shared/model/connection.ts'
import { calendarDay, dismissalOf, expiriesOf, isDismissed, type Expiry } from '../../shared/model/expiry.ts'
import { connectionsOf } from '../features/connections/connections-store.ts'
import { expiryWords } from '../features/connections/expiry-words.ts'
import { toast } from '../ui/toast.tsx'
import { followDay } from '../ui/use-today.ts'
import type { Dependencies } from './dependencies.ts'
import { editConnection } from './shell-actions.ts'

interface Warning {
  connection: Connection
  expiry: Expiry
}

/** As many as a notice has room for. */
const NAMED = 4
const NOTICE = 'connections.expiry'

/** Where the window's layout remembers up to which step a warning was dismissed. */
const dismissalName = ({ connection, expiry }: Warning) => `exp.${connection.id}.${expiry.secret}`.slice(0, 60)

/** Warns of secrets and grants that end, in one notice that stays until it is dismissed: then until the next step. Answers how to stop. */
export function watchExpiries(dependencies: Dependencies): () => void {
  const { connections, query } = dependencies
  let shown = ''
  const look = () => {
    const { loading, layout } = query.store.getState()
    if (loading.kind !== 'ready' || connections.getState().state !== 'ready') return
    const warnings = warningsOf(connectionsOf(connections.getState()), layout, calendarDay(new Date()))
    // Drawn anew where it says something else, not with each letter that is typed.
    const now = JSON.stringify(warnings.map((one) => [one.connection.id, one.connection.settings.name, one.expiry, i18next.language]))
    if (now === shown) return
    shown = now
    if (warnings.length === 0) toast.withdraw(NOTICE)
    else warn(dependencies, warnings)
  }
  const stops = [connections.subscribe(look), query.store.subscribe(look), followDay(look)]
  i18next.on('languageChanged', look)
  return () => {
    for (const stop of stops) stop()
    i18next.off('languageChanged', look)
    toast.withdraw(NOTICE)
  }
}

/** Those that nobody dismissed at this step, the most urgent first. */
function warningsOf(list: readonly Connection[], layout: Record<string, unknown>, today: string): Warning[] {
  const all = list.flatMap((connection) => expiriesOf(connection.settings, today).map((expiry) => ({ connection, expiry })))
  return all.filter((one) => !isDismissed(one.expiry, layout[dismissalName(one)])).sort((one, other) => one.expiry.days - other.expiry.days)
}

function warn(dependencies: Dependencies, warnings: readonly Warning[]): void {
  const { t } = i18next
  const [first] = warnings
  if (!first) return
  const named = warnings.slice(0, NAMED).map(({ connection, expiry }) => t('connections.expiry.of', { connection: connection.settings.name, words: expiryWords(t, expiry) }))
  if (warnings.length > NAMED) named.push(t('connections.expiry.more', { count: warnings.length - NAMED }))
  const hasExpired = warnings.some(({ expiry }) => expiry.step === 'expired')
  toast.ask({
    id: NOTICE,
    text: hasExpired ? t('connections.expiry.titleExpired') : t('connections.expiry.title', { count: warnings.length }),
    more: named.join(t('connections.expiry.separator')),
    action: { label: t('connections.edit'), run: () => editConnection(dependencies, first.connection) },
    dismiss: {
      label: t('connections.expiry.dismiss'),
      run: () => {
        for (const one of warnings) dependencies.query.setLayout(dismissalName(one), dismissalOf(one.expiry))
      },
    },
  })
}
