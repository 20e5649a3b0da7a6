/** Where Electron's binary is on this machine, and whether it could show a window here. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const electronFolder = fileURLToPath(new URL('../node_modules/electron', import.meta.url))

/** Why no Electron could show a window on this machine, or null. */
export function whyNoDesktop() {
  if (process.platform !== 'linux') return null
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'this machine has no display'
  if (process.getuid?.() === 0) return 'Electron does not run as root'
  return null
}

/** Electron's binary, where its own installer has put it; the package itself would download it on being asked. */
export async function electronProgram() {
  const name = await readFile(join(electronFolder, 'path.txt'), 'utf8').catch(() => null)
  const program = name && join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electronFolder, 'dist'), name)
  return program && existsSync(program) ? program : null
}
