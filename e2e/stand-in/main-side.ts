/** Main's end of the link to the desktop harness; without one (the smoke test) there is no screen. */
import { app, BrowserWindow } from './browser-window.ts'
import { createPeer } from './peer.ts'
import { played } from './played.ts'
import type { MainSide, Screen } from './screen.ts'

const windowOf = (id: number) => {
  const found = BrowserWindow.all.find((window) => window.id === id)
  if (!found) throw new Error(`no window ${id}`)
  return found
}

const side: MainSide = {
  async invoke(url, channel, values) {
    const handler = played.handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return handler({ senderFrame: { url, parent: null } }, ...values)
  },
  async request(url, method) {
    const answer = await played.protocols.get(new URL(url).protocol.slice(0, -1))!(new Request(url, { method }))
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: new Uint8Array(await answer.arrayBuffer()) }
  },
  async emit(target, event, ...details) {
    let prevented = false
    const preventDefault = () => void (prevented = true)
    if (target === 'app') app.emit(event, { preventDefault }, ...details)
    else {
      const window = windowOf(target.window)
      if (event === 'did-navigate') window.webContents.url = String(details[0])
      const emitter = target.of === 'window' ? window : window.webContents
      // The newer of Electron's events carry what they tell in themselves.
      emitter.emit(event, { ...(event.startsWith('will-') ? (details[0] as object) : {}), preventDefault }, ...details)
    }
    return prevented
  },
  refusesWindow: async (id, url) => windowOf(id).webContents.openHandler?.({ url }).action === 'deny',
  closeWindow: async () => BrowserWindow.all[0]?.close(),
  closed: async (id) => windowOf(id).gone(),
  stays: async () => app.stay(),
  willAnswer: async (button) => void (played.answer = button),
  askedSync: async () => played.dialogs,
}

/** Joins this process to the harness that started it. */
export function connectScreen(): void {
  played.screen = createPeer<Screen>(
    { send: (message) => void process.send?.(message), onMessage: (listener) => void process.on('message', listener) },
    side,
  )
}
