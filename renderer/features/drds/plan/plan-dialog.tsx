import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
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
import { PlanView } from './plan-view.tsx'
import styles from './plan-dialog.module.css'

interface PlanDialogProps {
  change: DrdsChange
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
export function PlanDialog({ change, hasForm, onClose, onTakeBack, onUnknown }: PlanDialogProps) {
  const { t } = useTranslation()
  const { rpc } = useDrdsPage()
  const [step, setStep] = useState<Step>({ kind: 'reading' })
  const [typed, setTyped] = useState('')
  const { answer, reload: readPlan } = useAnswer(useCallback(() => rpc.drds.plan(withoutSecrets(change)), [rpc, change]))
  const plan = answer.state === 'ready' ? answer.value : null
  const isDone = step.kind === 'done'
  const leadsBack = hasForm && !dangerous.has(change.kind)

  const apply = async ({ basis }: ChangePlan, confirmed: string) => {
    setStep({ kind: 'applying' })
    const result = await rpc.drds.apply({ change, confirmed, basis })
    if (result.ok) return setStep({ kind: 'done', outcome: result.value })
    const unknown = mayHaveHappened(result.failure)
    setStep({ kind: 'failed', failure: result.failure, unknown })
    if (unknown) onUnknown(change)
  }
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
          {isOutdated && change.kind !== 'createInstance' && <Button onClick={planAnew}>{t('drds.plan.readAnew')}</Button>}
          {plan && !plan.refused && !isDone && !isOutdated && (
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
            if (step.kind !== 'applying' && typed === plan.confirm) void apply(plan, typed)
          }}
        >
          <PlanView plan={plan} typed={typed} onTyped={setTyped} isFixed={step.kind === 'applying' || isOutdated} />
        </form>
      )}
      {isDone && <OutcomeView outcome={step.outcome} />}
    </Dialog>
  )
}

/** Making a plan needs no password: it stays here until it is used. */
function withoutSecrets(change: DrdsChange): DrdsChange {
  switch (change.kind) {
    case 'createDatabase':
    case 'resetPassword':
    case 'createReadOnlyAccount':
      return { ...change, password: '' }
    case 'changeReadOnlyPassword':
      return { ...change, oldPassword: '', password: '' }
    default:
      return change
  }
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
