import type { Rpc } from '../../../shared/contract/contract.ts'
import type { Settings } from '../../../shared/contract/settings.ts'
import type { Result } from '../../../shared/model/result.ts'
import type { SettingsStore } from './settings-store.ts'

export interface SettingsDependencies {
  rpc: Rpc
  settings: SettingsStore
}

export async function loadSettings({ rpc, settings }: SettingsDependencies): Promise<void> {
  const result = await rpc.settings.get({})
  if (result.ok) settings.setState(result.value)
}

/** Takes effect at once; what main could not keep goes back, and the failure is answered. */
export async function changeSettings(
  { rpc, settings }: SettingsDependencies,
  change: Partial<Settings>,
): Promise<Result<Settings>> {
  const before = settings.getState()
  settings.setState(change)
  const result = await rpc.settings.set(change)
  if (!result.ok) settings.setState(Object.fromEntries(Object.keys(change).map((key) => [key, before[key as keyof Settings]])))
  return result
}
