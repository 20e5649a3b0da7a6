import { Check, CircleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { StoredCredential } from '../../../shared/contract/secrets.ts'
import type { TestReport } from '../../../shared/contract/connections.ts'
import type { Connection } from '../../../shared/model/connection.ts'
import type { ConnectionId } from '../../../shared/model/ids.ts'
import type { Result } from '../../../shared/model/result.ts'
import { failureTexts } from '../../i18n/i18n.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { EnvironmentBadge } from '../../ui/environment-badge.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import styles from './replace-secret-dialog.module.css'

/** What came of trying the new secret in a connection. */
export type Outcome = 'running' | Result<TestReport>

interface ReplaceSecretUsesProps {
  credential: StoredCredential
  connections: readonly Connection[]
  /** Where it is to be replaced. */
  ticked: ReadonlySet<ConnectionId>
  outcomes: ReadonlyMap<ConnectionId, Outcome>
  disabled: boolean
  onTick: (id: ConnectionId, isTicked: boolean) => void
}

/** Every connection that uses the credential, with a tick and with what came of the test. */
export function ReplaceSecretUses({ credential, connections, ticked, outcomes, disabled, onTick }: ReplaceSecretUsesProps) {
  const { t } = useTranslation()
  return (
    <fieldset className={styles.uses}>
      <legend>{t('connections.replace.uses')}</legend>
      <ul aria-live="polite">
        {connections.map((connection) => {
          const sessions = credential.uses.find(({ connectionId }) => connectionId === connection.id)?.openSessions ?? 0
          return (
            <li key={connection.id}>
              <Checkbox
                label={
                  <span className={styles.name}>
                    {connection.settings.name} <EnvironmentBadge environment={connection.settings.environment} />
                  </span>
                }
                hint={sessions > 0 ? t('connections.replace.sessions', { count: sessions }) : undefined}
                checked={ticked.has(connection.id)}
                disabled={disabled}
                onChange={(isTicked) => onTick(connection.id, isTicked)}
              />
              <OutcomeWords outcome={outcomes.get(connection.id)} />
            </li>
          )
        })}
      </ul>
    </fieldset>
  )
}

function OutcomeWords({ outcome }: { outcome: Outcome | undefined }) {
  const { t } = useTranslation()
  if (!outcome) return null
  if (outcome === 'running') {
    return (
      <p className={styles.outcome}>
        <Spinner /> {t('connections.test.running')}
      </p>
    )
  }
  if (outcome.ok) {
    return (
      <p className={styles.outcome} data-outcome="works">
        <Check size={13} aria-hidden="true" /> {t('connections.test.passed')}
      </p>
    )
  }
  const { failure } = outcome
  const { message, next } = failureTexts(failure)
  return (
    <p className={styles.outcome} data-outcome="fails">
      <CircleAlert size={13} aria-hidden="true" />
      <span>
        {failure.kind === 'network' && <strong>{t('connections.replace.unreached')} </strong>}
        {message} {next}
        {failure.server?.text && <q className={styles.words}>{failure.server.text}</q>}
      </span>
    </p>
  )
}
