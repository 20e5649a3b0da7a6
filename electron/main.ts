/** The desktop: Tessera's services in Electron's main process, its window a sandboxed page. */
import { app, BrowserWindow, dialog, ipcMain } from 'electron'
import { fileURLToPath } from 'node:url'
import { hostText } from '../shared/i18n/host-text.ts'
import { localeOfTag, type Locale } from '../shared/i18n/locale.ts'
import { failureOf } from '../shared/model/failure.ts'
import { openCore, type Core } from './app-core.ts'
import { registerAppScheme, serveAppScheme } from './app-protocol.ts'
import { CHANNEL } from './ipc/channel.ts'
import { isTrustedSender } from './ipc/trusted-sender.ts'
import { setMenu } from './menu.ts'
import { electronPlatform } from './platform/electron-platform.ts'
import { createHandedFiles } from './platform/handed-files.ts'
import { userDataFolder } from './platform/user-data.ts'
import { startFailure } from './start-failure.ts'
import { filesHandedOn, readStartOptions, StartOptionsProblem, type HandedOn } from './start-options.ts'
import { openWindow } from './window.ts'
import { guardWindows, refusePermissions } from './window-guards.ts'

const outFolder = new URL('./', import.meta.url)

const handed = createHandedFiles()

app.enableSandbox()
registerAppScheme()
guardWindows()
// macOS hands files over even before the app is ready.
app.on('open-file', (event, path) => {
  event.preventDefault()
  handed.add([path])
})

try {
  const { userData, files } = readStartOptions(process.argv, process.cwd())
  handed.add(files)
  // Before the lock, which is the folder's.
  app.setPath('userData', userDataFolder(userData))
  if (app.requestSingleInstanceLock({ files } satisfies HandedOn)) void app.whenReady().then(start).catch(refuseToStart)
  else app.quit()
} catch (error) {
  void app.whenReady().then(() => refuseToStart(error))
}

async function start(): Promise<void> {
  const core = await openCore(electronPlatform(app.getPath('userData'), handed), { sandboxEngine: 'sqlite' })
  process.on('unhandledRejection', (error) => core.log.error('unhandled rejection', error))
  process.once('uncaughtException', (error) => endOnDefect(core, error))
  // Chromium starts its graphics and its services again by itself.
  app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName = '' }) => {
    if (reason !== 'clean-exit') core.log.error('process of Chromium', new Error(`${type} ${serviceName} is gone: ${reason}, exit code ${exitCode}`))
  })
  refusePermissions()
  openDoor(core)
  let { locale } = await core.handlers.settings.get({})
  setMenu(menuLocale(locale))
  core.events.subscribe((event, payload) => {
    if (event !== 'settings.changed' || payload === null || !('locale' in payload)) return
    locale = payload.locale
    setMenu(menuLocale(locale))
  })
  serveAppScheme(fileURLToPath(new URL('renderer', outFolder)), () => menuLocale(locale))
  const preload = fileURLToPath(new URL('preload.cjs', outFolder))
  const open = () => openWindow({ preload, repository: core.windowBounds, locale: () => menuLocale(locale), log: core.log })
  open()
  void core.startSandbox()

  const bringForward = () => {
    const window = BrowserWindow.getAllWindows()[0] ?? open()
    if (window.isMinimized()) window.restore()
    window.focus()
  }
  handed.onAdded(() => {
    core.events.emit('files.handed', null)
    bringForward()
  })
  app.on('second-instance', (_event, _words, _folder, data) => {
    bringForward()
    handed.add(filesHandedOn(data))
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  endOnQuit(core)
}

function refuseToStart(error: unknown): void {
  const locale = localeOfTag(app.getLocale())
  const why = error instanceof StartOptionsProblem ? hostText(locale, 'main.badOption', { problem: error.message }) : startFailure(error, locale)
  dialog.showErrorBox(hostText(locale, 'main.cannotStart'), why)
  app.exit(2)
}

/** Requests of our own page go to the router; what anybody else sends is refused unread. */
function openDoor(core: Core): void {
  ipcMain.handle(CHANNEL, (event, request: unknown) =>
    isTrustedSender(event.senderFrame)
      ? core.dispatch(request)
      : { ok: false, failure: failureOf('permission', 'input.untrusted') },
  )
  core.events.subscribe((event, payload) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(CHANNEL, event, payload)
  })
}

/** What nothing caught leaves us in an unknown state: says so and ends, closing sessions on servers. */
function endOnDefect(core: Core, error: Error): void {
  process.on('uncaughtException', (further) => core.log.error('uncaught exception, ending', further))
  const reference = core.log.error('uncaught exception', error)
  dialog.showErrorBox('Tessera', hostText(localeOfTag(app.getLocale()), 'main.defect', { reference }))
  app.quit()
}

/** Quitting waits for sessions on servers to be closed, though not for long. */
function endOnQuit(core: Core): void {
  let ended = false
  app.on('will-quit', (event) => {
    if (ended) return
    event.preventDefault()
    ended = true
    const patience = new Promise((resolve) => setTimeout(resolve, 5_000))
    void Promise.race([core.close().catch((error: unknown) => core.log.error('ending', error)), patience]).then(() => app.quit())
  })
}

const menuLocale = (setting: 'system' | Locale): Locale => (setting === 'system' ? localeOfTag(app.getLocale()) : setting)
