import { defineConfig } from 'vitest/config'

/**
 * `unit` runs in seconds and needs nothing; `integration` talks HTTP to sandbox servers on loopback, on SQLite and
 * on a private MariaDB. Renderer tests that need a DOM say so with `// @vitest-environment jsdom`.
 */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    reporters: ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Files share a process: a third of the time was starting one for each.
          isolate: false,
          // Property tests and key derivation beside four type checks: slow is no failure.
          testTimeout: 20_000,
          include: ['{electron,shared,renderer}/**/*.test.{ts,tsx}', 'build/*.test.mjs', 'e2e/fuzz/*.test.ts'],
          exclude: ['**/*.integration.test.{ts,mjs}', 'node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['electron/**/*.integration.test.ts'],
          // On two cores: most of the time a test waits for a server, a timeout or a poll.
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      // Builds into out/, which the others read: it runs alone.
      { extends: true, test: { name: 'packaging', include: ['build/*.integration.test.mjs'], testTimeout: 120_000, hookTimeout: 120_000 } },
    ],
  },
})
