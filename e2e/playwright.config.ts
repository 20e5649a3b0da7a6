import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/** Chromium without the browser around it, as Electron embeds it; it starts in half the time. */
const headlessShell = '/usr/bin/chromium-headless-shell'

/** Specs drive the browser host in Chromium; each starts its own app with its own data folder and sandbox. */
export default defineConfig({
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
