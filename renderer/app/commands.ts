import type { ParseKeys } from 'i18next'
import { queryCommands } from '../features/query/query-commands.ts'
import { changeSettings } from '../features/settings/settings-actions.ts'
import { askForVault, lockVault, unlockVault } from '../features/vault/vault-actions.ts'
import type { Dependencies } from './dependencies.ts'
import { stepRegion } from './regions.ts'
import { sandboxState } from './sandbox-state.ts'
import { chooseKind, openDialog, openInstances, openMaxScale, replaceSecret, showFailure, trySandbox } from './shell-actions.ts'
import { toggleSide } from './side-state.ts'

export interface Command {
  id: string
  titleKey: ParseKeys
  /** A shortcut such as "Mod+K"; see ui/shortcut.ts. */
  keys?: string
  /** Absent where it always makes sense. */
  when?: (dependencies: Dependencies) => boolean
  run: (dependencies: Dependencies) => void
}

const isVaultOpen = ({ vault }: Dependencies): boolean => {
  const { status } = vault.getState()
  return status?.kind === 'passphrase' && status.state === 'open'
}

const shellCommands: readonly Command[] = [
  { id: 'shell.palette', titleKey: 'command.palette', keys: 'Mod+K', run: (all) => openDialog(all, { kind: 'palette' }) },
  { id: 'shell.toggleSide', titleKey: 'command.toggleSide', keys: 'Mod+B', run: toggleSide },
  { id: 'shell.nextRegion', titleKey: 'command.nextRegion', keys: 'F6', run: () => stepRegion(1) },
  { id: 'shell.previousRegion', titleKey: 'command.previousRegion', keys: 'Shift+F6', run: () => stepRegion(-1) },
  { id: 'connections.new', titleKey: 'command.newConnection', keys: 'Mod+Alt+K', run: chooseKind },
  { id: 'secrets.replace', titleKey: 'command.replaceSecret', run: (all) => void replaceSecret(all) },
  { id: 'drds.instances', titleKey: 'command.instances', keys: 'Mod+Alt+I', run: openInstances },
  // Not M: ⌥⌘M puts every window of a Mac away.
  { id: 'maxscale.overview', titleKey: 'command.overview', keys: 'Mod+Alt+V', run: openMaxScale },
  {
    id: 'welcome.sandbox',
    titleKey: 'command.sandbox',
    when: ({ appInfo, connections }) => sandboxState(appInfo.getState().info, connections.getState()).state === 'ready',
    run: trySandbox,
  },
  { id: 'welcome.show', titleKey: 'command.welcome', run: ({ shell }) => shell.setState({ welcome: 'shown' }) },
  { id: 'settings.show', titleKey: 'command.settings', keys: 'Mod+,', run: (all) => openDialog(all, { kind: 'settings' }) },
  { id: 'support.bundle', titleKey: 'command.support', run: (all) => openDialog(all, { kind: 'support' }) },
  ...(['system', 'light', 'dark', 'contrast'] as const).map(
    (theme): Command => ({
      id: `settings.theme.${theme}`,
      titleKey: `command.theme.${theme}`,
      when: ({ settings }) => settings.getState().theme !== theme,
      run: (all) => void set(all, { theme }),
    }),
  ),
  ...(['en', 'zh-CN'] as const).map(
    (locale): Command => ({
      id: `settings.locale.${locale}`,
      titleKey: `command.locale.${locale}`,
      when: ({ settings }) => settings.getState().locale !== locale,
      run: (all) => void set(all, { locale }),
    }),
  ),
  {
    id: 'vault.unlock',
    titleKey: 'command.unlockVault',
    when: ({ vault }) => vault.getState().status?.state === 'locked',
    run: (all) => void unlockVault(all),
  },
  {
    id: 'vault.lock',
    titleKey: 'command.lockVault',
    when: isVaultOpen,
    run: (all) => void lockVault(all).then((result) => !result.ok && showFailure(result.failure)),
  },
  {
    id: 'vault.change',
    titleKey: 'command.changePassphrase',
    when: isVaultOpen,
    run: (all) => void askForVault(all, 'change'),
  },
]

/** Every command of the app, once: the palette, menus, tooltips and key bindings read this table. */
export const commands: readonly Command[] = [
  ...queryCommands.map(({ id, titleKey, keys, perform, ...more }): Command => {
    const run: Command['run'] = ({ query }) => void perform(query)
    return 'when' in more ? { id, titleKey, keys, run, when: ({ query }) => more.when(query) } : { id, titleKey, keys, run }
  }),
  ...shellCommands,
]

/** The shortcut of a command, for tooltips and menus. */
export const keysOf = (id: string): string | undefined => commands.find((command) => command.id === id)?.keys

export const isAvailable = (command: Command, dependencies: Dependencies): boolean => command.when?.(dependencies) ?? true

async function set(dependencies: Dependencies, change: Parameters<typeof changeSettings>[1]) {
  const result = await changeSettings(dependencies, change)
  if (!result.ok) showFailure(result.failure)
}
