import { CircleCheck, CircleDashed, CircleX, Clock, Info, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { describeNotice } from '../../../shared/i18n/describe-notice.ts'
import { assertNever } from '../../../shared/model/never.ts'
import { isWarned } from '../../../shared/model/result-set.ts'
import type { Notice, NoticeCode, ViewedResult } from '../../../shared/model/statement-result.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { currentLocale } from '../../i18n/i18n.ts'
import { formatElapsed } from '../../ui/format-elapsed.ts'

/** What is known of a result: how many rows, whether they are all, how far values can be trusted, how it was sent. */
export function TruthBar({ result, onRunSql }: { result: ViewedResult; onRunSql: ((sql: string) => void) | null }) {
  const { t } = useTranslation()
  const [sqlShown, setSqlShown] = useState(false)
  const notices = result.notices.filter(({ code }) => !ofTheSession.has(code))
  return (
    <header className="truth-bar">
      <div className="truth-bar__line">
        <Outcome result={result} />
        <span className="truth-bar__fact" title={t('results.elapsedWhat')}>
          <Clock size={13} aria-hidden="true" />
          {formatElapsed(result.elapsedMs)}
        </span>
        <FidelityFact result={result} onRunSql={onRunSql} />
        {result.sentSql !== undefined && (
          <button type="button" className="truth-bar__disclose" aria-expanded={sqlShown} onClick={() => setSqlShown(!sqlShown)}>
            {t('results.sentDiffers')}
          </button>
        )}
        {result.requestId && (
          <span className="truth-bar__request">
            <span className="truth-bar__request-label">{t('common.requestId')}</span>
            <code title={result.requestId}>{result.requestId}</code>
            <CopyButton text={result.requestId} label={t('common.copyRequestId')} />
          </span>
        )}
      </div>
      {result.sentSql !== undefined && sqlShown && <SqlSent written={result.sql} sent={result.sentSql} />}
      {notices.length > 0 && <Notices notices={notices} />}
    </header>
  )
}

function Outcome({ result }: { result: ViewedResult }) {
  const { t } = useTranslation()
  switch (result.kind) {
    case 'resultset':
      return <Completeness result={result} />
    case 'error':
      return (
        <span className="truth-bar__fact truth-bar__fact--error">
          <CircleX size={14} aria-hidden="true" />
          {t(isConnectionLost(result) ? 'results.error.connectionLost' : 'results.error.refused')}
        </span>
      )
    default:
      return assertNever(result)
  }
}

/** What became of the session: its bar says so for as long as it is so; a result would still say it after a reconnect. */
const ofTheSession: ReadonlySet<NoticeCode> = new Set<NoticeCode>(['sessionLost', 'sessionEnded'])

/** Not the server's word against the statement, but that it did not come. */
const isConnectionLost = ({ notices }: ViewedResult): boolean => notices.some(({ code }) => ofTheSession.has(code))

function Completeness({ result }: { result: Extract<ViewedResult, { kind: 'resultset' }> }) {
  const { t } = useTranslation()
  const { completeness } = result
  const held = result.data.segments.reduce((rows, segment) => rows + segment.rowCount, 0)
  if (completeness.kind === 'complete') {
    return (
      <>
        <strong className="truth-bar__rows">{t('results.rows', { count: held })}</strong>
        <span className="truth-bar__fact truth-bar__fact--ok">
          <CircleCheck size={14} aria-hidden="true" />
          {t('results.complete')}
        </span>
      </>
    )
  }
  const text =
    completeness.kind === 'capped'
      ? t('results.capped', { count: completeness.limit })
      : t('results.atLeast', { count: completeness.rows })
  return (
    <>
      <strong className="truth-bar__rows">{t('results.rows', { count: held })}</strong>
      <span className="truth-bar__fact truth-bar__fact--warning">
        <CircleDashed size={14} aria-hidden="true" />
        {text}
      </span>
    </>
  )
}

function FidelityFact({ result, onRunSql }: { result: ViewedResult; onRunSql: ((sql: string) => void) | null }) {
  const { t } = useTranslation()
  if (result.kind !== 'resultset') return null
  const lossy = result.data.columns.filter(isWarned)
  if (lossy.length === 0) {
    const reasons = new Set(result.data.columns.flatMap(({ fidelity }) => (fidelity.kind === 'lossy' ? [fidelity.reason] : [])))
    const isUnknown = result.data.columns.some(({ fidelity }) => fidelity.kind === 'unknown')
    const said = isUnknown ? 'results.exactUnknown' : reasons.size > 0 ? 'results.exactWithLimits' : 'results.exact'
    return (
      <span className="truth-bar__fact" {...(reasons.size > 0 && { title: [...reasons].map((reason) => t(`results.lossy.${reason}`)).join('\n') })}>
        {t(said)}
      </span>
    )
  }
  // One statement shows them all: it is the whole statement's rewrite.
  const exactSql = lossy.map(({ fidelity }) => (fidelity.kind === 'lossy' ? fidelity.exactSql : undefined)).find((sql) => sql !== undefined)
  return (
    <>
      <span className="truth-bar__fact truth-bar__fact--warning" title={lossy.map((column) => column.label).join(', ')}>
        <span aria-hidden="true">≈</span>
        {t('results.lossyColumns', { count: lossy.length })}
      </span>
      {exactSql !== undefined && onRunSql && (
        <button type="button" className="truth-bar__disclose" title={exactSql} onClick={() => onRunSql(exactSql)}>
          {t('results.showWhole')}
        </button>
      )}
    </>
  )
}

function SqlSent({ written, sent }: { written: string; sent: string }) {
  const { t } = useTranslation()
  return (
    <dl className="truth-bar__sql">
      <dt>{t('results.written')}</dt>
      <dd>
        <pre>{written}</pre>
      </dd>
      <dt>{t('results.sent')}</dt>
      <dd>
        <pre>{sent}</pre>
        <CopyButton text={sent} label={t('results.copySent')} />
      </dd>
    </dl>
  )
}

function Notices({ notices }: { notices: Notice[] }) {
  const { t } = useTranslation()
  return (
    <ul className="truth-bar__notices" aria-label={t('common.notices')}>
      {notices.map((notice) => (
        <li key={notice.code} className={`truth-bar__notice truth-bar__notice--${notice.level}`}>
          {notice.level === 'warning' ? <TriangleAlert size={14} aria-hidden="true" /> : <Info size={14} aria-hidden="true" />}
          <span>{describeNotice(notice, currentLocale())}</span>
        </li>
      ))}
    </ul>
  )
}
