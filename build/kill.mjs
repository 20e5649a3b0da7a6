/** `npm run kill -- 200`: as many kills in the midst of work, instead of the 20 of `npm test`. */
import { run } from './steps.mjs'

const kills = Number(process.argv[2] ?? 200)
const { code } = await run(
  ['vitest', 'run', '--config', 'build/vitest.config.ts', '--project', 'integration', 'electron/killed.integration.test.ts'],
  { env: { TESSERA_KILLS: String(kills) } },
)
process.exit(code)
