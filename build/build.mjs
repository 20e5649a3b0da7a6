/**
 * Builds what runs: main, preload, serve, cli and sandbox with rolldown, the renderer with vite, and the sandbox's demo
 * data. Skips what has not changed.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { moduleCollector } from './bundled.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const out = join(root, 'out')

/** Process entry points; each becomes out/<name>.js (the sandboxed preload must be CommonJS). */
const entries = {
  main: 'electron/main.ts',
  serve: 'electron/serve.ts',
  cli: 'electron/cli.ts',
  sandbox: 'electron/sandbox/main.ts',
  'sqlite-worker': 'electron/sandbox/engine/sqlite-worker.ts',
}

/** @param {(line: string) => void} say */
export async function build(say = () => {}) {
  await mkdir(out, { recursive: true })
  await alone(() =>
    Promise.all([
      step('main', ['electron', 'shared', 'build', 'package.json'], bundleMain, say),
      step('renderer', ['renderer', 'shared', 'build', 'package.json'], bundleRenderer, say),
      step('demo', ['electron/sandbox', 'build'], fillDemo, say),
    ]),
  )
}

/** One build at a time: tests and a start may ask for one at once, and the second then finds nothing to do. */
async function alone(work) {
  const lock = join(out, '.building')
  while (!(await writeFile(lock, String(process.pid), { flag: 'wx' }).then(() => true, () => false))) {
    const owner = Number(await readFile(lock, 'utf8').catch(() => ''))
    if (owner && !isRunning(owner)) await rm(lock, { force: true })
    await setTimeout(100)
  }
  try {
    await work()
  } finally {
    await rm(lock, { force: true })
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

async function step(name, inputs, run, say) {
  const stampFile = join(out, `.${name}.stamp`)
  const stamp = await stampOf(inputs)
  if (existsSync(stampFile) && (await readFile(stampFile, 'utf8')) === stamp) return
  const started = performance.now()
  say(`Building ${name} …`)
  await run()
  await writeFile(stampFile, stamp)
  say(`Built ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

async function stampOf(inputs) {
  const hash = createHash('sha256')
  for (const input of inputs) {
    const path = join(root, input)
    const files = input.includes('.') ? [''] : (await readdir(path, { recursive: true })).sort()
    for (const file of files) {
      if (/\.test\.tsx?$|fixtures/.test(file)) continue
      const content = await readFile(join(path, file)).catch(() => null)
      if (content) hash.update(join(input, file)).update('\0').update(content)
    }
  }
  return hash.digest('hex')
}

async function bundleMain() {
  const { rolldown } = await import('rolldown')
  // `electron` is the host; mysql2 loads its optional parts at run time and is bundled like the rest.
  const modules = moduleCollector('main')
  const common = { platform: 'node', external: ['electron'], logLevel: 'warn', plugins: [modules.plugin()] }
  const main = await rolldown({
    ...common,
    input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(root, file)])),
  })
  await rm(join(out, 'chunks'), { recursive: true, force: true })
  await main.write({ dir: out, format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' })
  await main.close()
  const preload = await rolldown({ ...common, input: join(root, 'electron/preload.ts') })
  await preload.write({ file: join(out, 'preload.cjs'), format: 'cjs' })
  await preload.close()
  await modules.save()
}

async function bundleRenderer() {
  const { build: viteBuild } = await import('vite')
  const modules = moduleCollector('renderer')
  const plugins = [modules.plugin(join(root, 'renderer'))]
  // Of another mind in the environment, React would come in its development form, with paths of this machine in it.
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  try {
    await viteBuild({ configFile: join(root, 'build/vite.config.ts'), logLevel: 'warn', plugins, worker: { plugins: () => plugins } })
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = NODE_ENV
  }
  await modules.save()
}

/** The sandbox's demo, half a million rows, once for all starts of this build: a start copies the file. */
async function fillDemo() {
  const { fillDatabase } = await import('../electron/sandbox/engine/sqlite-fill.ts')
  const [half, whole] = [join(out, '.demo.sqlite'), join(out, 'demo.sqlite')]
  await rm(half, { force: true })
  fillDatabase(half, null)
  await rename(half, whole)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build(console.log)
