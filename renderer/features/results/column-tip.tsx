import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResultColumn } from '../../../shared/model/result-set.ts'

interface ColumnTipProps {
  id: string
  column: ResultColumn
  /** Where the label is, in the window. */
  anchor: DOMRect
  /** Not all rows are held. */
  partial: boolean
  onLeave: () => void
}

/** The tip's id in a grid whose active cell has this id, so that the active label can name it as its description. */
export const tipIdOf = (activeId: string) => `${activeId}-tip`

const leaving = ['keydown', 'pointerdown', 'scroll'] as const

/** What is known of a column, below its label: type, where it comes from, how sorting treats it, and what is lost. */
export function ColumnTip({ id, column, anchor, partial, onLeave }: ColumnTipProps) {
  const { t } = useTranslation()
  useEffect(() => {
    // Another column may slide under the pointer, or other cells be wanted below it: what was told holds no more.
    for (const type of leaving) window.addEventListener(type, onLeave, { capture: true })
    return () => {
      for (const type of leaving) window.removeEventListener(type, onLeave, { capture: true })
    }
  }, [onLeave])
  const origin = [column.schema, column.table, column.name ?? column.label].filter(Boolean).join('.')
  const { fidelity } = column
  return (
    <div id={id} className="column-tip" role="tooltip" style={{ left: Math.max(4, Math.min(anchor.left, innerWidth - 340)), top: anchor.bottom + 4 }}>
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
      {fidelity.kind === 'unknown' && <div className="column-tip__loss">{t('results.noTypes')}</div>}
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
