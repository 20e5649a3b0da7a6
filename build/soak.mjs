/** `npm run soak`: 1,000 tabs and 10,000 queries through the host, instead of the few of `npm test`. */
import { run } from './steps.mjs'

const { code } = await run(
  ['vitest', 'run', '--config', 'build/vitest.config.ts', '--project', 'integration', 'electron/soak.integration.test.ts'],
  { env: { TESSERA_SOAK_TABS: '1000', TESSERA_SOAK_QUERIES: '10000' } },
)
process.exit(code)
