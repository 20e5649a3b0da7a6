import { BrowserWindow, screen, type Rectangle } from 'electron'
import { APP_ORIGIN } from './ipc/trusted-sender.ts'
import type { WindowBounds, WindowRepository } from './storage/window-repository.ts'

const FIRST_SIZE = { width: 1440, height: 900 }
const SMALLEST = { minWidth: 1024, minHeight: 700 }

/** Opens the app's window where it was last, showing it once there is something to see. */
export function openWindow(preload: string, repository: WindowRepository): BrowserWindow {
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
  void window.loadURL(`${APP_ORIGIN}/`)
  return window
}

/** Whether enough of the title bar lies on a screen that is there now. */
function isVisible(bounds: WindowBounds): boolean {
  return screen.getAllDisplays().some(({ workArea }) => overlap(workArea, { ...bounds, height: 40 }))
}

const overlap = (area: Rectangle, { x, y, width, height }: Rectangle) =>
  Math.min(area.x + area.width, x + width) - Math.max(area.x, x) >= 120 &&
  Math.min(area.y + area.height, y + height) - Math.max(area.y, y) >= 20
