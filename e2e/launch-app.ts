/**
 * Starts Tessera as a person would and opens its window in Chromium. Specs run on the browser host; Electron is proven
 * by its stand-in smoke test where its binary cannot be had.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base, type Page } from '@playwright/test'
import type { SandboxAddresses } from '../electron/sandbox/addresses.ts'

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

interface Fixtures {
  /** A fresh folder for the app's own data. */
  userData: string
  app: RunningApp
  /** The app's window on its first screen, the embedded sandbox ready. */
  window: Page
  /** A second sandbox, started alone, one a worker. */
  servers: SandboxAddresses
  /** The same on MariaDB: temporary tables, locks, a process list. */
  mariadb: SandboxAddresses
}
type OfWorker = 'servers' | 'mariadb'

export const test = base.extend<Omit<Fixtures, OfWorker>, Pick<Fixtures, OfWorker>>({
  // Playwright wants the first parameter destructured, even where nothing is taken.
  userData: async ({}, provide) => {
    const folder = await mkdtemp(join(tmpdir(), 'tessera-e2e-'))
    await provide(folder)
    await rm(folder, { recursive: true, force: true })
  },
  app: async ({ userData }, provide) => {
    const app = await launchApp(userData)
    await provide(app)
    await app.stop()
  },
  window: async ({ app, page }, provide) => {
    const problems = watch(page)
    await page.goto(app.url)
    await page.getByRole('button', { name: /Open the sandbox|打开沙箱/ }).and(page.locator(':enabled')).waitFor()
    await provide(page)
    // A page that threw or broke its own security policy is broken even where a spec did not look.
    base.expect(problems).toEqual([])
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

/** Uncaught errors and console errors of the page, as they come. */
export function watch(page: Page): string[] {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  return problems
}
