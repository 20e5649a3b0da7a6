/** `npm run bench`: ratios against the floor, in one run; never absolute times. */
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
process.exitCode = cells.code || overhead.code || grid.code
