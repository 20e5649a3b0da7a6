import { ChevronRight } from 'lucide-react'
import { Fragment, memo, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditEntry, PlanLine } from '../../../../shared/model/drds-change.ts'
import { DataTable } from '../../../ui/data-table.tsx'
import { EnvironmentBadge } from '../../../ui/environment-badge.tsx'
import { fullTime } from '../requests/call-times.ts'
import { AuditDetails } from './audit-details.tsx'
import { entryPlace, lineTitle, lineValue } from './audit-text.ts'
import styles from './audit-table.module.css'

const columns = ['time', 'action', 'where', 'change', 'outcome', 'verification', 'requestId'] as const
/** Lines that a row has room for; the rest is behind its arrow. */
const LINES_SHOWN = 2

export function AuditTable({ entries, allAccounts }: { entries: readonly AuditEntry[]; allAccounts: boolean }) {
  const { t } = useTranslation()
  return (
    <DataTable className={styles.table} aria-label={t('drds.audit.list')}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {t(`drds.audit.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <EntryRows key={entry.id} entry={entry} allAccounts={allAccounts} />
        ))}
      </tbody>
    </DataTable>
  )
}

/** One change: its row, and all that is known of it below where it is unfolded. */
const EntryRows = memo(function EntryRows({ entry, allAccounts }: { entry: AuditEntry; allAccounts: boolean }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const detailsId = useId()
  return (
    <Fragment>
      {/* Marking text in a row, to copy it, is no click on it. */}
      <tr data-outcome={entry.outcome} onClick={() => getSelection()?.isCollapsed !== false && setOpen(!open)}>
        <td className={styles.time}>
          <button
            type="button"
            className={styles.fold}
            aria-expanded={open}
            aria-controls={open ? detailsId : undefined}
            aria-label={t(open ? 'drds.audit.collapse' : 'drds.audit.expand', { action: entry.action })}
            onClick={(event) => {
              event.stopPropagation()
              setOpen(!open)
            }}
          >
            <ChevronRight size={14} />
          </button>
          {fullTime(entry.at).slice(0, -4)}
        </td>
        <td className={styles.action}>
          {entry.action}
          <span className={styles.environment}>
            <EnvironmentBadge environment={entry.environment} />
          </span>
        </td>
        <td>
          {entryPlace(entry)}
          {allAccounts && <span className={styles.second}>{entry.connectionName}</span>}
        </td>
        <td className={styles.change}>
          <Lines lines={entry.lines} />
        </td>
        <td>
          <span className={styles.outcome}>{t(`drds.audit.outcome.${entry.outcome}`)}</span>
        </td>
        <td data-verification={entry.verification ?? undefined}>{entry.verification ? t(`drds.audit.verification.${entry.verification}`) : '–'}</td>
        <td>
          <code>{entry.requestId || '–'}</code>
        </td>
      </tr>
      {open && (
        <tr id={detailsId} className={styles.details}>
          <td colSpan={columns.length}>
            <AuditDetails entry={entry} />
          </td>
        </tr>
      )}
    </Fragment>
  )
})

/** What differs between before and after, as far as there is room. */
function Lines({ lines }: { lines: readonly PlanLine[] }) {
  const { t } = useTranslation()
  const changed = lines.filter(({ before, after }) => before !== after)
  const shown = (changed.length > 0 ? changed : lines).slice(0, LINES_SHOWN)
  const more = lines.length - shown.length
  if (lines.length === 0) return '–'
  return (
    <>
      {shown.map((line, at) => (
        <span key={`${line.label} ${line.of ?? at}`} className={styles.line} title={`${lineTitle(t, line)}: ${lineValue(line.before)} → ${lineValue(line.after)}`}>
          <span className={styles.label}>{lineTitle(t, line)}</span> {lineValue(line.before)} → {lineValue(line.after)}
        </span>
      ))}
      {more > 0 && <span className={styles.second}>{t('drds.audit.more', { count: more })}</span>}
    </>
  )
}
