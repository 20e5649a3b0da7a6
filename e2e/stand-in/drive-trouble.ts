/** What befalls a window, played: the smoke test sees what main says and does. */
import type { BrowserWindow } from './browser-window.ts'
import { played } from './played.ts'

interface Told {
  message: string
  detail: string
  buttons: string[]
  /** What was done to the window. */
  done: string[]
}

const [RELOAD, LATER] = [0, 1]

export async function troubles(window: BrowserWindow): Promise<Record<string, unknown>> {
  const contents = window.webContents

  /** What main says to an event, when the person presses `button`. */
  async function told(button: number, befall: () => void): Promise<Told | null> {
    played.dialogs.length = 0
    played.answer = button
    window.calls.length = 0
    befall()
    await settled()
    const [dialog] = played.dialogs
    return dialog ? { message: dialog.message, detail: dialog.detail ?? '', buttons: dialog.buttons, done: [...window.calls] } : null
  }
  const gone = (reason: string) => contents.emit('render-process-gone', {}, { reason, exitCode: 5 })
  const failed = (code: number, isMainFrame = true) => contents.emit('did-fail-load', {}, code, 'ERR_FAILED', 'app://tessera/', isMainFrame)

  /** A window that answers again takes its question back. */
  async function answersAgain(): Promise<string[]> {
    window.calls.length = 0
    played.answerLater = () => new Promise(() => undefined)
    window.emit('unresponsive')
    window.emit('responsive')
    await settled()
    played.answerLater = async () => played.answer
    return [...window.calls]
  }

  const seen = {
    crashed: await told(RELOAD, () => gone('crashed')),
    outOfMemory: await told(RELOAD, () => gone('oom')),
    stuck: await told(0, () => window.emit('unresponsive')),
    stuckReloaded: await told(LATER, () => window.emit('unresponsive')),
    answersAgain: await answersAgain(),
    notLoaded: await told(RELOAD, () => failed(-6)),
    notFound: await told(RELOAD, () => contents.emit('did-navigate', {}, 'app://tessera/', 404, 'Not Found')),
    preload: await told(RELOAD, () => contents.emit('preload-error', {}, 'preload.cjs', new Error('broken'))),
    harmless: [await told(RELOAD, () => failed(-3)), await told(RELOAD, () => failed(-6, false)), await told(RELOAD, () => contents.emit('did-navigate', {}, 'app://tessera/', 200, 'OK'))],
    // The third crash in a row.
    loop: [await told(RELOAD, () => gone('crashed')), [...window.calls]],
    stopped: await stoppedPage(),
    stoppedToo: await told(RELOAD, () => gone('launch-failed')),
  }
  played.answer = 1
  played.dialogs.length = 0
  return seen
}

async function stoppedPage() {
  const answer = await played.protocols.get('app')!(new Request('app://tessera/stopped'))
  const text = await answer.text()
  return { status: answer.status, policy: answer.headers.get('content-security-policy'), wayBack: text.includes('<a href="/">'), script: text.includes('<script'), text }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))
