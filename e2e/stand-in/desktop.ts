/**
 * The desktop harness, for machines without Electron's binary: out/main.js runs as it is over a stand-in for the
 * `electron` module, and its window is a page of a real Chromium. The page gets its files, headers and policy from
 * app-protocol.ts (as https://tessera in place of app://tessera, which only Electron knows) and its bridge from
 * out/preload.cjs in a world of its own. It shows what main, preload and page do with each other; it is not Electron.
 */
import { fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from '@playwright/test'
import { createPeer, type Remote } from './peer.ts'
import type { Asked, MainSide, Screen } from './screen.ts'
import { watch } from '../watch-page.ts'
import { openWindowPage, type WindowPage } from './window-page.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A system's dialog that main waits for. */
export interface OpenDialog extends Asked {
  press(button: string): void
}

export interface Desktop {
  /** The window's page; another one after its process ended. */
  page(): Page
  /** Waits until the page that takes the place of one that ended is loaded. */
  nextPage(): Promise<void>
  main: Remote<MainSide>
  /** The dialog that is open, or the next that main opens. */
  dialog(): Promise<OpenDialog>
  /** Says that the page does not respond, which Electron finds out by itself. */
  hang(): Promise<void>
  /** Ends the page's process as a crash does. */
  crash(): Promise<void>
  /** The window's cross: main and the page may hold it back. */
  closeWindow(): Promise<void>
  /** The exit code, once main has ended. */
  ended: Promise<number | null>
  /** What its pages threw or complained of. */
  problems: string[]
  /** What main wrote on its terminal. */
  said(): string
  stop(): Promise<void>
}

/** Starts main on a data folder and waits until its window is loaded. */
export async function launchDesktop(userData: string, context: BrowserContext, words: string[] = []): Promise<Desktop> {
  const child = fork(join(root, 'e2e/stand-in/start-desktop.ts'), ['--user-data', userData, ...words], {
    cwd: root,
    execPath: join(root, 'node_modules/.bin/node'),
    execArgv: ['--import', join(root, 'e2e/stand-in/register.ts')],
    serialization: 'advanced',
    silent: true,
    env: { ...process.env, LANG: 'en_US.UTF-8', STAND_IN_KEYRING: 'gnome_libsecret' },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))

  let shown: WindowPage | null = null
  let open: { id: number; dialog: OpenDialog } | null = null
  const waiting: Array<(dialog: OpenDialog) => void> = []
  /** Loads of the window's first page and of each that took its place, for whoever waits for them. */
  let loads = 0
  let awaited = 0
  const onLoad = new Set<() => void>()
  const nextPage = () =>
    new Promise<void>((resolve) => {
      awaited += 1
      const wanted = awaited
      const look = () => {
        if (loads < wanted) return
        onLoad.delete(look)
        resolve()
      }
      onLoad.add(look)
      look()
    })
  /** What is asked of the window, one after the other. */
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = (work: () => Promise<void>) => (turn = turn.then(work, work))
  let preload = ''
  const problems: string[] = []
  const show = async (window: number) => {
    shown = await openWindowPage({ context, main, window, preload })
    watch(shown.page, problems)
    return shown
  }

  const screen: Screen = {
    open: (window, file) =>
      inTurn(async () => {
        preload = await readFile(file, 'utf8')
        await show(window)
      }),
    load: (window, url) =>
      inTurn(async () => {
        // Electron loads into the window whose process ended; Playwright gives such a page up.
        await (shown?.isAlive() ? shown : await show(window)).load(url)
        loads += 1
        for (const look of onLoad) look()
      }),
    send: (_window, channel, values) => shown?.send(channel, values),
    close: () => inTurn(async () => shown?.close()),
    destroy: () => inTurn(async () => shown?.end()),
    kill: () => inTurn(async () => shown?.kill()),
    ask: (id, asked) =>
      new Promise((resolve) => {
        const press = (button: string) => {
          open = null
          resolve(asked.buttons.indexOf(button))
        }
        open = { id, dialog: { ...asked, press } }
        waiting.shift()?.(open.dialog)
      }),
    withdraw(id) {
      if (open?.id === id) open = null
    },
  }
  const main = createPeer<MainSide>(
    { send: (message) => void (child.connected && child.send(message as object)), onMessage: (listener) => void child.on('message', listener) },
    screen,
  )
  await Promise.race([
    nextPage(),
    ended.then((code) => {
      throw new Error(`main ended with ${code} before its window was loaded:\n${said}`)
    }),
  ])

  return {
    page: () => shown!.page,
    nextPage,
    main,
    dialog: () => (open ? Promise.resolve(open.dialog) : new Promise((resolve) => waiting.push(resolve))),
    hang: () => shown!.hang(),
    crash: () => shown!.crash(),
    closeWindow: () => main.closeWindow(),
    ended,
    problems,
    said: () => said,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
