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

/** Facts on both sides of a change, each side in a column of its own. */
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
            {sides.map((side) => (
              <td key={side}>{isList(line) ? <Entries line={line} side={side} /> : <Value line={line} side={side} />}</td>
            ))}
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

const sides = ['before', 'after'] as const

/** The list as it is on a side: what leaves or joins first, then what stays. */
function Entries({ line, side }: { line: PlanLine; side: (typeof sides)[number] }) {
  const { t } = useTranslation()
  const { removed, added, kept } = diffEntries(line)
  const [changed, mark, words, Tag] = side === 'before' ? ([removed, '−', 'drds.plan.removed', 'del'] as const) : ([added, '+', 'drds.plan.added', 'ins'] as const)
  if (changed.length + kept.length === 0) return <Nothing />
  return (
    <ul className={styles.entries}>
      {changed.map((entry) => (
        <li key={entry} data-change={side}>
          <span aria-hidden="true">{mark}</span> <span className="visually-hidden">{t(words)}</span>
          <Tag>{entry}</Tag>
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
