import type { TFunction } from 'i18next'
import type { ResultColumn } from '../../../shared/model/result-set.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import type { GridColumns } from './use-grid-columns.ts'
import { HEADER_ROW, type GridPoint } from './selection.ts'

interface MenuActions {
  copy(headers: boolean): void
  copyText(text: string): void
  view(): void
}

/** What can be done with a cell, and with its column. */
export function gridMenu(
  t: TFunction,
  target: GridPoint,
  columns: GridColumns,
  about: readonly ResultColumn[],
  actions: MenuActions,
): MenuEntry[] {
  const column = columns.shown[target.column]
  const known = column && about[column.index]
  if (!column || !known) return []
  const cell: MenuEntry[] = [
    { kind: 'item', id: 'copy', label: t('results.menu.copy'), keys: 'Mod+C', run: () => actions.copy(false) },
    { kind: 'item', id: 'headers', label: t('results.menu.copyHeaders'), keys: 'Mod+Shift+C', run: () => actions.copy(true) },
    { kind: 'item', id: 'view', label: t('results.menu.view'), keys: 'Enter', run: () => actions.view() },
    { kind: 'separator', id: 'after-cell' },
  ]
  return [...(target.row === HEADER_ROW ? [] : cell), ...columnEntries(t, column, known, columns, actions)]
}

function columnEntries(
  t: TFunction,
  { id, index, width }: GridColumns['shown'][number],
  about: ResultColumn,
  columns: GridColumns,
  actions: MenuActions,
): MenuEntry[] {
  const sorted = columns.sort?.column === index ? columns.sort.direction : null
  const pinned = columns.isPinned(id)
  const exactSql = about.fidelity.kind === 'lossy' ? about.fidelity.exactSql : undefined
  const item = (name: string, label: string, run: () => void, more: { checked?: boolean; disabled?: boolean } = {}): MenuEntry => ({
    kind: 'item',
    id: name,
    label,
    run,
    ...more,
  })
  const sort = (direction: 'ascending' | 'descending') => () => columns.setSort(id, sorted === direction ? null : direction)
  return [
    item('ascending', t('results.menu.ascending'), sort('ascending'), { checked: sorted === 'ascending' }),
    item('descending', t('results.menu.descending'), sort('descending'), { checked: sorted === 'descending' }),
    { kind: 'separator', id: 'after-sort' },
    item('pin', t('results.menu.pin'), () => columns.pin(id, !pinned), { checked: pinned }),
    item('left', t('results.menu.moveLeft'), () => columns.move(id, -1)),
    item('right', t('results.menu.moveRight'), () => columns.move(id, 1)),
    item('wider', t('results.menu.wider'), () => columns.setWidth(id, width + 80)),
    item('fit', t('results.menu.fit'), () => columns.fit(id)),
    item('hide', t('results.menu.hide'), () => columns.hide(id), { disabled: columns.shown.length < 2 }),
    ...(columns.hidden > 0 ? [item('showAll', t('results.menu.showAll', { count: columns.hidden }), () => columns.showAll())] : []),
    { kind: 'separator', id: 'after-column' },
    item('name', t('results.menu.copyName'), () => actions.copyText(about.label)),
    ...(exactSql ? [item('exact', t('results.menu.copyExactSql'), () => actions.copyText(exactSql))] : []),
  ]
}
