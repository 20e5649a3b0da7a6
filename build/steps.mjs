/** Runs the parts of a check as child processes and counts what passed and failed. */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'node_modules', '.bin')

/**
 * Runs a command of node_modules/.bin (or of the system) in the project's root.
 * @param {string[]} command
 * @param {{ env?: Record<string, string>, quiet?: boolean }} [options] quiet: the output is shown only on failure
 * @returns {Promise<{ code: number, output: string, seconds: number }>}
 */
export function run([name, ...args], { env = {}, quiet = false } = {}) {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, {
      cwd: root,
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, FORCE_COLOR: '0', NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const take = (chunk) => {
      output += chunk
      if (!quiet) process.stdout.write(chunk)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('error', reject)
    child.on('close', (code) => {
      const seconds = (performance.now() - started) / 1000
      if (quiet && code !== 0) process.stdout.write(output)
      resolve({ code: code ?? 1, output, seconds })
    })
  })
}

/** A step that is one check: passed or failed by its exit code. */
export async function check(name, command, options) {
  const { code, seconds } = await run(command, { quiet: true, ...options })
  return report(name, code === 0 ? 1 : 0, code === 0 ? 0 : 1, seconds)
}

/** The fuzzer: one check, and its closing line says how many inputs were tried. */
export async function fuzz(args) {
  const { code, output, seconds } = await run(['node', 'e2e/fuzz/main.ts', ...args], { quiet: true })
  console.log(output.trim().split('\n').at(-1))
  return report('fuzzing', code === 0 ? 1 : 0, code === 0 ? 0 : 1, seconds)
}

/** Vitest: each test counts. Lines that a test prints behind `counted: ` are shown: how much was tried cannot be told from a number of tests. */
export async function vitest(name, project) {
  return withReport(async (file) => {
    const { code, output, seconds } = await run(
      ['vitest', 'run', '--config', 'build/vitest.config.ts', '--project', project, '--reporter=json', `--outputFile=${file}`, '--reporter=dot'],
      { quiet: true },
    )
    if (code === 0) for (const [line] of output.matchAll(/counted: .*$/gm)) console.log(`  ${line}`)
    const json = await readFile(file, 'utf8').then(JSON.parse, () => null)
    // A suite that fails to load has no failed test of its own: it still counts as one failure.
    const failed = json ? Math.max(json.numFailedTests, code === 0 ? 0 : 1) : 1
    return report(name, json?.numPassedTests ?? 0, failed, seconds)
  })
}

/** Playwright: each spec counts; a flaky one (passed on retry) is a failure of ours to understand, and there are no retries. */
export async function playwright(name, env = {}, note = '') {
  return withReport(async (file) => {
    const { code, seconds } = await run(['playwright', 'test', '--config', 'e2e/playwright.config.ts', '--reporter=json,list'], {
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    })
    const stats = await readFile(file, 'utf8').then((text) => JSON.parse(text).stats, () => null)
    const failed = stats ? Math.max(stats.unexpected + stats.flaky, code === 0 ? 0 : 1) : 1
    return report(name, stats?.expected ?? 0, failed, seconds, note)
  })
}

async function withReport(work) {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-report-'))
  try {
    return await work(join(folder, 'report.json'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function report(name, passed, failed, seconds, note = '') {
  console.log(`${failed === 0 ? '✓' : '✗'} ${name}: ${passed} passed, ${failed} failed (${seconds.toFixed(1)} s)${note && ` · ${note}`}`)
  return { passed, failed }
}

/** Adds up steps, prints the closing line, and sets the exit code. */
export function conclude(results) {
  const passed = results.reduce((sum, one) => sum + one.passed, 0)
  const failed = results.reduce((sum, one) => sum + one.failed, 0)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
