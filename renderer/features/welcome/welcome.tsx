import { ArrowRight, Cloud, Database, FlaskConical, Network } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SandboxState } from '../../../shared/contract/app.ts'
import type { ConnectionKind } from '../../../shared/model/connection.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import styles from './welcome.module.css'

interface WelcomeProps {
  sandbox: SandboxState
  onSandbox: () => void
  /** Where it failed or stopped. */
  onStartSandbox: () => void
  onConnect: (kind: ConnectionKind) => void
  onLeave: () => void
  shortcuts: { label: string; keys: string }[]
}

const kinds = [
  { kind: 'dms', icon: Cloud },
  { kind: 'maxscale', icon: Network },
  { kind: 'drds', icon: Database },
] as const

/** The first screen: something to try at once, and a way in for each kind of backend. */
export function Welcome({ sandbox, onSandbox, onStartSandbox, onConnect, onLeave, shortcuts }: WelcomeProps) {
  const { t } = useTranslation()
  return (
    <div className={styles.welcome}>
      <div className={styles.column}>
        <header>
          <Mosaic />
          <h1>{t('welcome.title')}</h1>
          <p>{t('welcome.text')}</p>
        </header>

        <section className={styles.sandbox} aria-labelledby="welcome-sandbox">
          <FlaskConical size={22} aria-hidden="true" />
          <div>
            <h2 id="welcome-sandbox">{t('welcome.sandbox.title')}</h2>
            <p>{isDown(sandbox) ? t(`welcome.sandbox.${sandbox.state}`, { reason: sandbox.reason }) : t('welcome.sandbox.text')}</p>
          </div>
          {isDown(sandbox) ? (
            <Button tone="primary" onClick={onStartSandbox}>
              {t('welcome.sandbox.again')}
            </Button>
          ) : (
            <Button tone="primary" disabled={sandbox.state !== 'ready'} onClick={onSandbox}>
              {sandbox.state === 'starting' ? t('welcome.sandbox.starting') : t('welcome.sandbox.action')}
            </Button>
          )}
        </section>

        <section aria-labelledby="welcome-connect">
          <h2 id="welcome-connect" className={styles.subtitle}>
            {t('welcome.connect')}
          </h2>
          <ul className={styles.kinds}>
            {kinds.map(({ kind, icon: Icon }) => (
              <li key={kind}>
                <button type="button" onClick={() => onConnect(kind)}>
                  <Icon size={18} aria-hidden="true" />
                  <strong>{t(`connections.kindName.${kind}`)}</strong>
                  <span>{t(`connections.kindText.${kind}`)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>

        <footer className={styles.footer}>
          <ul>
            {shortcuts.map(({ label, keys }) => (
              <li key={keys}>
                <Kbd keys={keys} />
                {label}
              </li>
            ))}
          </ul>
          <Button tone="quiet" onClick={onLeave}>
            {t('welcome.leave')}
            <ArrowRight size={14} aria-hidden="true" />
          </Button>
        </footer>
      </div>
    </div>
  )
}

type Down = Extract<SandboxState, { reason: string }>
const isDown = (sandbox: SandboxState): sandbox is Down => sandbox.state === 'failed' || sandbox.state === 'stopped'

/** The mark: tiles of one mosaic. */
function Mosaic() {
  return (
    <svg className={styles.mosaic} width="44" height="44" viewBox="0 0 44 44" aria-hidden="true">
      <rect x="2" y="2" width="18" height="18" rx="4" />
      <rect x="24" y="2" width="18" height="8" rx="3" opacity="0.55" />
      <rect x="24" y="14" width="8" height="6" rx="2" opacity="0.8" />
      <rect x="36" y="14" width="6" height="6" rx="2" opacity="0.35" />
      <rect x="2" y="24" width="8" height="18" rx="3" opacity="0.7" />
      <rect x="14" y="24" width="6" height="8" rx="2" opacity="0.4" />
      <rect x="14" y="36" width="6" height="6" rx="2" opacity="0.85" />
      <rect x="24" y="24" width="18" height="18" rx="4" opacity="0.9" />
    </svg>
  )
}
