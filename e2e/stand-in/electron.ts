/**
 * A small stand-in for the `electron` module, for machines that cannot have its binary. It keeps what main.ts and
 * preload.ts register and lets a test play the window's part. It has no Chromium, no process of its own for the
 * page and no sandbox of the system: what passes on it has not been shown to run in Electron.
 */
import { EventEmitter } from 'node:events'

type Frame = { url: string; parent: unknown } | null
type IpcHandler = (event: { senderFrame: Frame }, ...values: unknown[]) => unknown
type Handler = (request: Request) => Promise<Response>

/** What the test looks at and plays with. */
export const played = {
  /** The frame that the next calls come from. */
  frame: { url: 'app://tessera/', parent: null } as Frame,
  handlers: new Map<string, IpcHandler>(),
  schemes: [] as Array<{ scheme: string; privileges: object }>,
  protocols: new Map<string, Handler>(),
  menus: [] as Array<Array<{ label: string }>>,
  mainWorld: {} as Record<string, unknown>,
  permissionRequest: null as null | ((contents: unknown, permission: string, answer: (granted: boolean) => void, details: { requestingUrl: string }) => void),
  exitCode: null as number | null,
  /** What the page says when its window is about to close: true holds it back, as `beforeunload` does. */
  holdsBack: false,
  /** The dialogs that were shown; each gets the button of `answer`. */
  dialogs: [] as Array<{ message: string; buttons: string[] }>,
  answer: 0,
  /** What the system's PAC script says, and what it was asked for. */
  proxy: 'DIRECT',
  proxiesAsked: [] as string[],
}

const renderer = new EventEmitter()

class App extends EventEmitter {
  name = 'Tessera'
  #paths = new Map<string, string>()
  setPath(name: string, path: string) {
    this.#paths.set(name, path)
  }
  getPath(name: string) {
    return this.#paths.get(name)
  }
  getLocale() {
    return 'en-GB'
  }
  enableSandbox() {}
  requestSingleInstanceLock() {
    return true
  }
  async whenReady() {}
  quit() {
    let prevented = false
    this.emit('will-quit', { preventDefault: () => (prevented = true) })
    if (!prevented) this.exit(0)
  }
  exit(code: number) {
    played.exitCode = code
    this.emit('exited')
  }
}
export const app = new App()

class Contents extends EventEmitter {
  openHandler: null | ((details: { url: string }) => { action: string }) = null
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.openHandler = handler
  }
  send(channel: string, ...values: unknown[]) {
    renderer.emit(channel, {}, ...structuredClone(values))
  }
}

export class BrowserWindow extends EventEmitter {
  static all: BrowserWindow[] = []
  static getAllWindows = () => BrowserWindow.all
  static getFocusedWindow = () => BrowserWindow.all[0] ?? null
  readonly options: Record<string, unknown>
  readonly webContents = new Contents()
  loaded = ''
  calls: string[] = []

  constructor(options: Record<string, unknown>) {
    super()
    this.options = options
    BrowserWindow.all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  async loadURL(url: string) {
    this.loaded = url
    this.emit('ready-to-show')
  }
  show() {
    this.calls.push('show')
  }
  focus() {
    this.calls.push('focus')
  }
  maximize() {}
  restore() {}
  isMinimized() {
    return false
  }
  isMaximized() {
    return false
  }
  getNormalBounds() {
    return { x: 10, y: 20, width: 1200, height: 800 }
  }
  /** The page may hold its window back, and the host not heed it. */
  close() {
    this.emit('close')
    if (played.holdsBack) {
      let heeded = true
      this.webContents.emit('will-prevent-unload', { preventDefault: () => (heeded = false) })
      if (heeded) return
    }
    BrowserWindow.all = BrowserWindow.all.filter((window) => window !== this)
    if (BrowserWindow.all.length === 0) app.emit('window-all-closed')
  }
}

export const ipcMain = { handle: (channel: string, handler: IpcHandler) => void played.handlers.set(channel, handler) }

/** Values cross as structured clones, as Electron's do. */
export const ipcRenderer = {
  async invoke(channel: string, ...values: unknown[]) {
    const handler = played.handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return structuredClone(await handler({ senderFrame: played.frame }, ...structuredClone(values)))
  },
  on: (channel: string, listener: (...values: unknown[]) => void) => void renderer.on(channel, listener),
  off: (channel: string, listener: (...values: unknown[]) => void) => void renderer.off(channel, listener),
}

export const contextBridge = {
  exposeInMainWorld(name: string, api: unknown) {
    played.mainWorld[name] = api
  },
}

export const protocol = {
  registerSchemesAsPrivileged: (schemes: typeof played.schemes) => void played.schemes.push(...schemes),
  handle: (scheme: string, handler: Handler) => void played.protocols.set(scheme, handler),
}

export const session = {
  defaultSession: {
    async resolveProxy(url: string) {
      played.proxiesAsked.push(url)
      return played.proxy
    },
    setPermissionRequestHandler: (handler: typeof played.permissionRequest) => void (played.permissionRequest = handler),
    setPermissionCheckHandler() {},
    setDevicePermissionHandler() {},
  },
}

export const Menu = {
  buildFromTemplate: (template: Array<{ label: string }>) => template,
  setApplicationMenu: (menu: Array<{ label: string }>) => void played.menus.push(menu),
}

export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] }
export const shell = { async openExternal() {} }
export const dialog = {
  showErrorBox: (title: string, content: string) => process.stderr.write(`${title}\n${content}\n`),
  showMessageBoxSync(_window: BrowserWindow, { message, buttons }: { message: string; buttons: string[] }) {
    played.dialogs.push({ message, buttons })
    return played.answer
  },
}
export const Notification = { isSupported: () => false }
export const safeStorage = {
  getSelectedStorageBackend: () => process.env.STAND_IN_KEYRING ?? 'basic_text',
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async (text: string) => Buffer.from(text).map((byte) => byte ^ 0x5a),
  decryptStringAsync: async (sealed: Buffer) => ({ shouldReEncrypt: false, result: Buffer.from(sealed.map((byte) => byte ^ 0x5a)).toString() }),
}
