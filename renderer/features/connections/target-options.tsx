import { useTranslation } from 'react-i18next'
import type { MaxScaleTarget } from '../../../shared/model/maxscale.ts'
import type { Result } from '../../../shared/model/result.ts'
import { failureTexts } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { isTrustFailure } from './trust-failures.ts'
import styles from './target-field.module.css'

interface TargetOptionsProps {
  listId: string
  /** Null while MaxScale is asked. */
  list: Result<MaxScaleTarget[]> | null
  /** Those that match what was typed, in main's order. */
  offered: readonly MaxScaleTarget[]
  chosen: string
  /** The place of the active one; -1 for none. */
  at: number
  onTake: (target: MaxScaleTarget) => void
  onShowCertificate: () => void
}

const kinds = ['service', 'server', 'listener'] as const

/** Services, servers and listeners with their state; what cannot be opened stays in sight with the reason. */
export function TargetOptions({ listId, list, offered, chosen, at, onTake, onShowCertificate }: TargetOptionsProps) {
  const { t } = useTranslation()
  return (
    <>
      <Note list={list} offered={offered.length} onShowCertificate={onShowCertificate} />
      <div role="listbox" id={listId} aria-label={t('connections.target.list')}>
        {kinds.map((kind) => {
          const members = offered.map((target, place) => ({ target, place })).filter(({ target }) => target.kind === kind)
          if (members.length === 0) return null
          return (
            <div key={kind} role="group" aria-labelledby={`${listId}-${kind}`}>
              <div id={`${listId}-${kind}`} role="presentation" className={styles.group}>
                {t(`connections.target.kind.${kind}`)}
              </div>
              {members.map(({ target, place }) => (
                <Option key={target.name} id={`${listId}-${place}`} target={target} chosen={target.name === chosen} active={place === at} onTake={() => onTake(target)} />
              ))}
            </div>
          )
        })}
      </div>
    </>
  )
}

interface OptionProps {
  id: string
  target: MaxScaleTarget
  chosen: boolean
  active: boolean
  onTake: () => void
}

function Option({ id, target, chosen, active, onTake }: OptionProps) {
  const { t } = useTranslation()
  const { name, kind, state, up, refusal, detail, uses } = target
  const routed = kind === 'service' && detail in routers ? `${detail} (${t(routers[detail as keyof typeof routers])})` : detail
  return (
    <div
      id={id}
      ref={(element) => void (active && element?.scrollIntoView({ block: 'nearest' }))}
      role="option"
      aria-selected={chosen}
      aria-disabled={refusal !== undefined || undefined}
      data-active={active || undefined}
      tabIndex={-1}
      className={styles.option}
      onPointerDown={onTake}
    >
      <span className={styles.name}>{name}</span>{' '}
      <span className={styles.state}>
        {state}
        {!up && !refusal && <> <span className={styles.down}>{t('connections.target.down')}</span></>}
      </span>{' '}
      <span className={styles.detail}>{uses.length > 0 ? `${routed} → ${uses.join(', ')}` : routed}</span>
      {refusal && <> <span className={styles.reason}>{t(`connections.target.refusal.${refusal}`)}</span></>}
    </div>
  )
}

/** MaxScale's modules in words; others go by their own names. */
const routers = {
  readwritesplit: 'connections.target.router.readwritesplit',
  readconnroute: 'connections.target.router.readconnroute',
  schemarouter: 'connections.target.router.schemarouter',
} as const

function Note({ list, offered, onShowCertificate }: { list: Result<MaxScaleTarget[]> | null; offered: number; onShowCertificate: () => void }) {
  const { t } = useTranslation()
  if (list === null) return <p role="status">{t('connections.target.loading')}</p>
  if (list.ok) return offered === 0 ? <p role="status">{t('connections.target.none')}</p> : null
  const { message, next } = failureTexts(list.failure)
  return (
    <div role="alert" className={styles.failed}>
      <p>{message}</p>
      <p>{next}</p>
      {list.failure.server?.text && <p className={styles.words}>{list.failure.server.text}</p>}
      {isTrustFailure(list.failure) && (
        <Button size="small" onClick={onShowCertificate}>
          {t('connections.certificate.show')}
        </Button>
      )}
    </div>
  )
}
