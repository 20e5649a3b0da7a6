/** What "run" would run, and whether that is certain enough to run it unasked. */
import { classifyStatement } from './classify.ts'
import { BodyTokens } from './body-tokens.ts'
import { bodyEnd } from './compound.ts'
import { scriptReadings } from './script-reading.ts'
import { isSelected, splitInAllReadings, splitStatements, statementAt, type SqlStatement, type TextRange } from './split.ts'
import { isSame } from './split-readings.ts'

/** Which statements "run" means. */
export type RunScope = { kind: 'caret'; selection: TextRange | null; caret: number } | { kind: 'all' }

/**
 * Why a person is asked first.
 * - `readings`: servers split the text in different ways; each way's statements, the likeliest first.
 * - `fragment`: the selection cuts a piece out of a statement that would do something else as a whole.
 */
export type RunDoubt = { kind: 'readings'; ways: SqlStatement[][] } | { kind: 'fragment'; of: SqlStatement }

export interface RunPlan {
  statements: SqlStatement[]
  doubt: RunDoubt | null
}

/** `sqlMode` is the server's @@sql_mode; undefined where it is not known, and every mode counts. */
export function planRun(script: string, scope: RunScope, sqlMode?: string): RunPlan {
  if (scope.kind === 'caret' && scope.selection && isSelected(script, scope.selection)) return planSelection(script, scope.selection, sqlMode)
  const { statements, others } = splitInAllReadings(script, { start: 0, end: script.length }, sqlMode)
  const meant = (all: SqlStatement[]) => {
    if (scope.kind === 'all') return all
    const at = statementAt(all, script, scope.caret)
    return at ? [at] : []
  }
  return plan(meant(statements), others.map(meant))
}

function plan(statements: SqlStatement[], others: SqlStatement[][]): RunPlan {
  const ways = [statements]
  for (const other of others) if (!ways.some((way) => isSame(way, other))) ways.push(other)
  return { statements, doubt: ways.length > 1 ? { kind: 'readings', ways } : null }
}

function planSelection(script: string, selection: TextRange, sqlMode: string | undefined): RunPlan {
  const { statements, others } = splitInAllReadings(script, selection, sqlMode)
  const planned = plan(statements, others)
  if (planned.doubt) return planned
  const of = cutFrom(script, selection, statements, sqlMode)
  return of ? { statements, doubt: { kind: 'fragment', of } } : planned
}

/** The statement that the selection cuts: one that holds statements, or one whose piece would change something. */
function cutFrom(script: string, selection: TextRange, pieces: readonly SqlStatement[], sqlMode: string | undefined): SqlStatement | null {
  const reading = scriptReadings(sqlMode)[0]!
  const hasCode = (text: string) => new BodyTokens(text, 0, reading).next() !== null
  const cut = splitStatements(script, sqlMode).filter(({ codeStart, end, start }) => {
    const begins = selection.start > codeStart && selection.start < end
    const stops = selection.end > start && selection.end < end && hasCode(script.slice(selection.end, end))
    return begins || (stops && selection.end > codeStart)
  })
  return (
    cut.find((whole) => {
      const inside = pieces.filter((piece) => piece.start < whole.end && piece.end > whole.start)
      return bodyEnd(script, whole.codeStart, reading) > 0 || inside.some(({ text }) => classifyStatement(text, sqlMode).kind !== 'read')
    }) ?? null
  )
}
