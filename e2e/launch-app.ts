/**
 * Starts Tessera as a person would and opens its window, on the host that the project of playwright.config.ts names: the
 * browser host in Chromium, Electron where its binary is, or the desktop harness, which is neither.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, test as base, type Page } from '@playwright/test'
import type { SandboxAddresses } from '../electron/sandbox/addresses.ts'
import { launchDesktop } from './stand-in/desktop.ts'
import { watch } from './watch-page.ts'

export const root = fileURLToPath(new URL('..', import.meta.url))
const node = join(root, 'node_modules/.bin/node')

export interface RunningApp {
  /** The address that signs one browser in, once. */
  url: string
  /** What the terminal has said so far. */
  said: () => string
  /** Ends it as Ctrl+C does and waits until it is gone. */
  stop(): Promise<void>
  /** Ends it as a crash does: nothing is said good-bye to. */
  crash(): Promise<void>
  /** Stands still as on a sleeping laptop, until `wake`: nothing runs, and no timer either. */
  sleep(): void
  wake(): void
}

/** Runs a program of the project and waits for a line that `wanted` finds. */
async function startUntil(args: string[], wanted: RegExp, env: Record<string, string>): Promise<{ match: string; child: ChildProcess; said: () => string }> {
  const child = spawn(node, args, { cwd: root, env: { ...process.env, LANG: 'en_US.UTF-8', ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const match = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      const found = wanted.exec(said)
      if (found) resolve(found[0])
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}:\n${said}`)))
  })
  return { match, child, said: () => said }
}

const stopped = async (child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM') => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}

const running = (url: string, child: ChildProcess, said: () => string): RunningApp => ({
  url,
  said,
  stop: () => stopped(child),
  crash: () => stopped(child, 'SIGKILL'),
  sleep: () => void child.kill('SIGSTOP'),
  wake: () => void child.kill('SIGCONT'),
})

const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/

/** `out/serve.js` on a folder of its own. */
export async function launchApp(userData: string, args: string[] = [], env: Record<string, string> = {}): Promise<RunningApp> {
  const { match, child, said } = await startUntil(['out/serve.js', '--no-open', '--user-data', userData, ...args], address, env)
  return running(match, child, said)
}

/** `npm start` itself, with nothing chosen. */
export async function npmStart(userData: string): Promise<RunningApp> {
  const { match, child, said } = await startUntil(['build/start.mjs', '--user-data', userData], address, { DISPLAY: '', WAYLAND_DISPLAY: '' })
  return running(match, child, said)
}

/** `npm run sandbox -- …`: servers that a connection made by hand can be pointed at. */
export async function startSandboxProgram(args: string[] = []): Promise<SandboxAddresses & { stop(): Promise<void> }> {
  const { match, child } = await startUntil(['electron/sandbox/main.ts', ...args], /^\{.*\}$/m, {})
  return { ...(JSON.parse(match) as SandboxAddresses), stop: () => stopped(child) }
}

export interface HostOption {
  host: 'browser' | 'electron' | 'harness'
}

interface Fixtures extends HostOption {
  /** A fresh folder for the app's own data. */
  userData: string
  /** The browser host, where that is the host. */
  served: RunningApp | null
  /** The same, for specs of it alone. */
  app: RunningApp
  /** The app's window on its first screen, the embedded sandbox ready. */
  window: Page
  /** A second sandbox, started alone, one a worker. */
  servers: SandboxAddresses
  /** The same on MariaDB: temporary tables, locks, a process list. */
  mariadb: SandboxAddresses
}
type OfWorker = 'servers' | 'mariadb'

interface OpenedWindow {
  window: Page
  /** What the page threw or complained of, as it comes. */
  problems: string[]
  stop?(): Promise<void>
}

async function openServed(app: RunningApp, page: Page): Promise<OpenedWindow> {
  const problems = watch(page)
  await page.goto(app.url)
  return { window: page, problems }
}

/** `page` is an empty page of the Chromium that the harness shows its windows in. */
async function openDesktop(host: HostOption['host'], userData: string, page: Page): Promise<OpenedWindow> {
  if (host === 'harness') {
    const desktop = await launchDesktop(userData, page.context())
    return { window: desktop.page(), ...desktop }
  }
  const electron = await _electron.launch({ executablePath: process.env.TESSERA_ELECTRON ?? '', args: [root, '--user-data', userData] })
  const window = await electron.firstWindow()
  return { window, problems: watch(window), stop: () => electron.close() }
}

export const test = base.extend<Omit<Fixtures, OfWorker>, Pick<Fixtures, OfWorker>>({
  // Playwright wants the first parameter destructured, even where nothing is taken.
  userData: async ({}, provide) => {
    const folder = await mkdtemp(join(tmpdir(), 'tessera-e2e-'))
    await provide(folder)
    await rm(folder, { recursive: true, force: true })
  },
  host: ['browser', { option: true }],
  served: async ({ host, userData }, provide) => {
    const app = host === 'browser' ? await launchApp(userData) : null
    await provide(app)
    await app?.stop()
  },
  app: async ({ served }, provide) => {
    if (!served) throw new Error('only the browser host has an address and a terminal')
    await provide(served)
  },
  window: async ({ host, served, userData, page }, provide) => {
    const { window, problems, stop } = served ? await openServed(served, page) : await openDesktop(host, userData, page)
    await window.getByRole('button', { name: /Open the sandbox|打开沙箱/ }).and(window.locator(':enabled')).waitFor()
    await provide(window)
    // A page that threw or broke its own security policy is broken even where a spec did not look.
    base.expect(problems).toEqual([])
    await stop?.()
  },
  servers: [
    async ({}, provide) => {
      const servers = await startSandboxProgram()
      await provide(servers)
      await servers.stop()
    },
    { scope: 'worker' },
  ],
  mariadb: [
    async ({}, provide) => {
      const servers = await startSandboxProgram(['--engine', 'mariadb'])
      await provide(servers)
      await servers.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})
export const { expect } = base
