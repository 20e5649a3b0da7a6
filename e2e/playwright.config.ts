import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import type { HostOption } from './launch-app.ts'

/** Chromium without the browser around it, as Electron embeds it; it starts in half the time. */
const headlessShell = '/usr/bin/chromium-headless-shell'

/** What only shows on a desktop, on the harness. */
const ofDesktop = 'desktop.spec.ts'
/** Specs that open one window and nothing else of a host's. */
const ofEveryHost = ['editor.spec.ts', 'results.spec.ts', 'reload.spec.ts', 'languages-and-themes.spec.ts', 'drds-database.spec.ts', 'maxscale-session.spec.ts']

/**
 * Each spec starts its own app with its own data folder and sandbox: on the browser host in Chromium, the desktop's
 * on its harness, and some besides in Electron where TESSERA_ELECTRON names its binary (build/test.mjs looks for it).
 */
export default defineConfig<HostOption>({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Two cores, and half of a spec's time is waiting; each has an app, a sandbox and a data folder of its own.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  projects: [
    { name: 'browser', testIgnore: ofDesktop },
    { name: 'harness', testMatch: ofDesktop, use: { host: 'harness' } },
    ...(process.env.TESSERA_ELECTRON ? [{ name: 'electron', testMatch: ofEveryHost, use: { host: 'electron' as const } }] : []),
  ],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    colorScheme: 'light',
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      executablePath: process.env.TESSERA_CHROMIUM ?? (existsSync(headlessShell) ? headlessShell : '/usr/bin/chromium'),
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync',
      ],
    },
  },
})
