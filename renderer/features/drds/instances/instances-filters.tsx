import { useTranslation } from 'react-i18next'
import type { DrdsInstanceStatus } from '../../../../shared/model/drds.ts'
import { CheckMenu } from '../../../ui/check-menu.tsx'
import { Select } from '../../../ui/select.tsx'
import { statuses } from '../arrange-instances.ts'
import { useDrdsPage } from '../drds-page.ts'
import { regionOptions } from '../regions.ts'
import { canHide, columns, type ColumnKey } from './columns.ts'
import type { InstancesState } from './instances-store.ts'
import { textOf } from './preferences.ts'

interface InstancesFiltersProps {
  state: Pick<InstancesState, 'chosen' | 'regions' | 'type' | 'statuses'>
  hidden: readonly ColumnKey[]
  /** `remembered` is the choice as it is kept; undefined where it is too long for that. */
  onRegions: (regions: string[], remembered: string | undefined) => void
  onType: (type: InstancesState['type']) => void
  onStatuses: (statuses: DrdsInstanceStatus[]) => void
  onHidden: (remembered: string) => void
}

/** Regions that are asked, and which of their instances and columns are shown. */
export function InstancesFilters({ state, hidden, onRegions, onType, onStatuses, onHidden }: InstancesFiltersProps) {
  const { t } = useTranslation()
  const { settings } = useDrdsPage()
  const { chosen, regions } = state
  const known = regions
    ? regions.map(({ id, name }) => ({ value: id, label: name && name !== id ? `${id} · ${name}` : id }))
    : regionOptions(settings.regionId).map((id) => ({ value: id, label: id }))
  const missing = chosen.filter((region) => !known.some(({ value }) => value === region))
  const options = [...known, ...missing.map((id) => ({ value: id, label: id }))]
  const onlyOne = chosen.length === 1
  const shownRegions = onlyOne ? (chosen[0] ?? '') : t('drds.instances.regionCount', { count: chosen.length })
  const shownStatuses = state.statuses.length === 0 ? t('drds.instances.allStatuses') : t('drds.instances.statusCount', { count: state.statuses.length })
  return (
    <>
      <CheckMenu
        label={t('drds.instances.regions', { shown: shownRegions })}
        shown={shownRegions}
        // The last one stays: a list of no region would be no list.
        options={options.map((option) => ({ ...option, disabled: onlyOne && option.value === chosen[0] }))}
        checked={chosen}
        onChange={(next) => onRegions(next, textOf(next))}
      />
      <Select
        size="small"
        label={t('drds.type')}
        value={state.type}
        onChange={onType}
        options={(['all', 'shared', 'dedicated'] as const).map((value) => ({ value, label: t(`drds.types.${value}`) }))}
      />
      <CheckMenu
        label={t('drds.instances.statuses', { shown: shownStatuses })}
        shown={shownStatuses}
        options={statuses.map((value) => ({ value, label: value === 'unknown' ? t('drds.instances.unknownStatus') : t(`drds.status.${value}`) }))}
        checked={state.statuses}
        onChange={onStatuses}
      />
      <CheckMenu
        label={t('drds.instances.columns')}
        shown={t('drds.instances.columns')}
        options={columns.filter(({ key }) => canHide(key)).map(({ key }) => ({ value: key, label: t(`drds.column.${key}`) }))}
        checked={columns.map(({ key }) => key).filter((key) => canHide(key) && !hidden.includes(key))}
        // A comma alone says that nothing is hidden, and that this was chosen.
        onChange={(visible) => onHidden(textOf(columns.map(({ key }) => key).filter((key) => canHide(key) && !visible.includes(key))) || ',')}
      />
    </>
  )
}
