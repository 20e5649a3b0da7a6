/** `npm run bench`: ratios against the floor, in one run; never absolute times. */
import { build } from './build.mjs'
import { run } from './steps.mjs'
import { prepareMachine } from './machine.mjs'

const missing = await prepareMachine()
if (missing.length > 0) {
  for (const line of missing) console.error(line)
  process.exit(1)
}
const checkOnly = process.argv.slice(2)
const cells = await run(['node', 'e2e/bench/cells.ts', ...checkOnly])
const overhead = await run(['node', 'e2e/bench/overhead.ts', ...checkOnly])
const grid = await run(['node', 'e2e/bench/grid.ts', ...checkOnly])
const map = await run(['node', 'e2e/bench/map.ts', ...checkOnly])
// The only one that runs the app itself.
await build(console.log)
const drds = await run(['node', 'e2e/bench/drds.ts', ...checkOnly])
process.exitCode = cells.code || overhead.code || grid.code || map.code || drds.code
