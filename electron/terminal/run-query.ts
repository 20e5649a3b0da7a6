import { randomUUID } from 'node:crypto'
import { text as textOf } from 'node:stream/consumers'
import { hostText } from '../../shared/i18n/host-text.ts'
import type { Locale } from '../../shared/i18n/locale.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import { runId, tabId } from '../../shared/model/ids.ts'
import { ResultSet } from '../../shared/model/result-set.ts'
import type { StatementResult } from '../../shared/model/statement-result.ts'
import { planRun } from '../../shared/sql/run-plan.ts'
import { sentText } from '../../shared/sql/split.ts'
import type { Core } from '../app-core.ts'
import { distinctLabels, formatRows, type OutputFormat } from './format-rows.ts'
import type { QueryOptions } from './options.ts'
import { reportOf } from './report.ts'
import { writeOut } from './write-out.ts'

/** Exit codes of the terminal. */
export const ExitCode = { ok: 0, sqlError: 1, failure: 2 } as const

/** Runs one statement and writes its rows to standard output, all else to standard error. Throws a FailureError. */
export async function runQuery(core: Core, options: QueryOptions, locale: Locale, say: (line: string) => void): Promise<number> {
  const connection = core.connections.find(options.connection)
  if (!connection) throw new FailureError(failureOf('input', 'connection.unknownName', { params: { name: options.connection } }))
  const sql = await oneStatement(options.sql, locale)
  if (typeof sql !== 'string') {
    say(sql.problem)
    return ExitCode.failure
  }
  const run = runId(`cli-${randomUUID()}`)
  const tab = tabId(`cli-${process.pid}`)
  let cancels = 0
  const cancel = async () => {
    // The second Ctrl+C waits no longer for the statement, but still closes its session.
    if (++cancels > 1) return process.emit('SIGTERM')
    say(hostText(locale, 'cli.cancelling'))
    // What came of it is what the run then ends with.
    await core.handlers.query.cancel({ runId: run })
  }
  process.on('SIGINT', cancel)
  try {
    const results = await core.handlers.query.run({
      runId: run,
      tabId: tab,
      connectionId: connection.id,
      sql,
      rowLimit: options.limit ?? (await core.handlers.settings.get({})).rowLimit,
      ...(options.database !== undefined && { database: options.database }),
    })
    for (const result of results) await show(result, options.format, locale, say)
    return results.some((result) => result.kind === 'error') ? ExitCode.sqlError : ExitCode.ok
  } finally {
    process.off('SIGINT', cancel)
  }
}

async function show(result: StatementResult, format: OutputFormat, locale: Locale, say: (line: string) => void): Promise<void> {
  if (result.kind === 'resultset') {
    const rows = new ResultSet(result.data)
    await writeOut(process.stdout, formatRows[format](rows))
    const renamed = distinctLabels(rows).filter((label, column) => label !== rows.columns[column]?.label)
    if (format === 'json' && renamed.length > 0) say(hostText(locale, 'cli.relabelled', { labels: renamed.join(', ') }))
  }
  for (const line of reportOf(result, locale)) say(line)
}

/** The one statement of the text, or of standard input for `-`. */
async function oneStatement(given: string, locale: Locale): Promise<string | { problem: string }> {
  const text = given === '-' ? await textOf(process.stdin) : given
  const { statements, doubt } = planRun(text, { kind: 'all' })
  const [statement, ...more] = statements
  if (doubt) return { problem: hostText(locale, 'cli.unsure') }
  if (!statement) return { problem: hostText(locale, 'cli.noStatement') }
  if (more.length > 0) return { problem: hostText(locale, 'cli.oneStatement', { count: more.length + 1 }) }
  return sentText(statement)
}
