import type { TFunction } from 'i18next'
import type { MaxScaleListener, MaxScaleMonitor, MaxScaleServer, MaxScaleService } from '../../../shared/model/maxscale.ts'
import type { Column } from './arrange-rows.ts'
import { Code, Names, State, Words } from './cells.tsx'

/** MaxScale's words for services, listeners and monitors; one that we do not know is nothing to call out, nor to call well. */
const conditions: Readonly<Record<string, MaxScaleServer['condition']>> = { Started: 'running', Running: 'running', Failed: 'down' }
const conditionOf = (state: string): MaxScaleServer['condition'] => conditions[state] ?? 'draining'

const named = <Row extends { name: string }>(t: TFunction): Column<Row> => ({
  key: 'name', label: t('overview.column.name'), value: ({ name }) => name, cell: ({ name }) => name,
})
const stated = <Row extends { state: string }>(t: TFunction): Column<Row> => ({
  key: 'state', label: t('overview.column.state'), value: ({ state }) => state, cell: ({ state }) => <State state={state} condition={conditionOf(state)} />,
})
const servers = <Row extends { servers: string[] }>(t: TFunction): Column<Row> => ({
  key: 'servers', label: t('overview.column.servers'), value: (row) => row.servers.join(' '), cell: (row) => <Names names={row.servers} />,
})

export const serviceColumns = (t: TFunction, locale: string): Column<MaxScaleService>[] => [
  named(t),
  { key: 'router', label: t('overview.column.router'), value: ({ router }) => router, cell: ({ router }) => <Words text={router} /> },
  stated(t),
  {
    key: 'connections',
    label: t('overview.column.nowAndTotal'),
    isNumber: true,
    value: ({ connections }) => connections,
    text: () => '',
    cell: ({ connections, totalConnections }) => `${connections.toLocaleString(locale)} / ${totalConnections.toLocaleString(locale)}`,
  },
  servers(t),
  { key: 'listeners', label: t('overview.column.listeners'), isWide: true, value: ({ listeners }) => listeners.join(' '), cell: ({ listeners }) => <Names names={listeners} /> },
]

export const listenerColumns = (t: TFunction): Column<MaxScaleListener>[] => [
  named(t),
  { key: 'service', label: t('overview.column.service'), value: ({ service }) => service, cell: ({ service }) => <Words text={service} /> },
  stated(t),
  { key: 'address', label: t('overview.column.address'), isWide: true, value: ({ address }) => address, cell: ({ address }) => <Code text={address} width="whole" /> },
]

export const monitorColumns = (t: TFunction): Column<MaxScaleMonitor>[] => [
  named(t),
  { key: 'module', label: t('overview.column.module'), value: ({ module }) => module, cell: ({ module }) => <Words text={module} /> },
  stated(t),
  { key: 'primary', label: t('overview.column.primary'), value: ({ primary }) => primary, cell: ({ primary }) => <Words text={primary} /> },
  { ...servers<MaxScaleMonitor>(t), isWide: true },
]
