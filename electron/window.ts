import { BrowserWindow, dialog, screen, type Rectangle } from 'electron'
import { hostText } from '../shared/i18n/host-text.ts'
import type { Locale } from '../shared/i18n/locale.ts'
import type { Log } from './log/log.ts'
import type { WindowBounds, WindowRepository } from './storage/window-repository.ts'
import { loadApp, watchWindow } from './window-trouble.ts'

const FIRST_SIZE = { width: 1440, height: 900 }
const SMALLEST = { minWidth: 1024, minHeight: 700 }

/** Opens the app's window where it was last, showing it once there is something to see; `locale` is the person's, when asked. */
export function openWindow(parts: { preload: string; repository: WindowRepository; locale: () => Locale; log: Log }): BrowserWindow {
  const { preload, repository, locale, log } = parts
  const last = repository.load()
  const window = new BrowserWindow({
    ...SMALLEST,
    ...(last && isVisible(last) ? { x: last.x, y: last.y, width: last.width, height: last.height } : FIRST_SIZE),
    show: false,
    title: 'Tessera',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  if (last?.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => repository.save({ ...window.getNormalBounds(), maximized: window.isMaximized() }))
  askBeforeClosing(window, locale)
  watchWindow(window, { log, locale })
  loadApp(window)
  return window
}

/** The page holds its window back while a transaction is open or a statement runs (renderer/app/warn-when-leaving.ts): closing would end both. */
function askBeforeClosing(window: BrowserWindow, locale: () => Locale): void {
  let isClosing = false
  window.on('close', () => (isClosing = true))
  window.webContents.on('will-prevent-unload', (event) => {
    // A reload keeps sessions and runs, which are main's: preventing what prevents it lets it go on.
    const goesOn = !isClosing || isToEnd(window, locale())
    isClosing = false
    if (goesOn) event.preventDefault()
  })
}

function isToEnd(window: BrowserWindow, locale: Locale): boolean {
  const answers = [hostText(locale, 'window.keepOpen'), hostText(locale, 'window.endAll')]
  const chosen = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: hostText(locale, 'window.underWay'),
    detail: hostText(locale, 'window.underWayDetail'),
    buttons: answers,
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return chosen === 1
}

/** Whether enough of the title bar lies on a screen that is there now. */
function isVisible(bounds: WindowBounds): boolean {
  return screen.getAllDisplays().some(({ workArea }) => overlap(workArea, { ...bounds, height: 40 }))
}

const overlap = (area: Rectangle, { x, y, width, height }: Rectangle) =>
  Math.min(area.x + area.width, x + width) - Math.max(area.x, x) >= 120 &&
  Math.min(area.y + area.height, y + height) - Math.max(area.y, y) >= 20
