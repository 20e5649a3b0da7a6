/** `npm run check`: types, lint, layers, unused code and unit tests, in about half a minute. */
import { fileURLToPath } from 'node:url'
import { check, conclude, vitest } from './steps.mjs'

/** The quick checks; the tests of types, lint and layers run beside the unit tests. */
export async function quickChecks() {
  const sideBySide = async () => [
    ...(await Promise.all(
      ['shared', 'electron', 'renderer', 'e2e'].map((part) => check(`types: ${part}`, ['tsc', '-p', part])),
    )),
    await check('lint', ['oxlint', '--config', 'build/oxlint.json', '--deny-warnings', 'shared', 'electron', 'renderer', 'e2e', 'build']),
    await check('layers', ['node', 'build/layers.mjs']),
    await check('unused code', ['knip', '--config', 'build/knip.json', '--no-progress']),
  ]
  return (await Promise.all([sideBySide(), vitest('unit tests', 'unit')])).flat()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) conclude(await quickChecks())
