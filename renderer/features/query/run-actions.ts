import type { Rpc } from '../../../shared/contract/contract.ts'
import type { RunProgress, RunUnderWay } from '../../../shared/contract/query.ts'
import { runId, type RunId, type TabId } from '../../../shared/model/ids.ts'
import type { Result } from '../../../shared/model/result.ts'
import type { StatementResult } from '../../../shared/model/statement-result.ts'
import { planRun, type RunPlan, type RunScope } from '../../../shared/sql/run-plan.ts'
import { sentText, splitStatements, type SqlStatement } from '../../../shared/sql/split.ts'
import type { Drafts } from './drafts.ts'
import { placeToShow } from './error-place.ts'
import { scriptOfFound } from './found-run.ts'
import { isHostLost } from './host-lost.ts'
import { chosenDatabase, failed, isSamePlace, itemToShow, mayCancel, MESSAGES, shownScript, warns, type CancelNote, type RunEntry, type RunState, type Script } from './run-state.ts'
import { runOf, sessionOf, type QueryStore, type Refusal } from './tabs-store.ts'

/** A run at least this long is announced when it ends while the window is hidden. */
const NOTIFY_AFTER_MS = 10_000

const certain = (statements: SqlStatement[]): RunPlan => ({ statements, doubt: null })

export interface RunActions {
  /** Runs one statement after another and stops at the first that fails; asks first where it is not certain what would run. */
  run(tabId: TabId, scope: RunScope): Promise<void>
  /** Runs the statements that a person chose of those that were asked about; null for none. */
  answerDoubt(chosen: SqlStatement[] | null): Promise<void>
  /** Goes on with what a failed script did not run, while the tab still sends its statements to the same place. */
  runRest(tabId: TabId): Promise<void>
  /** Runs a statement of a script again, where the tab sends its statements now. */
  runAgain(tabId: TabId, script: Pick<Script, 'origin'>, entry: RunEntry): Promise<void>
  /**
   * Ends the running statement and the script with it; what was achieved is kept beside the statement. One at a time:
   * whoever asks while a cancel is under way waits for its end.
   */
  cancel(tabId: TabId): Promise<void>
  /** Runs SQL that does not stand in the tab's text, asked for by a button or command. */
  runSql(tabId: TabId, sql: string): Promise<void>
  /** COMMIT or ROLLBACK, as a statement like any other; refused where the tab has no session that could hold a transaction. */
  endTransaction(tabId: TabId, verb: 'COMMIT' | 'ROLLBACK'): Promise<void>
  /** Takes up what main still runs for the tabs: after the window was loaded again, or main could not be heard. */
  findRuns(): Promise<void>
  /** Keeps what main tells of a statement under way; of one that has ended it is dropped. */
  runProgressed(progress: RunProgress): void
  show(tabId: TabId, item: string): void
}

export interface RunDependencies {
  rpc: Rpc
  store: QueryStore
  drafts: Drafts
  newId: () => string
  now: () => number
  rowLimit: () => number
  /** True while nobody can see the window. */
  isHidden: () => boolean
  setDatabase: (tabId: TabId, database: string) => void
  /** Scrolls the editor on screen to an offset; the caret and the focus stay. */
  bringIntoView: (offset: number) => void
  /** The words of the notification. */
  announcement: (tabTitle: string, script: Script, ok: boolean) => { title: string; body: string }
}

