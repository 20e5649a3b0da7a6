import { useTranslation } from 'react-i18next'
import type { TFunction } from 'i18next'
import type { PlanLine } from '../../../../shared/model/drds-change.ts'
import { DataTable } from '../../../ui/data-table.tsx'
import { isDatabaseStatus, Nothing } from '../parts.tsx'
import { diffEntries, isList } from './diff-entries.ts'
import styles from './plan-dialog.module.css'

/** What stays is only there to find one's way. */
const KEPT_SHOWN = 50

interface PlanLinesProps {
  caption: string
  before: string
  after: string
  lines: readonly PlanLine[]
}

/** Facts on both sides of a change; lists as what leaves and what joins. */
export function PlanLines({ caption, before, after, lines }: PlanLinesProps) {
  const { t } = useTranslation()
  return (
    <DataTable className={styles.lines}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('drds.plan.fact')}</th>
          <th scope="col">{before}</th>
          <th scope="col">{after}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={`${line.label} ${line.of ?? ''}`}>
            <th scope="row">
              {t(`drds.plan.line.${line.label}`)}
              {line.of && <code>{line.of}</code>}
            </th>
            {isList(line) ? (
              <td colSpan={2}>
                <Entries line={line} />
              </td>
            ) : (
              <>
                <td>
                  <Value line={line} side="before" />
                </td>
                <td>
                  <Value line={line} side="after" />
                </td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

function Value({ line, side }: { line: PlanLine; side: 'before' | 'after' }) {
  const { t } = useTranslation()
  const value = line[side]
  if (value === null || value === '') return <Nothing />
  const changed = line.before !== line.after || line.label === 'password'
  return <span data-change={changed ? side : undefined}>{wordsOf(t, line.label, value, side)}</span>
}

/** Values that are codes, in the person's language. */
function wordsOf(t: TFunction, label: PlanLine['label'], value: string, side: 'before' | 'after'): string {
  if (label === 'password') return t(side === 'before' ? 'drds.plan.password.present' : 'drds.plan.password.new')
  if (label === 'fullTableScan' && (value === 'true' || value === 'false')) return t(value === 'true' ? 'drds.plan.scan.allowed' : 'drds.plan.scan.refused')
  if (label === 'type' && (value === 'shared' || value === 'dedicated')) return t(`drds.types.${value}`)
  if (label === 'status' && isDatabaseStatus(value)) return t(`drds.instance.databaseStatus.${value}`)
  if (label === 'network' && value === 'classic') return t('drds.create.classic')
  if (label === 'billing' && value === 'drdsPost') return t('drds.create.payType')
  if (label === 'readWeight') return `${value}%`
  return value
}

function Entries({ line }: { line: PlanLine }) {
  const { t } = useTranslation()
  const { removed, added, kept } = diffEntries(line)
  if (removed.length + added.length + kept.length === 0) return <Nothing />
  return (
    <ul className={styles.entries}>
      {removed.map((entry) => (
        <li key={`- ${entry}`} data-change="before">
          <span aria-hidden="true">−</span> <span className="visually-hidden">{t('drds.plan.removed')}</span>
          <del>{entry}</del>
        </li>
      ))}
      {added.map((entry) => (
        <li key={`+ ${entry}`} data-change="after">
          <span aria-hidden="true">+</span> <span className="visually-hidden">{t('drds.plan.added')}</span>
          <ins>{entry}</ins>
        </li>
      ))}
      {kept.slice(0, KEPT_SHOWN).map((entry) => (
        <li key={entry}>
          <span aria-hidden="true">&nbsp;</span> {entry}
        </li>
      ))}
      {kept.length > KEPT_SHOWN && <li className={styles.more}>{t('drds.plan.unchanged', { count: kept.length - KEPT_SHOWN })}</li>}
    </ul>
  )
}
