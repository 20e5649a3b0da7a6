import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * The folder for everything of ours, made if need be and readable by its owner only: `chosen` (--user-data), or
 * where the system keeps such things. The desktop, the browser host and the terminal share it.
 */
export function userDataFolder(chosen?: string): string {
  const folder = chosen ? resolve(chosen) : join(systemFolder(), 'Tessera')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

function systemFolder(): string {
  switch (process.platform) {
    case 'win32':
      return process.env.APPDATA || join(homedir(), 'AppData', 'Roaming')
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support')
    default:
      return process.env.XDG_CONFIG_HOME || join(homedir(), '.config')
  }
}