export function createRunActions(dependencies: RunDependencies): RunActions {
  const { rpc, store, drafts, newId, now, rowLimit, isHidden, setDatabase, bringIntoView, announcement } = dependencies

  const setRun = (tabId: TabId, run: RunState) =>
    store.setState((state) => ({ runs: { ...state.runs, [tabId]: run } }))
  const show = (tabId: TabId, item: string) =>
    store.setState((state) => ({ shown: { ...state.shown, [tabId]: item } }))
  const refuse = (tabId: TabId, reason: Refusal) => store.setState({ refusal: { tabId, reason } })

  /** Starts what "run" means unless something speaks against it. */
  function begin(tabId: TabId, origin: Script['origin'], planOf: (text: string) => RunPlan): Promise<void> | undefined {
    drafts.collect()
    const state = store.getState()
    const tab = state.tabs.find((candidate) => candidate.id === tabId)
    if (!tab) return
    if (runOf(state, tabId).kind === 'running') return void refuse(tabId, 'alreadyRunning')
    if (tab.connectionId === null) return void refuse(tabId, 'noConnection')
    const { statements: rest, doubt } = planOf(tab.text)
    store.setState({ refusal: null })
    if (doubt) return void store.setState({ doubt: { tabId, statements: rest, doubt } })
    if (rest.length === 0) return void refuse(tabId, 'nothingToRun')
    const { connectionId, database } = tab
    return runScript(tabId, { connectionId, database, rowLimit: rowLimit(), origin, total: rest.length, entries: [], rest })
  }

  async function runScript(tabId: TabId, start: Script) {
    const begun = now()
    let script = start
    let previous = shownScript(runOf(store.getState(), tabId))
    let inFront: string | null = null
    for (const [at, current] of start.rest.entries()) {
      const rest = start.rest.slice(at + 1)
      const entry = await runStatement(tabId, Object.assign({}, script, { rest }), current, previous)
      if (!entry) return
      previous = null
      const chosen = chosenDatabase(entry)
      if (chosen !== null) followUse(tabId, script, chosen)
      script = Object.assign({}, start, { rest, entries: script.entries.concat(entry), database: chosen ?? script.database })
      const stopped = failed(entry) || (entry.cancel !== null && rest.length > 0)
      if (stopped || rest.length === 0) setRun(tabId, { kind: stopped ? 'failed' : 'done', script })
      // A result that follows statements without one is what was asked for; what the person turned to meanwhile stays.
      const stillMessages = inFront === MESSAGES && store.getState().shown[tabId] === MESSAGES && !script.entries.some(warns)
      if (at === 0 || failed(entry) || stillMessages) show(tabId, (inFront = itemToShow(script, entry)))
      if (stopped) {
        showWhere(tabId, script, entry)
        break
      }
    }
    if (isHidden() && now() - begun >= NOTIFY_AFTER_MS) {
      const tab = store.getState().tabs.find((candidate) => candidate.id === tabId)
      const ok = runOf(store.getState(), tabId).kind === 'done'
      void rpc.app.notify(announcement(tab?.title ?? '', script, ok))
    }
  }

  /** What failed among many is looked for in the text: its line is in sight where its tab is in front. */
  function showWhere(tabId: TabId, script: Script, entry: RunEntry) {
    if (store.getState().activeTabId !== tabId) return
    drafts.collect()
    const tab = store.getState().tabs.find((candidate) => candidate.id === tabId)
    const place = tab && placeToShow(tab.text, script, entry)
    if (typeof place === 'number') bringIntoView(place)
  }

  /** After USE the session is in another database: the tab that sent it there shows it. */
  function followUse(tabId: TabId, script: Script, database: string) {
    const tab = store.getState().tabs.find((candidate) => candidate.id === tabId)
    if (tab && isSamePlace(script, tab)) setDatabase(tabId, database)
  }

  /** Null where the answer came too late: the tab was closed meanwhile. */
  async function runStatement(tabId: TabId, script: Script, current: SqlStatement, previous: Script | null) {
    const id = runId(newId())
    const startedAt = now()
    setRun(tabId, { kind: 'running', script, current, runId: id, startedAt, cancel: null, progress: null, previous })
    const { connectionId, database, rowLimit, origin, rest } = script
    const result = await rpc.query.run({
      runId: id,
      tabId,
      connectionId,
      sql: sentText(current),
      rowLimit,
      ...(database !== '' && { database }),
      ...(origin === 'text' && { place: { start: current.start, following: rest.length } }),
    })
    return entryOf(tabId, id, result)
  }

  /** Null where the answer came too late. */
  function entryOf(tabId: TabId, id: RunId, result: Result<StatementResult[]>): RunEntry | null {
    if (isFromMain(result)) void rpc.query.received({ runId: id })
    const run = runOf(store.getState(), tabId)
    if (run.kind !== 'running' || run.runId !== id) return null
    return {
      runId: id,
      statement: run.current,
      answer: result.ok ? { kind: 'results', results: result.value } : { kind: 'failure', failure: result.failure },
      elapsedMs: now() - run.startedAt,
      cancel: run.cancel,
    }
  }

  /** Goes on waiting for a run of main's. What followed it in its script was this window's to send: it is not run unasked. */
  async function rejoin(found: RunUnderWay) {
    const { runId: id, tabId, startedAt } = found
    drafts.collect()
    const state = store.getState()
    const tab = state.tabs.find((candidate) => candidate.id === tabId)
    const before = runOf(state, tabId)
    if (!tab || before.kind === 'running') return
    const shown = shownScript(before)
    const known = shown?.entries.find((entry) => entry.runId === id)
    if (known && isFromMain(known.answer)) return void rpc.query.received({ runId: id })
    const { current, script } = shown && known
      ? { current: known.statement, script: { ...shown, entries: shown.entries.filter((entry) => entry !== known) } }
      : scriptOfFound(found, tab.text)
    setRun(tabId, { kind: 'running', script, current, runId: id, startedAt, cancel: null, progress: null, previous: null })
    const rejoined = await rpc.query.rejoin({ runId: id })
    const result = rejoined.ok ? rejoined.value && { ok: true as const, value: rejoined.value } : rejoined
    if (!result) return setRun(tabId, before)
    const entry = entryOf(tabId, id, result)
    if (!entry) return
    const ended = { ...script, entries: script.entries.concat(entry) }
    setRun(tabId, { kind: failed(entry) || script.rest.length > 0 ? 'failed' : 'done', script: ended })
    show(tabId, itemToShow(ended, entry))
    const chosen = chosenDatabase(entry)
    if (chosen !== null) followUse(tabId, script, chosen)
  }

  /** Under way. */
  const cancelling = new Map<RunId, Promise<void>>()

  async function cancel(tabId: TabId): Promise<void> {
    const run = runOf(store.getState(), tabId)
    if (run.kind !== 'running') return
    const underWay = cancelling.get(run.runId)
    if (underWay) return underWay
    if (!mayCancel(run)) return
    setRun(tabId, { ...run, cancel: 'asking' })
    const asking = askToCancel(tabId, run.runId).finally(() => cancelling.delete(run.runId))
    cancelling.set(run.runId, asking)
    return asking
  }

  async function askToCancel(tabId: TabId, id: RunId): Promise<void> {
    const outcome = await rpc.query.cancel({ runId: id })
    const note: CancelNote = outcome.ok ? outcome.value : 'notAsked'
    const later = store.getState().runs[tabId]
    if (!later || later.kind === 'idle') return
    if (later.kind === 'running' && later.runId === id) return setRun(tabId, { ...later, cancel: note })
    const entries = later.script.entries.map((entry) => (entry.runId === id ? { ...entry, cancel: note } : entry))
    setRun(tabId, { ...later, script: { ...later.script, entries } })
  }

  return {
    async run(tabId, scope) {
      const state = store.getState()
      const tab = state.tabs.find((candidate) => candidate.id === tabId)
      const sqlMode = tab && sessionOf(state, tab)?.sqlMode
      await begin(tabId, 'text', (text) => planRun(text, scope, sqlMode))
    },
    async answerDoubt(chosen) {
      const { doubt } = store.getState()
      store.setState({ doubt: null })
      if (doubt && chosen) await begin(doubt.tabId, 'text', () => certain(chosen))
    },
    async runRest(tabId) {
      const state = store.getState()
      const run = runOf(state, tabId)
      const tab = state.tabs.find((candidate) => candidate.id === tabId)
      // A tab that was turned to another connection or database means that one from now on.
      if (run.kind !== 'failed' || run.script.rest.length === 0 || !tab || !isSamePlace(run.script, tab)) return
      await runScript(tabId, run.script)
    },
    async runAgain(tabId, { origin }, entry) {
      await begin(tabId, origin, () => certain([entry.statement]))
    },
    async runSql(tabId, sql) {
      await begin(tabId, 'action', () => certain(splitStatements(sql)))
    },
    async endTransaction(tabId, verb) {
      const state = store.getState()
      const tab = state.tabs.find((candidate) => candidate.id === tabId)
      const session = tab && sessionOf(state, tab)
      if (!session) return refuse(tabId, 'noSession')
      // Of a session that is gone the server has ended the transaction already: a COMMIT that succeeds would mislead.
      if (session.condition.kind === 'lost') return refuse(tabId, 'sessionLost')
      await begin(tabId, 'action', () => certain(splitStatements(verb)))
    },
    async findRuns() {
      const found = await rpc.query.underWay({})
      if (found.ok) await Promise.all(found.value.map(rejoin))
    },
    runProgressed(progress) {
      for (const [id, run] of Object.entries(store.getState().runs) as [TabId, RunState][]) {
        if (run.kind === 'running' && run.runId === progress.runId) setRun(id, { ...run, progress })
      }
    },
    cancel,
    show,
  }
}

/** Whether main has answered: where the transport did in its place, main may still have the answer. */
const isFromMain = (answer: Result<StatementResult[]> | RunEntry['answer']): boolean => !('failure' in answer) || !isHostLost(answer.failure)
