/**
 * The last step of an update on the desktop: electron-updater hands a package that we have fetched and checked to the
 * system's installer. It asks no server: its feed is what we give it, and its download a copy on the disk.
 */
import { app } from 'electron'
import type { AppUpdater, UpdateInfo } from 'electron-updater'
import { existsSync, readFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CheckedPackage, UpdateInstaller } from './platform.ts'

/** What this copy is replaced by; null where it was unpacked from an archive, which nobody installed. */
export function electronInstaller(): UpdateInstaller | null {
  const extension = app.isPackaged ? extensionOf(process.platform) : null
  if (extension === null) return null
  return {
    feedFile: feedFileOf(process.platform, process.arch),
    extension,
    arch: process.arch,
    async installOnQuit(update) {
      // Half a megabyte that most starts never need.
      const { default: updater } = await import('electron-updater')
      const installer = fed(updater.autoUpdater, update)
      // Before the quit that installs, which comes after Tessera's own end: sessions are closed and all is saved by then.
      installer.autoInstallOnAppQuit = true
      installer.autoDownload = false
      installer.disableDifferentialDownload = true
      installer.isUserWithinRollout = () => true
      installer.logger = null
      const answer = await installer.checkForUpdates()
      if (!answer?.isUpdateAvailable) throw new Error(`version ${update.version} was refused`)
      await installer.downloadUpdate()
    },
    quit: () => app.quit(),
  }
}

function extensionOf(platform: NodeJS.Platform): string | null {
  if (platform === 'win32') return existsSync(join(process.resourcesPath, '..', 'Uninstall Tessera.exe')) ? 'exe' : null
  if (platform === 'darwin') return 'zip'
  if (process.env.APPIMAGE) return 'AppImage'
  const file = join(process.resourcesPath, 'package-type')
  const kind = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  return kind === 'deb' || kind === 'rpm' ? kind : null
}

/** As electron-builder names them. */
export function feedFileOf(platform: NodeJS.Platform, arch: string): string {
  if (platform === 'win32') return 'latest.yml'
  if (platform === 'darwin') return 'latest-mac.yml'
  return arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${arch}.yml`
}

/** The updater with our package for a feed, and a copy for its download. */
function fed(installer: AppUpdater, { version, path, sha512, sizeBytes }: CheckedPackage): AppUpdater {
  const name = basename(path)
  const info: UpdateInfo = { version, files: [{ url: name, sha512, size: sizeBytes }], path: name, sha512, releaseDate: '' }
  class Given {
    isUseMultipleRangeRequest = false
    fileExtraDownloadHeaders = null
    setRequestHeaders(): void {}
    getLatestVersion = async () => info
    resolveFiles = () => [{ url: pathToFileURL(path), info: info.files[0] }]
  }
  installer.setFeedURL({ provider: 'custom', updateProvider: Given } as unknown as Parameters<AppUpdater['setFeedURL']>[0])
  Object.assign(installer, { httpExecutor: { download: (_: URL, to: string) => copyFile(path, to).then(() => to) } })
  return installer
}
