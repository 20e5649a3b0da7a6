/**
 * Hands a package to the real electron-updater on the stand-in, as an AppImage would, quits, and prints what came of it.
 * Words: the folder to work in, which holds the packages `old.AppImage` and `new.AppImage`.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { electronInstaller } from '../../electron/platform/electron-installer.ts'
import { app } from './electron.ts'

const [folder = '', version = ''] = process.argv.slice(2)
const path = join(folder, 'Tessera-1.1.0-linux-x86_64.AppImage')
const bytes = readFileSync(path)

Object.assign(process, { resourcesPath: join(folder, 'resources') })
Object.assign(app, {
  isPackaged: true, getVersion: () => '1.0.0', getName: () => 'Tessera', getAppPath: () => folder, getPath: () => join(folder, 'data'), whenReady: async () => undefined,
})

const installer = electronInstaller()
const report: Record<string, unknown> = { feedFile: installer?.feedFile, extension: installer?.extension }
try {
  await installer?.installOnQuit({ version, path, sha512: createHash('sha512').update(bytes).digest('base64'), sizeBytes: bytes.length })
  report.beforeQuit = readFileSync(process.env.APPIMAGE!, 'utf8')
  app.emit('quit', {}, 0)
} catch (error) {
  report.refused = String(error)
}
process.stdout.write(`${JSON.stringify(report)}\n`)
