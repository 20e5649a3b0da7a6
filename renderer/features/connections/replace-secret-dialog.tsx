import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { StoredCredential } from '../../../shared/contract/secrets.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { ConnectionId } from '../../../shared/model/ids.ts'
import { Button } from '../../ui/button.tsx'
import { CancelButton, Dialog } from '../../ui/dialog.tsx'
import { FailureView } from '../../ui/failure-view.tsx'
import type { ConnectionsDependencies } from './connections-actions.ts'
import { connectionsOf } from './connections-store.ts'
import { problemsOf, replaceSecret, tryEverywhere, type NewSecret } from './replace-secret-actions.ts'
import { ReplaceSecretForm } from './replace-secret-form.tsx'
import { ReplaceSecretUses, type Outcome } from './replace-secret-uses.tsx'
import styles from './replace-secret-dialog.module.css'

interface ReplaceSecretDialogProps extends ConnectionsDependencies {
  /** As main told them when the dialog was opened. */
  credentials: readonly StoredCredential[]
  /** Whose credential is chosen at first. */
  connectionId?: ConnectionId | undefined
  onClose: () => void
}

type Step = { step: 'entering' } | { step: 'testing' } | { step: 'tested' } | { step: 'writing' } | { step: 'replaced'; replacementId: string; count: number } | { step: 'backAgain'; count: number }

const blankFor = (of: StoredCredential | undefined): NewSecret => ({ secret: '', user: of?.user ?? '', expires: '' })
const idsOf = (of: StoredCredential | undefined): ReadonlySet<ConnectionId> => new Set(of?.uses.map((use) => use.connectionId))

/** Replaces one secret wherever it is used, once it was tried everywhere; until it closes, the one of before can be put back. */
export function ReplaceSecretDialog({ rpc, connections, credentials, connectionId, onClose }: ReplaceSecretDialogProps) {
  const { t } = useTranslation()
  const all = connectionsOf(useStore(connections))
  const [credential, setCredential] = useState(() => credentials.find(({ uses }) => uses.some((use) => use.connectionId === connectionId)) ?? credentials[0])
  const [entered, setEntered] = useState<NewSecret>(() => blankFor(credential))
  const [ticked, setTicked] = useState<ReadonlySet<ConnectionId>>(() => idsOf(credential))
  const [outcomes, setOutcomes] = useState<ReadonlyMap<ConnectionId, Outcome>>(new Map())
  const [step, setStep] = useState<Step>({ step: 'entering' })
  const [complains, setComplains] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  /** Of the values that are being tried: an answer about earlier ones says nothing. */
  const latest = useRef(0)
  const form = useRef<HTMLFormElement>(null)

  const using = all.filter(({ id }) => credential?.uses.some((use) => use.connectionId === id))
  const problems = credential ? problemsOf(credential, entered) : {}
  useEffect(() => {
    // In a small window what came of it stands below.
    if (step.step === 'testing' || step.step === 'tested') form.current?.querySelector('fieldset')?.scrollIntoView({ block: 'nearest' })
  }, [step.step])
  const isOver = step.step === 'replaced' || step.step === 'backAgain'

  /** What was found out about other values says nothing of these. */
  const change = (next: NewSecret) => {
    latest.current += 1
    setEntered(next)
    setOutcomes(new Map())
    setStep({ step: 'entering' })
    setFailure(null)
  }
  const choose = (of: StoredCredential) => {
    change(blankFor(of))
    setCredential(of)
    setTicked(idsOf(of))
    setComplains(false)
  }

  const ready = (): StoredCredential | undefined => {
    if (credential && Object.keys(problems).length === 0) return credential
    setComplains(true)
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    return undefined
  }
  const onTest = async () => {
    const of = ready()
    if (!of) return
    const run = (latest.current += 1)
    setStep({ step: 'testing' })
    setFailure(null)
    setOutcomes(new Map(using.map(({ id }) => [id, 'running'])))
    setTicked(new Set(using.map(({ id }) => id)))
    await tryEverywhere(rpc, of, entered, using, (id, outcome) => {
      if (latest.current !== run) return
      setOutcomes((before) => new Map([...before, [id, outcome]]))
      // It stays where it would not work; whoever knows better ticks it again.
      if (!outcome.ok) setTicked((before) => new Set([...before].filter((one) => one !== id)))
    })
    if (latest.current === run) setStep({ step: 'tested' })
  }
  const onReplace = async () => {
    const of = ready()
    if (!of) return
    const ids = using.map(({ id }) => id).filter((id) => ticked.has(id))
    setStep({ step: 'writing' })
    const result = await replaceSecret(rpc, of, entered, ids)
    setFailure(result.ok ? null : result.failure)
    if (result.ok) {
      // Nothing here needs it any more.
      setEntered({ ...entered, secret: '' })
      setComplains(false)
    }
    setStep(result.ok ? { step: 'replaced', replacementId: result.value.replacementId, count: ids.length } : { step: 'tested' })
  }
  const onPutBack = async (replacementId: string) => {
    const result = await rpc.secrets.putBack({ replacementId })
    if (result.ok) setStep({ step: 'backAgain', count: result.value.count })
    else setFailure(result.failure)
  }
  const close = () => {
    latest.current += 1
    if (step.step === 'replaced') void rpc.secrets.forget({ replacementId: step.replacementId })
    onClose()
  }

  return (
    <Dialog
      open
      isForm
      isFilled={entered.secret !== '' && !isOver}
      size="large"
      onClose={close}
      title={t('connections.replace.title')}
      description={t('connections.replace.text')}
      notice={
        <>
          {step.step === 'replaced' && (
            <p role="status" className={styles.done}>
              {t('connections.replace.replaced', { count: step.count })}
            </p>
          )}
          {step.step === 'backAgain' && (
            <p role="status" className={styles.done}>
              {t('connections.replace.backAgain', { count: step.count })}
            </p>
          )}
          {failure && <FailureView failure={failure} place="inline" />}
        </>
      }
      actions={
        isOver ? (
          <>
            {step.step === 'replaced' && <Button onClick={() => void onPutBack(step.replacementId)}>{t('connections.replace.putBack')}</Button>}
            <Button tone="primary" onClick={close} autoFocus>
              {t('common.close')}
            </Button>
          </>
        ) : (
          <>
            <CancelButton />
            <Button {...(step.step !== 'tested' && { tone: 'primary' as const })} disabled={!credential || step.step === 'testing' || step.step === 'writing'} onClick={() => void onTest()}>
              {t('connections.replace.test')}
            </Button>
            {(step.step === 'tested' || step.step === 'writing') && (
              <Button tone="primary" disabled={step.step === 'writing' || ticked.size === 0} onClick={() => void onReplace()}>
                {t('connections.replace.action', { count: ticked.size })}
              </Button>
            )}
          </>
        )
      }
    >
      {!credential && <p>{t('connections.replace.none')}</p>}
      {credential && (
        <form
          ref={form}
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault()
            if (step.step === 'entering') void onTest()
          }}
        >
          <ReplaceSecretForm
            credentials={credentials}
            credential={credential}
            entered={entered}
            problems={complains ? problems : {}}
            disabled={isOver || step.step === 'writing'}
            onChoose={choose}
            onChange={change}
          />
          <ReplaceSecretUses
            credential={credential}
            connections={using}
            ticked={ticked}
            outcomes={outcomes}
            disabled={isOver || step.step === 'testing' || step.step === 'writing'}
            onTick={(id, isTicked) => setTicked((before) => new Set(isTicked ? [...before, id] : [...before].filter((one) => one !== id)))}
          />
          <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        </form>
      )}
    </Dialog>
  )
}
