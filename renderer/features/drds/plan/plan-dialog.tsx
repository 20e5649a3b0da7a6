import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rpc } from '../../../../shared/contract/contract.ts'
import { foundOf, mayHaveHappened } from '../../../../shared/drds/may-have-happened.ts'
import type { ChangeOutcome, ChangePlan, DrdsChange } from '../../../../shared/model/drds-change.ts'
import type { Failure } from '../../../../shared/model/failure.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FailureView } from '../../../ui/failure-view.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { useDrdsPage } from '../drds-page.ts'
import { useAnswer } from '../use-answer.ts'
import { OutcomeView } from './outcome-view.tsx'
import { areGone, empty, withPasswords, type TypedPasswords } from './password-box.ts'
import { PlanView } from './plan-view.tsx'
import styles from './plan-dialog.module.css'

interface PlanDialogProps {
  change: DrdsChange
  /** What it is sent with; empty boxes where they are not needed any more. */
  passwords: TypedPasswords
  /** A form waits behind it, as it was filled. */
  hasForm: boolean
  /** Null where nothing was changed, as far as is known. */
  onClose: (outcome: ChangeOutcome | null) => void
  /** Proposes the change that takes back what was done. */
  onTakeBack: (inverse: DrdsChange, outcome: ChangeOutcome) => void
  /** It was sent, and no answer came. */
  onUnknown: (change: DrdsChange) => void
}

type Step =
  | { kind: 'reading' }
  | { kind: 'applying' }
  /** `unknown`: it may have been done. */
  | { kind: 'failed'; failure: Failure; unknown: boolean }
  | { kind: 'done'; outcome: ChangeOutcome }

/** What takes something away for good; asked for by a button, not by a form. */
const dangerous: ReadonlySet<DrdsChange['kind']> = new Set(['releaseInstance', 'deleteDatabase', 'deleteFailedDatabase', 'removeReadOnlyAccount'])

/** A change before it runs, while it runs and after: nothing is sent before a person has seen what it does. */
export function PlanDialog({ change, passwords, hasForm, onClose, onTakeBack, onUnknown }: PlanDialogProps) {
  const { t } = useTranslation()
  const { rpc } = useDrdsPage()
  const [step, setStep] = useState<Step>({ kind: 'reading' })
  const [typed, setTyped] = useState('')
  const { answer, reload: readPlan } = useAnswer(useCallback(() => rpc.drds.plan(change), [rpc, change]))
  const plan = answer.state === 'ready' ? answer.value : null
  const isDone = step.kind === 'done'
  const leadsBack = hasForm && !dangerous.has(change.kind)

  const apply = async ({ basis }: ChangePlan, confirmed: string) => {
    setStep({ kind: 'applying' })
    const result = await handOver(rpc, { change, confirmed, basis }, passwords)
    if (result.ok) return setStep({ kind: 'done', outcome: result.value })
    const unknown = mayHaveHappened(result.failure)
    setStep({ kind: 'failed', failure: result.failure, unknown })
    if (unknown) onUnknown(change)
  }
  /** Sent once, passwords are typed again: the form is behind. */
  const isSpent = step.kind === 'failed' && areGone(passwords)
  /** What is shown is not what would be sent any more. */
  const isOutdated = step.kind === 'failed' && (step.unknown || step.failure.code === 'drds.planChanged')
  const planAnew = () => {
    setTyped('')
    setStep({ kind: 'reading' })
    void readPlan()
  }
  // What is on its way cannot be called back: closing would only hide how it ends.
  const close = step.kind === 'applying' ? undefined : () => onClose(isDone ? step.outcome : null)
  return (
    <Dialog
      open
      isForm
      size="large"
      {...(close && { onClose: close })}
      title={t(`drds.plan.title.${change.kind}`)}
      description={plan ? <Target plan={plan} /> : t('drds.plan.reading')}
      notice={step.kind === 'failed' && <ApplyFailure step={step} isPurchase={change.kind === 'createInstance'} />}
      actions={
        <>
          {isDone && plan?.inverse && <TakeBack inverse={plan.inverse} onTakeBack={(inverse) => onTakeBack(inverse, step.outcome)} />}
          {close && (
            <Button onClick={close} tone={isDone ? 'primary' : 'plain'}>
              {t(isDone || (step.kind === 'failed' && (step.unknown || !leadsBack)) ? 'common.close' : leadsBack ? 'drds.shell.back' : 'common.cancel')}
            </Button>
          )}
          {isOutdated && !isSpent && change.kind !== 'createInstance' && <Button onClick={planAnew}>{t('drds.plan.readAnew')}</Button>}
          {plan && !plan.refused && !isDone && !isOutdated && !isSpent && (
            <Button
              type="submit"
              form="drds-plan"
              tone={dangerous.has(change.kind) ? 'danger' : 'primary'}
              disabled={step.kind === 'applying' || typed !== plan.confirm}
              aria-busy={step.kind === 'applying'}
            >
              {step.kind === 'applying' ? t('drds.plan.applying') : t(`drds.plan.verb.${change.kind}`)}
            </Button>
          )}
        </>
      }
    >
      {answer.state === 'loading' && <Skeleton rows={5} />}
      {answer.state === 'failed' && <FailureView place="inline" failure={answer.failure} onRetry={planAnew} />}
      {plan && !isDone && (
        <form
          id="drds-plan"
          className={styles.content}
          onSubmit={(event) => {
            event.preventDefault()
            if (step.kind !== 'applying' && !isSpent && typed === plan.confirm) void apply(plan, typed)
          }}
        >
          <PlanView plan={plan} typed={typed} onTyped={setTyped} isFixed={step.kind === 'applying' || isOutdated || isSpent} />
        </form>
      )}
      {isDone && <OutcomeView outcome={step.outcome} />}
    </Dialog>
  )
}

/** Not a function that waits: what it had at hand would be kept for as long. */
function handOver(rpc: Rpc, { change, ...confirmed }: { change: DrdsChange; confirmed: string; basis: string }, passwords: TypedPasswords): ReturnType<Rpc['drds']['apply']> {
  const answer = rpc.drds.apply({ change: withPasswords(change, passwords), ...confirmed })
  empty(passwords)
  return answer
}

/** Whose, where and which: in the colour of its environment. */
function Target({ plan }: { plan: ChangePlan }) {
  const { t } = useTranslation()
  const { connectionName, environment, regionId, instanceId, instanceName, database, action } = plan
  const instance = instanceId && (instanceName ? `${instanceName} (${instanceId})` : instanceId)
  return (
    <span className={styles.target} data-environment={environment}>
      <span className={styles.environment}>{t(`environment.${environment}`)}</span>
      {[connectionName, regionId, instance, database].filter(Boolean).join(' › ')}
      <code>{action}</code>
    </span>
  )
}

function ApplyFailure({ step: { failure, unknown }, isPurchase }: { step: Extract<Step, { kind: 'failed' }>; isPurchase: boolean }) {
  const { t } = useTranslation()
  const found = foundOf(failure)
  return (
    <>
      {unknown && (
        <p className={styles.unknown} role="alert">
          {isPurchase && found !== 'underWay' ? t('drds.plan.unknownPurchase') : found ? t(`drds.plan.found.${found}`) : t('drds.plan.unknown')}
        </p>
      )}
      <FailureView place="inline" failure={failure} />
    </>
  )
}

function TakeBack({ inverse, onTakeBack }: { inverse: DrdsChange; onTakeBack: (inverse: DrdsChange) => void }) {
  const { t } = useTranslation()
  return <Button onClick={() => onTakeBack(inverse)}>{t('drds.plan.takeBack')}</Button>
}
