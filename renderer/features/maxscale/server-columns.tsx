import type { TFunction } from 'i18next'
import type { MaxScaleServer } from '../../../shared/model/maxscale.ts'
import type { Column } from './arrange-rows.ts'
import { Code, Nothing, Role, State, Words } from './cells.tsx'
import { formatDuration } from './durations.ts'

export const serverColumns = (t: TFunction, locale: string): Column<MaxScaleServer>[] => [
  { key: 'name', label: t('overview.column.name'), value: ({ name }) => name, cell: ({ name }) => name },
  {
    key: 'role',
    label: t('overview.column.role'),
    value: ({ role }) => roleRank[role],
    text: ({ role }) => (role === 'other' ? '' : `${role} ${t(`overview.role.${role}`)}`),
    cell: ({ role }) => <Role role={role} />,
  },
  {
    key: 'state',
    label: t('overview.column.state'),
    value: ({ state }) => state,
    cell: ({ state, condition }) => <State state={state} condition={condition} />,
  },
  {
    key: 'connections',
    label: t('overview.column.connections'),
    isNumber: true,
    value: ({ connections }) => connections,
    text: () => '',
    cell: ({ connections }) => connections.toLocaleString(locale),
  },
  {
    key: 'lag',
    label: t('overview.column.lag'),
    isNumber: true,
    // Unknown comes before none.
    value: ({ lagSeconds }) => lagSeconds ?? -1,
    text: () => '',
    cell: ({ lagSeconds }) => (lagSeconds === null ? <Nothing /> : formatDuration(lagSeconds, locale)),
  },
  {
    key: 'uptime',
    label: t('overview.column.uptime'),
    isNumber: true,
    value: ({ uptimeSeconds }) => uptimeSeconds ?? -1,
    text: () => '',
    cell: ({ uptimeSeconds }) => <Words text={uptimeSeconds === null ? '' : formatDuration(uptimeSeconds, locale)} />,
  },
  {
    key: 'gtid',
    label: t('overview.column.gtid'),
    value: ({ gtid }) => gtid,
    cell: ({ gtid, name }) => <Code text={gtid} copyLabel={t('overview.copyGtid', { name })} width="narrow" />,
  },
  { key: 'address', label: t('overview.column.address'), value: ({ address }) => address, cell: ({ address }) => <Code text={address} /> },
  {
    key: 'version',
    label: t('overview.column.version'),
    isWide: true,
    value: ({ version }) => version,
    cell: ({ version }) => <Code text={version} width="whole" />,
  },
]

/** The primary first, then who can take its place. */
const roleRank = { primary: 0, synced: 1, replica: 2, relay: 3, other: 4 } as const satisfies Record<MaxScaleServer['role'], number>
