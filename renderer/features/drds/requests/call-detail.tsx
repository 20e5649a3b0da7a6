import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrdsCall, DrdsCallDetail } from '../../../../shared/model/drds-call.ts'
import { assertNever } from '../../../../shared/model/never.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { useDrdsPage } from '../drds-page.ts'
import { useAnswer } from '../use-answer.ts'
import { CallFacts } from './call-facts-list.tsx'
import { CallRequest } from './call-request.tsx'
import { CallResponse } from './call-response.tsx'
import { CallSignature } from './call-signature.tsx'
import styles from './call-detail.module.css'

const views = ['request', 'signature', 'response'] as const
export type CallView = (typeof views)[number]

interface CallDetailProps {
  call: DrdsCall
  /** Which part is read; it stays while one walks the list. */
  view: CallView
  onView: (view: CallView) => void
}

/** What one request was made of, and what came back. Give it a key: it is one request's for its life. */
export function CallDetail({ call, view, onView }: CallDetailProps) {
  const { t } = useTranslation()
  const { rpc, renderFailure } = useDrdsPage()
  const { answer, reload: ask } = useAnswer(useCallback(() => rpc.drds.callDetail({ id: call.id }), [rpc, call.id]))
  return (
    <section className={styles.detail} aria-label={call.action}>
      <header className={styles.head}>
        <h3>{call.action}</h3>
        <Segmented
          label={t('drds.requests.view.label')}
          value={view}
          onChange={onView}
          options={views.map((value) => ({ value, label: t(`drds.requests.view.${value}`) }))}
        />
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable by keyboard */}
      <div className={styles.body} role="region" aria-label={t(`drds.requests.view.${view}`)} tabIndex={0}>
        {answer.state === 'loading' && <Skeleton rows={6} />}
        {answer.state === 'failed' && renderFailure(answer.failure, () => void ask())}
        {answer.state === 'ready' && <Parts view={view} call={call} detail={answer.value} />}
      </div>
    </section>
  )
}

function Parts({ view, call, detail }: { view: CallView; call: DrdsCall; detail: DrdsCallDetail | null }) {
  const { t } = useTranslation()
  if (!detail) {
    return (
      <>
        <CallFacts call={call} />
        <EmptyState title={t('drds.requests.gone.title')} text={t('drds.requests.gone.text')} />
      </>
    )
  }
  switch (view) {
    case 'request':
      return <CallRequest detail={detail} />
    case 'signature':
      return <CallSignature detail={detail} />
    case 'response':
      return <CallResponse detail={detail} />
    default:
      return assertNever(view)
  }
}
