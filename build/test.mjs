/**
 * `npm test`: everything that proves Tessera, in order of speed. Its last line is `N passed, M failed`.
 * It needs nothing from outside but the machine's parts (build/machine.mjs); tests use loopback only.
 */
import { build } from './build.mjs'
import { quickChecks } from './check.mjs'
import { electronProgram, whyNoDesktop } from './electron-binary.mjs'
import { prepareMachine } from './machine.mjs'
import { check, conclude, fuzz, playwright, vitest } from './steps.mjs'

const missing = await prepareMachine()
if (missing.length > 0) {
  for (const line of missing) console.error(line)
  process.exit(1)
}

const results = [...(await quickChecks())]
await build(console.log)
results.push(await vitest('integration tests', 'integration'))
const electron = await electronProgram()
const noElectron = electron === null ? 'no binary' : whyNoDesktop()
results.push(
  noElectron === null
    ? await playwright('end to end in Chromium and Electron', { TESSERA_ELECTRON: electron })
    : await playwright('end to end in Chromium', {}, `Electron: not run, ${noElectron}`),
)
results.push(await fuzz(['--inputs', '600', '--minutes', '2']))
results.push(await check('first bundle', ['node', 'build/bundle-size.mjs']))
results.push(await vitest('packaging', 'packaging'))
// Timings last and alone, so that nothing else runs beside them.
results.push(await check('bench: bytes to cells', ['node', 'e2e/bench/cells.ts', '--check']))
results.push(await check('bench: a query to a bare request', ['node', 'e2e/bench/overhead.ts', '--check']))
results.push(await check('bench: grid in Chromium', ['node', 'e2e/bench/grid.ts', '--check']))
results.push(await check('bench: map in Chromium', ['node', 'e2e/bench/map.ts', '--check']))
results.push(await check('bench: DRDS instances in Chromium', ['node', 'e2e/bench/drds.ts', '--check']))
conclude(results)
