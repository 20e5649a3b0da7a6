/** Electron's app and windows, as far as main uses them. Windows without a screen are there at once and played by the test. */
import { EventEmitter } from 'node:events'
import { played, preloadEvents } from './played.ts'

class App extends EventEmitter {
  name = 'Tessera'
  #paths = new Map<string, string>()
  #isQuitting = false
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
  requestSingleInstanceLock(data?: unknown) {
    if (played.isSecond) played.handedOn = data
    return !played.isSecond
  }
  async whenReady() {}
  /** Closes the windows first, and gives up where a page holds its own back. */
  quit() {
    this.#isQuitting = BrowserWindow.all.length > 0
    if (!this.#isQuitting) return this.#end()
    for (const window of BrowserWindow.all) window.close()
  }
  stay() {
    this.#isQuitting = false
  }
  allClosed() {
    if (this.#isQuitting) this.#end()
    else this.emit('window-all-closed')
  }
  #end() {
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

interface WindowOptions {
  title?: string
  webPreferences?: { preload?: string }
}

class Contents extends EventEmitter {
  openHandler: null | ((details: { url: string }) => { action: string }) = null
  url = ''
  readonly #window: number
  constructor(window: number) {
    super()
    this.#window = window
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.openHandler = handler
  }
  getURL() {
    return this.url
  }
  /** Values cross as structured clones, as Electron's do. */
  send(channel: string, ...values: unknown[]) {
    if (played.screen) void played.screen.send(this.#window, channel, values)
    else preloadEvents.emit(channel, {}, ...structuredClone(values))
  }
  forcefullyCrashRenderer() {
    if (played.screen) void played.screen.kill(this.#window)
    else this.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 })
  }
}

export class BrowserWindow extends EventEmitter {
  static all: BrowserWindow[] = []
  static #last = 0
  static getAllWindows = () => BrowserWindow.all
  static getFocusedWindow = () => BrowserWindow.all[0] ?? null
  readonly id = ++BrowserWindow.#last
  readonly options: WindowOptions
  readonly webContents = new Contents(this.id)
  calls: string[] = []

  constructor(options: WindowOptions) {
    super()
    this.options = options
    BrowserWindow.all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
    void played.screen?.open(this.id, options.webPreferences?.preload ?? '')
  }
  async loadURL(url: string) {
    this.calls.push(`load ${url}`)
    if (played.screen) return void played.screen.load(this.id, url)
    this.webContents.url = url
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
  isDestroyed() {
    return !BrowserWindow.all.includes(this)
  }
  getNormalBounds() {
    return { x: 10, y: 20, width: 1200, height: 800 }
  }
  /** The page may hold its window back, and the host not heed it. */
  close() {
    this.emit('close')
    if (played.screen) return void played.screen.close(this.id)
    if (played.holdsBack) {
      let heeded = true
      this.webContents.emit('will-prevent-unload', { preventDefault: () => (heeded = false) })
      if (heeded) return app.stay()
    }
    this.gone()
  }
  destroy() {
    void played.screen?.destroy(this.id)
    this.gone()
  }
  gone() {
    if (this.isDestroyed()) return
    BrowserWindow.all = BrowserWindow.all.filter((window) => window !== this)
    if (BrowserWindow.all.length === 0) app.allClosed()
  }
}
