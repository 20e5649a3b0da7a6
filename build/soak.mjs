/** `npm run soak`: 1,000 tabs and 10,000 queries through host and window, instead of the few of `npm test`. */
import { build } from './build.mjs'
import { run } from './steps.mjs'

await build(console.log)
const env = { TESSERA_SOAK_TABS: '1000', TESSERA_SOAK_QUERIES: '10000' }
const host = await run(
  ['vitest', 'run', '--config', 'build/vitest.config.ts', '--project', 'integration', 'electron/soak.integration.test.ts'],
  { env },
)
const page = await run(['playwright', 'test', '--config', 'e2e/playwright.config.ts', '--project=browser', 'soak.spec.ts'], { env })
process.exit(host.code || page.code)
