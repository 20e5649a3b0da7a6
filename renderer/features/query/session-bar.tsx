import { CircleDashed, Ellipsis, Hourglass, Plug, TriangleAlert, Unplug } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { MaxScaleSettings } from '../../../shared/model/connection.ts'
import type { TabSession } from '../../../shared/model/session.ts'
import { FailureView } from '../../ui/failure-view.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { commandOf } from './query-commands.ts'
import type { QueryModel } from './query-model.ts'
import { LostStrip } from './lost-strip.tsx'
import { mayStillRun } from './run-state.ts'
import { SessionTransaction } from './session-transaction.tsx'
import { ageWords, lossWords, minutesLeft, transactionWords } from './session-words.ts'
import { isAtWork, runOf, sessionOf, type SessionWork, type TabHead } from './tabs-store.ts'
import { useNow } from './use-now.ts'
import styles from './session-bar.module.css'

interface SessionBarProps {
  query: QueryModel
  tab: TabHead
  settings: MaxScaleSettings
}

/** The session that the tab holds on MaxScale: whether there is one, where it leads, and what would be lost with it. */
export function SessionBar({ query, tab, settings }: SessionBarProps) {
  const { t } = useTranslation()
  const session = useStore(query.store, (state) => sessionOf(state, tab))
  const work = useStore(query.store, (state) => state.sessionWork[tab.id] ?? null)
  const running = useStore(query.store, (state) => runOf(state, tab.id).kind === 'running')
  const stillRuns = useStore(query.store, (state) => mayStillRun(runOf(state, tab.id)))
  const section = useKeptFocus()
  const open = session?.condition.kind === 'open' ? session : null
  const condition = session?.condition.kind ?? 'none'

  return (
    <section
      ref={section}
      className={styles.session}
      data-region="session"
      data-environment={settings.environment}
      data-transaction={open?.trace.transaction ?? 'none'}
      aria-label={t('session.label')}
    >
      <div className={styles.bar}>
        <span className={styles.state} data-condition={condition}>
          <ConditionMark condition={condition} />
          {t(`session.condition.${condition}`)}
        </span>
        <span className={styles.facts}>
          <span className={styles.target} title={t('session.target')}>
            {session?.target ?? settings.target}
          </span>
          {open?.threadId !== undefined && (
            <span title={t(`session.threadOf.${open.threadOf}.what`)}>{t(`session.threadOf.${open.threadOf}.id`, { id: String(open.threadId) })}</span>
          )}
          {open && (
            <span className={styles.database} title={t('status.database')}>
              {open.database || t('session.noDatabase')}
            </span>
          )}
          {open && <Autocommit autocommit={open.trace.autocommit} />}
        </span>
        {open && <SessionTransaction query={query} transaction={open.trace.transaction} environment={settings.environment} running={running} />}
        {stillRuns && (
          <span className={styles.warning}>
            <TriangleAlert size={13} aria-hidden="true" />
            {t('session.mayStillRun')}
          </span>
        )}
        <span className={styles.space} />
        {isAtWork(work) && (
          <span className={styles.fact}>
            <Spinner />
            {t(`session.work.${work.kind}`)}
          </span>
        )}
        {open && <SessionTime session={open} />}
        <SessionMenu query={query} tab={tab} session={session} running={running} atWork={isAtWork(work)} />
      </div>
      {session?.condition.kind === 'lost' && <LostStrip loss={session.condition} busy={isAtWork(work)} onReconnect={() => void query.reconnect(tab.id)} />}
      <SessionFailure work={work} onDismiss={() => query.dismissSessionFailure(tab.id)} />
      <p className="visually-hidden" aria-live="polite">
        {t(`session.condition.${condition}`)} {open && transactionWords(t, open.trace.transaction)}
        {session?.condition.kind === 'lost' && lossWords(t, session.condition)}
      </p>
    </section>
  )
}

function ConditionMark({ condition }: { condition: 'none' | 'open' | 'lost' }) {
  const Mark = { none: CircleDashed, open: Plug, lost: Unplug }[condition]
  return <Mark size={13} aria-hidden="true" />
}

function Autocommit({ autocommit }: { autocommit: boolean | null }) {
  const { t } = useTranslation()
  const is = autocommit === null ? 'unknown' : autocommit ? 'on' : 'off'
  return (
    <span className={styles.autocommit} data-is={is}>
      {t(`session.autocommit.${is}`)}
    </span>
  )
}

/** Nobody watches a clock here: it moves with the minutes. */
const TICK_MS = 15_000

function SessionTime({ session: { openedAt, endsAt } }: { session: TabSession }) {
  const { t } = useTranslation()
  const now = useNow(TICK_MS)
  const left = minutesLeft(endsAt, now)
  return (
    <>
      <span className={styles.age} title={t('session.age.what')}>
        {ageWords(t, now - openedAt)}
      </span>
      {left !== null && (
        <span className={styles.warning} title={t('session.endsWhy')}>
          <Hourglass size={12} aria-hidden="true" />
          {t('session.ends', { minutes: left })}
        </span>
      )}
    </>
  )
}

interface SessionMenuProps {
  query: QueryModel
  tab: TabHead
  session: TabSession | null
  running: boolean
  atWork: boolean
}

function SessionMenu({ query, tab, session, running, atWork }: SessionMenuProps) {
  const { t } = useTranslation()
  const check = commandOf('query.checkSession')
  const reconnect = commandOf('query.reconnect')
  const entries: MenuEntry[] = [
    {
      kind: 'item',
      id: 'check',
      label: t(check.titleKey),
      hint: t('session.checkHint'),
      keys: check.keys,
      disabled: session?.condition.kind !== 'open' || running || atWork,
      run: () => void check.perform(query),
    },
    { kind: 'separator', id: 's' },
    { kind: 'item', id: 'reconnect', label: t(reconnect.titleKey), keys: reconnect.keys, disabled: !session || atWork, run: () => void query.reconnect(tab.id) },
    { kind: 'item', id: 'close', label: t('session.close'), danger: true, disabled: !session || atWork, run: () => void query.closeSession(tab.id) },
  ]
  return (
    <Menu entries={entries} align="end">
      <button type="button" className={styles.menu} aria-label={t('session.menu')} title={t('session.menu')}>
        <Ellipsis size={15} />
      </button>
    </Menu>
  )
}

function SessionFailure({ work, onDismiss }: { work: SessionWork | null; onDismiss: () => void }) {
  const { t } = useTranslation()
  if (work?.kind !== 'failed') return null
  return (
    <div className={styles.failure}>
      <FailureView
        failure={work.failure}
        place="inline"
        actions={
          <Button size="small" onClick={onDismiss}>
            {t('shell.dismiss')}
          </Button>
        }
      />
    </div>
  )
}

/** A button of the bar that is gone with what it did leaves the focus to the bar's menu. */
function useKeptFocus() {
  const section = useRef<HTMLElement>(null)
  const hadFocus = useRef(false)
  useEffect(() => {
    const note = () => (hadFocus.current = section.current?.contains(document.activeElement) ?? false)
    document.addEventListener('focusin', note)
    return () => document.removeEventListener('focusin', note)
  }, [])
  useEffect(() => {
    const isNowhere = document.activeElement === null || document.activeElement === document.body
    if (hadFocus.current && isNowhere) section.current?.querySelector<HTMLElement>('button[aria-haspopup]')?.focus()
  })
  return section
}
