import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Connection } from '../../../shared/model/connection.ts'
import type { TabId } from '../../../shared/model/ids.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EnvironmentBadge, EnvironmentMark } from '../../ui/environment-badge.tsx'
import { FailureView } from '../../ui/failure-view.tsx'
import { atStake, type LeaveQuestion } from './leaving.ts'
import { focusWorkIfLost } from './lost-focus.ts'
import type { QueryModel } from './query-model.ts'
import { TransactionMark } from './session-transaction.tsx'
import { holdingWords, transactionWords } from './session-words.ts'
import { statementLabel } from './statement-label.ts'
import styles from './leave-dialog.module.css'

interface LeaveDialogProps {
  query: QueryModel
  connections: readonly Connection[]
}

/** Asked before transactions and running statements end with their sessions; the harmless answer is in front, and Esc means it. */
export function LeaveDialog({ query, connections }: LeaveDialogProps) {
  const question = useStore(query.store, (state) => state.question)
  return question && <Question query={query} connections={connections} question={question} />
}

function Question({ query, connections, question }: LeaveDialogProps & { question: LeaveQuestion }) {
  const { t } = useTranslation()
  const state = useStore(query.store)
  const { leaving, tabIds, progress } = question
  const { kind } = leaving
  const stakes = tabIds.map((id) => ({ id, ...atStake(state, id) }))
  const hasTransaction = stakes.some(({ transaction }) => transaction !== 'none')
  const isCertain = stakes.some(({ transaction }) => transaction === 'open')
  const runs = stakes.some(({ running }) => running !== null)
  const holds = (kind === 'reconnect' || kind === 'closeSession') && stakes.some(({ holdings }) => holdings.length > 0)
  const number = tabIds.length === 1 ? 'one' : 'many'
  const what = hasTransaction ? (isCertain ? 'open' : 'maybe') : runs ? 'runs' : 'ended'
  const title = state.tabs.find(({ id }) => id === tabIds[0])?.title ?? ''
  const failed = progress.kind === 'failed' ? progress : null
  useEffect(() => () => focusWorkIfLost(query), [query])

  return (
    <Dialog
      open
      onClose={query.keepOpen}
      title={holds && !hasTransaction && !runs ? t('session.leave.holds', { tab: title }) : t(`session.leave.${number}.${what}`, { tab: title, tabs: tabIds.length })}
      description={[(hasTransaction || holds) && t(`session.leave.${kind}.text`), runs && t('session.leave.stops')].filter(Boolean).join(' ')}
      notice={failed && <CommitFailure tab={state.tabs.find(({ id }) => id === failed.tabId)?.title ?? ''} failure={failed.failure} />}
      actions={
        <>
          {/* Where the focus is when the dialog opens: Enter keeps everything. */}
          <Button autoFocus className={styles.keep} onClick={query.keepOpen}>
            {t(`session.leave.${kind}.keep`)}
          </Button>
          <Button tone="danger" onClick={() => void query.answerQuestion('discard')}>
            {t(`session.leave.${kind}.${hasTransaction ? 'rollback' : runs ? 'stop' : 'plain'}`)}
          </Button>
          {hasTransaction && (
            <Button tone="primary" disabled={runs} onClick={() => void query.answerQuestion('commit')}>
              {t(`session.leave.${kind}.commit`)}
            </Button>
          )}
        </>
      }
    >
      <ul className={styles.tabs}>
        {tabIds.map((id) => (
          <TabAtStake key={id} query={query} tabId={id} connections={connections} namesAll={kind === 'reconnect' || kind === 'closeSession'} />
        ))}
      </ul>
      {hasTransaction && runs && <p className={styles.hint}>{t('session.leave.cancelFirst')}</p>}
    </Dialog>
  )
}

interface TabAtStakeProps extends LeaveDialogProps {
  tabId: TabId
  /** Also variables, temporary tables and what else goes with the session. */
  namesAll: boolean
}

function TabAtStake({ query, tabId, connections, namesAll }: TabAtStakeProps) {
  const { t } = useTranslation()
  const state = useStore(query.store)
  const tab = state.tabs.find(({ id }) => id === tabId)
  const { transaction, holdings, running } = atStake(state, tabId)
  const settings = connections.find(({ id }) => id === state.sessions[tabId]?.connectionId)?.settings
  const others = holdings.filter((one) => one !== 'transaction')
  return (
    <li className={styles.tab} data-environment={settings?.environment}>
      <p className={styles.name}>
        {settings && <EnvironmentMark environment={settings.environment} />}
        <strong>{tab?.title}</strong>
        {settings && <span className={styles.connection}>{settings.name}</span>}
        {settings && <EnvironmentBadge environment={settings.environment} />}
      </p>
      {transaction !== 'none' && (
        <p className={styles.transaction}>
          <TransactionMark transaction={transaction} />
          {transactionWords(t, transaction)}
        </p>
      )}
      {namesAll && others.length > 0 && <p>{t('session.leave.others', { holdings: holdingWords(t, others) })}</p>}
      {running !== null && (
        <p>
          {t('session.leave.running')} <code>{statementLabel(running)}</code>
        </p>
      )}
    </li>
  )
}

function CommitFailure({ tab, failure }: { tab: string; failure: Extract<LeaveQuestion['progress'], { kind: 'failed' }>['failure'] }) {
  const { t } = useTranslation()
  return (
    <>
      <p className={styles.hint}>{t('session.leave.failed', { tab })}</p>
      <FailureView failure={failure} place="inline" />
    </>
  )
}
