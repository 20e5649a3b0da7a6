import type { BrowserContext, Dialog, Page, Route } from '@playwright/test'
import { FROM_HARNESS, mainWorldSource, PRELOAD_WORLD, preloadSource, TO_HARNESS, type PageCall } from './page-worlds.ts'
import type { Remote } from './peer.ts'
import type { MainSide, Target } from './screen.ts'
import { makeWire } from './wire.ts'

/** Chromium knows no app://; the page has an origin as secure instead, and main never hears of it. */
const [ORIGIN, APP] = ['https://tessera', 'app://tessera']
const shownAs = (url: string) => url.replace(APP, ORIGIN)
const knownAs = (url: string) => (url.startsWith(`${ORIGIN}/`) ? url.replace(ORIGIN, APP) : url)
/** Chromium's code of a load that failed for no reason given (ERR_FAILED). */
const FAILED = -2
const { pack, unpack } = makeWire()

/** A window's page, joined to main: its requests, its bridge, and what befalls it. */
export interface WindowPage {
  page: Page
  /** False once its process ended. */
  isAlive(): boolean
  load(url: string): Promise<void>
  send(channel: string, values: unknown[]): Promise<void>
  /** Asks the page whether it may go. */
  close(): Promise<void>
  /** Takes it away unasked. */
  end(): Promise<void>
  /** Ends its process because main wants it. */
  kill(): Promise<void>
  hang(): Promise<void>
  /** Ends its process as a defect of Chromium's does. */
  crash(): Promise<void>
}

interface Parts {
  context: BrowserContext
  main: Remote<MainSide>
  window: number
  /** Source of the preload. */
  preload: string
}

export async function openWindowPage({ context, main, window, preload }: Parts): Promise<WindowPage> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  const contents: Target = { window, of: 'contents' }
  let isAlive = true
  /** The address that main itself asks for: no wish of the page's. */
  let loading = ''
  let world = 0

  await page.route('**/*', serve)
  await session.send('Runtime.enable')
  await session.send('Runtime.addBinding', { name: TO_HARNESS, executionContextName: PRELOAD_WORLD })
  await session.send('Page.enable')
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource() })
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source: preloadSource(preload), worldName: PRELOAD_WORLD })
  session.on('Runtime.bindingCalled', ({ payload, executionContextId }) => void answer(payload, executionContextId))
  page.on('crash', () => void gone('crashed', 11))
  page.on('dialog', (dialog) => void leave(dialog))
  page.on('popup', async (popup) => {
    if (await main.refusesWindow(window, popup.url())) await popup.close()
  })
  page.on('close', () => {
    if (isAlive) void main.closed(window)
    isAlive = false
  })

  /** A call of the preload's; its world is the newest that speaks, for what main sends by itself. */
  async function answer(payload: string, executionContextId: number): Promise<void> {
    world = executionContextId
    const call = unpack(payload) as PageCall | null
    if (call === null) return
    const { id, channel, values } = call
    const answered = await main.invoke(knownAs(page.url()), channel, values).then((value) => ({ id, value }), (error: unknown) => ({ id, value: null, error: String(error) }))
    await tell('answer', answered, executionContextId)
  }

  /** Calls what the preload's world has for the harness; a world that is gone by now hears nothing. */
  async function tell(what: 'answer' | 'event', value: object, executionContextId: number): Promise<void> {
    const functionDeclaration = `function (packed) { ${FROM_HARNESS}.${what}(packed) }`
    await session.send('Runtime.callFunctionOn', { executionContextId, functionDeclaration, arguments: [{ value: pack(value) }] }).catch(() => undefined)
  }

  async function serve(route: Route): Promise<void> {
    const request = route.request()
    const url = knownAs(request.url())
    const isNavigation = request.isNavigationRequest() && request.frame() === page.mainFrame()
    if (isNavigation && request.url() !== loading && (await main.emit(contents, 'will-navigate', { url }))) return route.abort('aborted')
    if (url === request.url()) return route.abort('blockedbyclient')
    const { status, headers, body } = await main.request(url, request.method())
    if (isNavigation) await main.emit(contents, 'did-navigate', url, status, '')
    await route.fulfill({ status, headers, body: Buffer.from(body) }).catch(() => undefined)
  }

  /** The page holds its window back. */
  async function leave(dialog: Dialog): Promise<void> {
    const goesOn = dialog.type() === 'beforeunload' && (await main.emit(contents, 'will-prevent-unload', {}))
    if (goesOn) return dialog.accept()
    await dialog.dismiss()
    await main.stays()
  }

  async function gone(reason: string, exitCode: number): Promise<void> {
    isAlive = false
    await main.emit(contents, 'render-process-gone', { reason, exitCode })
  }

  return {
    page,
    isAlive: () => isAlive,
    async load(url) {
      loading = shownAs(url)
      await page.goto(loading).then(
        () => main.emit({ window, of: 'window' }, 'ready-to-show'),
        (error: unknown) => main.emit(contents, 'did-fail-load', FAILED, String(error), url, true),
      )
      loading = ''
    },
    send: (channel, values) => tell('event', { channel, values }, world),
    close: () => page.close({ runBeforeUnload: isAlive }),
    async end() {
      isAlive = false
      await page.close()
    },
    async kill() {
      isAlive = false
      await page.close()
      await gone('killed', 9)
    },
    async hang() {
      await main.emit({ window, of: 'window' }, 'unresponsive')
    },
    async crash() {
      const crashed = page.waitForEvent('crash')
      session.send('Page.crash').catch(() => undefined)
      await crashed
    },
  }
}
