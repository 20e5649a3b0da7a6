/** `npm run screenshots`: takes the README's pictures anew, by the spec that also checks them. */
import { build } from './build.mjs'
import { run } from './steps.mjs'

await build(console.log)
const { code } = await run(['playwright', 'test', '--config', 'e2e/playwright.config.ts', 'screenshots'], {
  env: { TESSERA_SCREENSHOTS: '1' },
})
process.exitCode = code
