import { BrowserWindow, dialog, Notification, powerMonitor, session, shell } from 'electron'
import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { electronInstaller } from './electron-installer.ts'
import type { HandedFiles } from './handed-files.ts'
import { pacProxy } from './pac-proxy.ts'
import type { Platform } from './platform.ts'
import { safeStorageKeychain } from './safe-storage-keychain.ts'
import { readHanded, readText, unusable } from './text-files.ts'

const everything = { name: '*', extensions: ['*'] }
const filters = {
  sql: [{ name: 'SQL', extensions: ['sql', 'txt'] }, everything],
  text: [{ name: 'TXT', extensions: ['txt'] }, everything],
}

/** The desktop. To be used once Electron's app is ready. */
export function electronPlatform(userData: string, handed: HandedFiles): Platform {
  return {
    host: 'electron',
    userData,
    keychain: safeStorageKeychain,
    installer: electronInstaller() ?? 'unpacked',
    systemProxy: async (url) => pacProxy(await session.defaultSession.resolveProxy(`${url.origin}/`)),
    openLink: (url) => shell.openExternal(url),
    async openTextFile() {
      const options = { filters: filters.sql, properties: ['openFile' as const] }
      const parent = BrowserWindow.getFocusedWindow()
      const answer = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options))
      const path = answer.filePaths[0]
      if (answer.canceled || path === undefined) return { kind: 'dismissed' }
      return { kind: 'opened', name: basename(path), text: await readText(path) }
    },
    takeHandedFiles: () => Promise.all(handed.take().map(readHanded)),
    async saveTextFile(suggestedName, text, kind) {
      const options = { filters: filters[kind], defaultPath: basename(suggestedName) }
      const parent = BrowserWindow.getFocusedWindow()
      const answer = await (parent ? dialog.showSaveDialog(parent, options) : dialog.showSaveDialog(options))
      if (answer.canceled || !answer.filePath) return { kind: 'dismissed' }
      await writeFile(answer.filePath, text).catch((error: unknown) => {
        throw unusable(answer.filePath, error)
      })
      return { kind: 'saved', path: answer.filePath }
    },
    onAway(away) {
      // Linux tells of sleep only.
      powerMonitor.on('suspend', away)
      powerMonitor.on('lock-screen', away)
      return () => {
        powerMonitor.off('suspend', away)
        powerMonitor.off('lock-screen', away)
      }
    },
    async notify(title, body) {
      if (Notification.isSupported()) new Notification({ title, body }).show()
    },
  }
}
