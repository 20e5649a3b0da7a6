/** What happens to a tab's statements: one union per tab, changed by run-actions.ts alone. */
import type { CancelOutcome, RunProgress } from '../../../shared/contract/query.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { ConnectionId, RunId } from '../../../shared/model/ids.ts'
import type { StatementResult, ViewedResult } from '../../../shared/model/statement-result.ts'
import type { SqlStatement } from '../../../shared/sql/split.ts'
import { usedDatabase } from '../../../shared/sql/used-database.ts'

/** What a person was told about a cancel: still asking, that the asking itself failed, or its outcome. */
export type CancelNote = 'asking' | 'notAsked' | CancelOutcome

type RunAnswer =
  | { kind: 'results'; results: StatementResult[] }
  | { kind: 'failure'; failure: Failure }

/** One statement that was run, and what came of it. */
export interface RunEntry {
  runId: RunId
  statement: SqlStatement
  answer: RunAnswer
  /** As the person waited, milliseconds. */
  elapsedMs: number
  cancel: CancelNote | null
}

/** The statements of one press of "run": answered, and not run yet. */
export interface Script {
  connectionId: ConnectionId
  database: string
  rowLimit: number
  /** `action`: a button or command ran it, such as COMMIT; it stands nowhere in the text. */
  origin: 'text' | 'action'
  total: number
  entries: RunEntry[]
  rest: SqlStatement[]
}

export type RunState =
  | { kind: 'idle' }
  | {
      kind: 'running'
      script: Script
      current: SqlStatement
      runId: RunId
      /** Epoch milliseconds. */
      startedAt: number
      cancel: CancelNote | null
      /** The latest that main told of it; null for a statement that takes no longer than a moment. */
      progress: RunProgress | null
      /** What the tab showed before; it stays on screen until the first answer. */
      previous: Script | null
    }
  /** Every statement was run and none failed. */
  | { kind: 'done'; script: Script }
  /** A statement failed or was cancelled; `script.rest` was not run. */
  | { kind: 'failed'; script: Script }

/** One thing to look at: a result set, a statement's error, or a call that failed. */
export type ResultItem = {
  id: string
  entry: RunEntry
  /** Of its statement in the script, from 1. */
  number: number
} & (
  | { kind: 'result'; result: ViewedResult }
  | { kind: 'failure'; failure: Failure }
)

export const MESSAGES = 'messages'

/** Whether a tab still sends its statements where the script went. */
export const isSamePlace = (script: Script, tab: { connectionId: ConnectionId | null; database: string }): boolean =>
  script.connectionId === tab.connectionId && script.database === tab.database

/** The script whose results are on screen. */
export function shownScript(run: RunState): Script | null {
  switch (run.kind) {
    case 'idle':
      return null
    case 'running':
      return run.script.entries.length === 0 && run.previous ? run.previous : run.script
    case 'done':
    case 'failed':
      return run.script
  }
}

/** What gets a tab of its own; `ok` and a cancel have nothing to show beyond their message. */
export function resultItems(script: Script): ResultItem[] {
  return script.entries.flatMap((entry, at): ResultItem[] => {
    const number = at + 1
    const { answer, runId } = entry
    if (answer.kind === 'failure') {
      return isCancelled(entry) ? [] : [{ id: runId, entry, number, kind: 'failure', failure: answer.failure }]
    }
    return answersOf(runId, answer.results).flatMap(({ id, result }): ResultItem[] =>
      result.kind === 'ok' ? [] : [{ id, entry, number, kind: 'result', result }],
    )
  })
}

/** The answers of one statement, named; several only where it called a procedure. */
export const answersOf = (runId: RunId, results: readonly StatementResult[]) =>
  results.map((result, at) => ({ id: `${runId}.${at}`, result }))

export const failed = (entry: RunEntry): boolean =>
  entry.answer.kind === 'failure' || entry.answer.results.some((result) => result.kind === 'error')

/** Whether a statement without rows says something that is not to be missed; results show their own. */
export const warns = ({ answer }: RunEntry): boolean =>
  answer.kind === 'results' &&
  answer.results.some((result) => result.kind === 'ok' && ((result.warnings ?? 0) > 0 || result.notices.some(({ level }) => level === 'warning')))

/** The database that a successful USE chose for what follows; null where it chose none, or there is no session to keep it. */
export const chosenDatabase = (entry: RunEntry): string | null =>
  failed(entry) || (entry.answer.kind === 'results' && entry.answer.results.some(({ notices }) => notices.some(({ code }) => code === 'noSession')))
    ? null
    : usedDatabase(entry.statement.text)

export const isCancelled = (entry: RunEntry): boolean =>
  entry.answer.kind === 'failure' && entry.answer.failure.kind === 'cancelled'

/** Whether the statement that runs can be cancelled: one cancel at a time, and another where it did not reach anybody. */
export const mayCancel = ({ cancel }: Extract<RunState, { kind: 'running' }>): boolean => cancel === null || cancel === 'notAsked'

/** Whether the latest statement of a tab was given up and may be running on. */
export function mayStillRun(run: RunState): boolean {
  const cancel = run.kind === 'running' ? run.cancel : shownScript(run)?.entries.at(-1)?.cancel
  return cancel === 'mayStillRun'
}

/** The result to put in front when `entry` arrives: what went wrong, else its first result, else the messages. */
export function itemToShow(script: Script, entry: RunEntry): string {
  const own = resultItems(script).filter((item) => item.entry === entry)
  const wrong = own.find((item) => item.kind === 'failure' || item.result.kind === 'error')
  return (wrong ?? own[0])?.id ?? MESSAGES
}
