import type { TFunction } from 'i18next'
import type { AuditEntry, PlanLine } from '../../../../shared/model/drds-change.ts'
import { failureTexts } from '../../../i18n/i18n.ts'
import { fullTime } from '../requests/call-times.ts'

/** What a line is about: "Read weight of rm-shop1". */
export function lineTitle(t: TFunction, { label, of }: PlanLine): string {
  const words = t(`drds.plan.line.${label}`)
  return of ? `${words} · ${of}` : words
}

/** Null is "not there", or not known before: both read as a dash. */
export const lineValue = (value: string | null): string => value ?? '–'

/** Where a change happened: instance, and its database where it was about one. */
export const entryPlace = ({ instanceId, database, regionId }: AuditEntry): string => [instanceId || regionId, database].filter(Boolean).join(' / ')

/** An entry as text for a ticket: a fact a line, values as the service writes them. */
export function entryText(t: TFunction, entry: AuditEntry): string {
  const fact = (name: string, value: string) => `${name}: ${value}`
  return [
    `${fullTime(entry.at)}  ${entry.action}  ${t(`drds.audit.outcome.${entry.outcome}`)}`,
    fact(t('drds.audit.account'), `${entry.connectionName} (${t(`environment.${entry.environment}`)})`),
    fact(t('drds.audit.column.where'), [entry.regionId, entry.instanceId, entry.database].filter(Boolean).join(' / ')),
    ...entry.lines.map((line) => fact(lineTitle(t, line), `${lineValue(line.before)} → ${lineValue(line.after)}`)),
    ...entry.warnings.map((warning) => fact(t('drds.plan.warnings'), t(`drds.plan.warning.${warning}`))),
    ...(entry.inverse ? [t('drds.plan.inverse', { verb: t(`drds.plan.takenBackBy.${entry.inverse.kind}`) })] : []),
    ...(entry.verification ? [fact(t('drds.audit.column.verification'), t(`drds.audit.verification.${entry.verification}`))] : []),
    ...entry.differences.map((line) => fact(lineTitle(t, line), `${t('drds.plan.asked')} ${lineValue(line.before)}, ${t('drds.plan.shows')} ${lineValue(line.after)}`)),
    ...(entry.requestId ? [fact(t('drds.audit.column.requestId'), entry.requestId)] : []),
    ...(entry.failure ? [failureTexts(entry.failure).message, entry.failure.server?.text ?? ''].filter(Boolean) : []),
  ].join('\n')
}

export const entriesText = (t: TFunction, entries: readonly AuditEntry[]): string => entries.map((entry) => entryText(t, entry)).join('\n\n')
