import { useTranslation } from 'react-i18next'
import { cellCount, rangeOf, type Selection } from './selection.ts'
import type { CopyState } from './use-grid-copy.ts'

interface GridStatusProps {
  selection: Selection
  copy: CopyState
  sorting: boolean
}

/** A quiet word in the corner: what was copied, how much is selected, that a sort is under way. */
export function GridStatus({ selection, copy, sorting }: GridStatusProps) {
  const { t } = useTranslation()
  const cells = cellCount(selection)
  const { fromRow, toRow, fromColumn, toColumn } = rangeOf(selection)
  const text =
    copy.kind !== 'idle'
      ? t(`results.copyState.${copy.kind}`, { count: copy.cells })
      : sorting
        ? t('results.sorting')
        : cells > 1
          ? t('results.selected', { rows: toRow - fromRow + 1, columns: toColumn - fromColumn + 1 })
          : ''
  return (
    <div className="grid-status" role="status">
      {text && <span className="grid-status__text">{text}</span>}
    </div>
  )
}
