import { app, dialog, type BrowserWindow } from 'electron'
import { hostText, type HostTextKey } from '../shared/i18n/host-text.ts'
import type { Locale } from '../shared/i18n/locale.ts'
import { APP_ORIGIN } from './ipc/trusted-sender.ts'
import type { Log } from './log/log.ts'
import { CRASH_LOOP, STOPPED_PAGE } from './stopped-page.ts'

/** Chromium's code of a load that another one took the place of: no trouble. */
const ABORTED = -3

/** What may befall a window: what is said of it, and the ways on, the first of them for Enter and Escape. */
const troubles = {
  crashed: { message: 'window.crashed', detail: 'window.goesOn', ways: ['reload', 'quit'] },
  outOfMemory: { message: 'window.outOfMemory', detail: 'window.goesOn', ways: ['reload', 'quit'] },
  notLoaded: { message: 'window.notLoaded', detail: 'window.goesOn', ways: ['reload', 'quit'] },
  stuck: { message: 'window.stuck', detail: 'window.stuckDetail', ways: ['wait', 'reload', 'quit'] },
} as const satisfies Record<string, { message: HostTextKey; detail: HostTextKey; ways: readonly Way[] }>

type Way = 'reload' | 'wait' | 'quit'
const words = { reload: 'window.reload', wait: 'window.wait', quit: 'menu.quit' } as const satisfies Record<Way, HostTextKey>

export const loadApp = (window: BrowserWindow): void => void window.loadURL(`${APP_ORIGIN}/`)

/**
 * Says what happened to a window whose page crashed, hangs or could not be loaded, with ways on. What main does goes on
 * meanwhile, and the page finds it when it is loaded again. A page that keeps crashing is not loaded again unasked: in
 * its place stands one without script (stopped-page.ts).
 */
export function watchWindow(window: BrowserWindow, { log, locale }: { log: Log; locale: () => Locale }): void {
  const { webContents } = window
  let crashes: number[] = []
  let asked: AbortController | null = null
  /** The renderer that we end ourselves is no crash. */
  let isEnding = false

  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (isEnding) return void (isEnding = false)
    const reference = log.error('window', new Error(`its process is gone: ${reason}, exit code ${exitCode}`))
    const now = performance.now()
    crashes = [...crashes.filter((at) => now - at < CRASH_LOOP.withinMs), now]
    // Where even the page without script crashed, only a person may try again.
    if (crashes.length >= CRASH_LOOP.crashes && webContents.getURL() !== STOPPED_PAGE) {
      asked?.abort()
      return void window.loadURL(STOPPED_PAGE)
    }
    void ask(reason === 'oom' || reason === 'memory-eviction' ? 'outOfMemory' : 'crashed', { reason, reference })
  })
  const notLoaded = (reason: string) => void ask('notLoaded', { reason, reference: log.error('window', new Error(`not loaded: ${reason}`)) })
  webContents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
    if (isMainFrame && code !== ABORTED) notLoaded(`${description || 'failed'} (${code})`)
  })
  webContents.on('did-navigate', (_event, _url, status) => {
    if (status >= 400) notLoaded(`HTTP ${status}`)
  })
  webContents.on('preload-error', (_event, _path, error) => notLoaded(error.message))
  window.on('unresponsive', () => void ask('stuck', { reason: 'unresponsive', reference: log.error('window', new Error('does not respond')) }))
  window.on('responsive', () => asked?.abort())

  async function ask(trouble: keyof typeof troubles, params: { reason: string; reference: string }): Promise<void> {
    const text = (key: HostTextKey) => hostText(locale(), key, params)
    const { message, detail, ways } = troubles[trouble]
    asked?.abort()
    const own = (asked = new AbortController())
    // A window is shown once there is something to see, which now never comes.
    window.show()
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: text(message),
      detail: `${text(detail)}\n${text('window.quitEnds')}\n\n${text('window.reason')}`,
      buttons: ways.map((way) => text(words[way])),
      defaultId: 0,
      cancelId: 0,
      noLink: true,
      signal: own.signal,
    })
    if (own.signal.aborted || window.isDestroyed()) return
    const way: Way = ways[response] ?? ways[0]
    if (way === 'quit') return quit()
    if (way === 'reload') reload(trouble === 'stuck')
  }

  function reload(isStuck: boolean): void {
    // A page that hangs answers no question before it is left, and would never be.
    if (isStuck) {
      isEnding = true
      webContents.forcefullyCrashRenderer()
    }
    loadApp(window)
  }

  function quit(): void {
    window.destroy()
    app.quit()
  }
}
