import { MessageSquareText, Play, TriangleAlert } from 'lucide-react'
import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Connection } from '../../../shared/model/connection.ts'
import { classNames } from '../../ui/class-names.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { useSelectedInView } from '../../ui/use-selected-in-view.ts'
import { placeToShow } from './error-place.ts'
import { Messages } from './messages.tsx'
import { commandOf } from './query-commands.ts'
import type { QueryModel } from './query-model.ts'
import { isSamePlace, MESSAGES, resultItems, shownScript, type ResultItem, type RunEntry, type Script } from './run-state.ts'
import { RunStrip } from './run-strip.tsx'
import { statementLabel } from './statement-label.ts'
import { runOf, type TabHead } from './tabs-store.ts'
import styles from './results-region.module.css'

interface ResultsRegionProps {
  query: QueryModel
  tab: TabHead
  connections: readonly Connection[]
  renderItem: (item: ResultItem, script: Script, showInEditor: () => void) => ReactNode
}

/** Results of the tab's last script: one tab each, and the messages of all its statements. */
export function ResultsRegion({ query, tab, connections, renderItem }: ResultsRegionProps) {
  const { t } = useTranslation()
  const run = useStore(query.store, (state) => runOf(state, tab.id))
  const shown = useStore(query.store, (state) => state.shown[tab.id] ?? MESSAGES)
  const script = shownScript(run)
  const items = script ? resultItems(script) : []
  const item = items.find((candidate) => candidate.id === shown)

  // Results of the connection that the tab had before must not pass for those of the one it has now.
  const origin = connections.find((candidate) => candidate.id === script?.connectionId)
  const before = run.kind === 'running' && script === run.previous
  const elsewhere = script && !isSamePlace(script, tab) ? [origin?.settings.name, script.database].filter(Boolean).join(' · ') : ''

  const showInEditor = (entry: RunEntry) => {
    query.drafts.collect()
    const text = query.store.getState().tabs.find((candidate) => candidate.id === tab.id)?.text ?? ''
    const place = script && placeToShow(text, script, entry)
    if (place !== null) query.editor?.reveal(place)
  }

  return (
    <section className={styles.region} aria-label={t('query.results')}>
      <RunStrip query={query} run={run} tab={tab} onShow={showInEditor} />
      {script && (script.entries.length > 0 || script.rest.length > 0) ? (
        <>
          <div className={styles.head}>
            <ResultTabs items={items} shown={item ? shown : MESSAGES} onShow={(id) => query.show(tab.id, id)} />
            {(before || elsewhere) && (
              <span className={styles.origin}>
                {[before && t('query.resultsBefore'), elsewhere && t('query.resultsFrom', { name: elsewhere })].filter(Boolean).join(' · ')}
              </span>
            )}
          </div>
          <div role="tabpanel" id={PANEL_ID} aria-labelledby={resultTabId(item ? shown : MESSAGES)} className={styles.panel}>
            {item ? renderItem(item, script, () => showInEditor(item.entry)) : <Messages script={script} onShow={showInEditor} />}
          </div>
        </>
      ) : (
        run.kind !== 'running' && <Invitation />
      )}
    </section>
  )
}

const PANEL_ID = 'query-result-panel'
const resultTabId = (id: string) => `query-result-${id}`

function ResultTabs({ items, shown, onShow }: { items: ResultItem[]; shown: string; onShow: (id: string) => void }) {
  const { t } = useTranslation()
  const list = useRef<HTMLDivElement>(null)
  const ids = [MESSAGES, ...items.map((item) => item.id)]
  useSelectedInView(list, `${shown} ${items.length}`)

  const onKeyDown = (event: KeyboardEvent) => {
    const at = ids.indexOf(shown)
    const to =
      event.key === 'ArrowRight' ? at + 1 : event.key === 'ArrowLeft' ? at - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? ids.length - 1 : null
    if (to === null) return
    event.preventDefault()
    const id = ids[(to + ids.length) % ids.length] ?? MESSAGES
    onShow(id)
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(resultTabId(id))}`)?.focus()
  }
  const tabProps = (id: string) => ({
    type: 'button' as const,
    role: 'tab',
    id: resultTabId(id),
    'aria-selected': id === shown,
    'aria-controls': PANEL_ID,
    tabIndex: id === shown ? 0 : -1,
    onClick: () => onShow(id),
    onKeyDown,
  })

  return (
    <div ref={list} role="tablist" aria-label={t('query.resultTabs')} className={styles.tabs}>
      <button {...tabProps(MESSAGES)} className={styles.tab}>
        <MessageSquareText size={13} aria-hidden="true" />
        {t('query.messages')}
      </button>
      {items.map((item) => {
        const wrong = item.kind === 'failure' || item.result.kind === 'error'
        return (
          <button key={item.id} {...tabProps(item.id)} className={classNames(styles.tab, wrong && styles.wrong)}>
            {wrong && <TriangleAlert size={13} aria-hidden="true" />}
            <span className={styles.number}>{item.number}</span>
            <span className={styles.label}>{statementLabel(item.entry.statement.text)}</span>
            {wrong && <span className="visually-hidden">{t('query.tab.failed')}</span>}
          </button>
        )
      })}
    </div>
  )
}

function Invitation() {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={<Play size={20} />}
      title={t('query.empty')}
      text={
        <>
          {t('query.emptyHint')} <Kbd keys={commandOf('query.run').keys} />
        </>
      }
    />
  )
}
