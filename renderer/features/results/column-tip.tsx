import { useTranslation } from 'react-i18next'
import type { ResultColumn } from '../../../shared/model/result-set.ts'

/** What is known of a column, below its label: type, where it comes from, how sorting treats it, and what is lost. */
export function ColumnTip({ column, anchor, partial }: { column: ResultColumn; anchor: DOMRect; partial: boolean }) {
  const { t } = useTranslation()
  const origin = [column.schema, column.table, column.name ?? column.label].filter(Boolean).join('.')
  const { fidelity } = column
  return (
    <div className="column-tip" role="tooltip" style={{ left: Math.max(4, Math.min(anchor.left, innerWidth - 340)), top: anchor.bottom + 4 }}>
      <div className="column-tip__head">
        <span className="column-tip__label">{column.label}</span>
        <span className="column-tip__type">{typeOf(column)}</span>
      </div>
      {(column.table || column.name) && <div className="column-tip__origin">{origin}</div>}
      <div className="column-tip__facts">
        {[
          column.nullable === false && t('results.tip.notNull'),
          column.autoIncrement && t('results.tip.autoIncrement'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
      <div className="column-tip__sort">{partial ? t('results.tip.sortHeld') : t('results.tip.sort')}</div>
      {fidelity.kind === 'lossy' && (
        <div className="column-tip__loss">
          <span>{t(`results.lossy.${fidelity.reason}`)}</span>
          {fidelity.exactSql && (
            <>
              <span>{t('results.exactSql')}</span>
              <code>{fidelity.exactSql}</code>
            </>
          )}
        </div>
      )}
    </div>
  )
}

function typeOf({ type, precision, scale }: ResultColumn): string {
  if (precision === undefined) return type
  return scale ? `${type}(${precision}, ${scale})` : `${type}(${precision})`
}
