import { ChevronDown, Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Connection } from '../../../shared/model/connection.ts'
import type { ConnectionId } from '../../../shared/model/ids.ts'
import { EnvironmentMark } from '../../ui/environment-badge.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import styles from './toolbar.module.css'

interface ConnectionPickerProps {
  connection: Connection | null
  connections: readonly Connection[]
  disabled: boolean
  onChange: (id: ConnectionId) => void
  onAddConnection: () => void
}

/** Statements can be sent to these; DRDS is an interface for managing instances. */
export const isQueryable = (connection: Connection) => connection.settings.kind !== 'drds'

/** Chooses where the tab's statements go. */
export function ConnectionPicker({ connection, connections, disabled, onChange, onAddConnection }: ConnectionPickerProps) {
  const { t } = useTranslation()
  const environment = connection?.settings.environment
  const isProduction = environment === 'production'
  const entries: MenuEntry[] = [
    ...connections.filter(isQueryable).map(
      (candidate): MenuEntry => ({
        kind: 'item',
        id: candidate.id,
        label: t('query.connectionLabel', {
          name: candidate.settings.name,
          kind: t(`kind.${candidate.settings.kind}`),
          environment: t(`environment.${candidate.settings.environment}`),
        }),
        icon: <EnvironmentMark environment={candidate.settings.environment} />,
        checked: candidate.id === connection?.id,
        run: () => onChange(candidate.id),
      }),
    ),
    { kind: 'separator', id: 's' },
    { kind: 'item', id: 'add', label: t('query.addConnection'), icon: <Plus size={14} />, run: onAddConnection },
  ]
  return (
    <Menu entries={entries}>
      <button
        type="button"
        disabled={disabled}
        className={styles.picker}
        data-environment={environment}
        aria-label={[t('query.connection', { name: connection?.settings.name ?? t('query.noConnection') }), isProduction && t('environment.production')].filter(Boolean).join(' ')}
      >
        {environment && <EnvironmentMark environment={environment} />}
        <span className={styles.pickerName}>{connection?.settings.name ?? t('query.chooseConnection')}</span>
        {isProduction && (
          <>
            {' '}
            <span className={styles.production}>{t('environment.production')}</span>
          </>
        )}
        <ChevronDown size={14} aria-hidden="true" />
      </button>
    </Menu>
  )
}
