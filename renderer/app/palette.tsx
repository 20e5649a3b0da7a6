import { Command as Cmdk } from 'cmdk'
import { Dialog as Radix } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { connectionsOf } from '../features/connections/connections-store.ts'
import { EnvironmentBadge, EnvironmentMark } from '../ui/environment-badge.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { commands, isAvailable } from './commands.ts'
import { useDependencies } from './dependencies.ts'
import { openConnection } from './shell-actions.ts'
import styles from './palette.module.css'

/** Every command and connection, found by typing. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const dependencies = useDependencies()
  const connections = connectionsOf(useStore(dependencies.connections))
  // The dialog gives the focus back before the command runs, so that the command acts where the person was.
  const choose = (run: () => void) => {
    onClose()
    setTimeout(run)
  }
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.scrim} />
        <Radix.Content className={styles.palette} aria-describedby={undefined}>
          <Radix.Title className="visually-hidden">{t('palette.title')}</Radix.Title>
          <Cmdk label={t('palette.title')} loop>
            <Cmdk.Input className={styles.input} placeholder={t('palette.placeholder')} autoFocus />
            <Cmdk.List className={styles.list} label={t('palette.title')}>
              <Cmdk.Empty className={styles.empty}>{t('palette.empty')}</Cmdk.Empty>
              <Cmdk.Group heading={t('palette.commands')} className={styles.group}>
                {commands
                  .filter((command) => command.id !== 'shell.palette' && isAvailable(command, dependencies))
                  .map((command) => (
                    <Cmdk.Item
                      key={command.id}
                      value={`${t(command.titleKey)} ${command.id}`}
                      className={styles.item}
                      onSelect={() => choose(() => command.run(dependencies))}
                    >
                      <span className={styles.label}>{t(command.titleKey)}</span>
                      {command.keys && <Kbd keys={command.keys} />}
                    </Cmdk.Item>
                  ))}
              </Cmdk.Group>
              <Cmdk.Group heading={t('palette.connections')} className={styles.group}>
                {connections.map((connection) => (
                  <Cmdk.Item
                    key={connection.id}
                    value={`${connection.settings.name} ${connection.id}`}
                    className={styles.item}
                    onSelect={() => choose(() => openConnection(dependencies, connection))}
                  >
                    <EnvironmentMark environment={connection.settings.environment} />
                    <span className={styles.label}>{connection.settings.name}</span>
                    <span className={styles.kind}>{t(`kind.${connection.settings.kind}`)}</span>
                    <EnvironmentBadge environment={connection.settings.environment} />
                  </Cmdk.Item>
                ))}
              </Cmdk.Group>
            </Cmdk.List>
          </Cmdk>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
