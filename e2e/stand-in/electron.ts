/**
 * A small stand-in for the `electron` module, for machines that cannot have its binary. It keeps what main.ts and
 * preload.ts register; its windows are played by the smoke test (drive-desktop.ts), or are pages of a real Chromium in
 * the desktop harness (desktop.ts). It has no process of its own for the page and no sandbox of the system: what passes
 * on it has not been shown to run in Electron.
 */
import { EventEmitter } from 'node:events'
import { app, BrowserWindow } from './browser-window.ts'
import { played, preloadEvents, type IpcHandler } from './played.ts'
import type { Asked } from './screen.ts'

export { app, BrowserWindow }
export { safeStorage } from './safe-storage.ts'

export const ipcMain = { handle: (channel: string, handler: IpcHandler) => void played.handlers.set(channel, handler) }

/** The smoke test's preload; the harness has its own, in the page. Values cross as structured clones, as Electron's do. */
export const ipcRenderer = {
  async invoke(channel: string, ...values: unknown[]) {
    const handler = played.handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return structuredClone(await handler({ senderFrame: played.frame }, ...structuredClone(values)))
  },
  on: (channel: string, listener: (...values: unknown[]) => void) => void preloadEvents.on(channel, listener),
  off: (channel: string, listener: (...values: unknown[]) => void) => void preloadEvents.off(channel, listener),
}

export const contextBridge = {
  exposeInMainWorld(name: string, api: unknown) {
    played.mainWorld[name] = api
  },
}

export const protocol = {
  registerSchemesAsPrivileged: (schemes: typeof played.schemes) => void played.schemes.push(...schemes),
  handle: (scheme: string, handler: (request: Request) => Promise<Response>) => void played.protocols.set(scheme, handler),
}

export const session = {
  defaultSession: {
    async resolveProxy(url: string) {
      played.proxiesAsked.push(url)
      return played.proxy
    },
    setPermissionRequestHandler: (handler: typeof played.permissionRequest) => void (played.permissionRequest = handler),
    setPermissionCheckHandler: (handler: typeof played.permissionCheck) => void (played.permissionCheck = handler),
    setDevicePermissionHandler() {},
  },
}

export const Menu = {
  buildFromTemplate: (template: Array<{ label: string }>) => template,
  setApplicationMenu: (menu: Array<{ label: string }>) => void played.menus.push(menu),
}

export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] }
export const shell = { async openExternal() {} }

let lastDialog = 0
export const dialog = {
  showErrorBox(title: string, content: string) {
    played.errors.push(`${title}\n${content}`)
    process.stderr.write(`${title}\n${content}\n`)
  },
  showMessageBoxSync(_window: BrowserWindow, { message, buttons }: Asked) {
    played.dialogs.push({ message, buttons })
    return played.answer
  },
  async showMessageBox(_window: BrowserWindow, { message, detail, buttons, cancelId, signal }: Asked & { cancelId: number; signal: AbortSignal }) {
    const id = ++lastDialog
    const asked: Asked = { message, ...(detail !== undefined && { detail }), buttons }
    const withdrawn = new Promise<number>((resolve) => signal.addEventListener('abort', () => (resolve(cancelId), void played.screen?.withdraw(id))))
    if (!played.screen) played.dialogs.push(asked)
    return { response: await Promise.race([withdrawn, played.screen?.ask(id, asked) ?? played.answerLater()]) }
  },
}
export const powerMonitor = new EventEmitter()
export const Notification = { isSupported: () => false }
