/**
 * `npm start`: builds what changed, then opens Tessera in Electron, or in the browser where Electron cannot be had.
 * `--serve`, `--port N` and `--no-open` choose the browser outright; other options go to the host as they are.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { electronFolder, electronProgram, whyNoDesktop } from './electron-binary.mjs'

const NODE_NEEDED = 24
/** How long a start waits for Electron's binary to be downloaded, milliseconds; the build runs meanwhile. */
const DOWNLOAD_WITHIN = 5_000
/** An Electron that ends sooner than this with an error has never shown a window. */
const NEVER_RAN = 5_000

const root = fileURLToPath(new URL('..', import.meta.url))
const say = (line) => console.log(line)

const major = Number(process.versions.node.split('.')[0])
if (major < NODE_NEEDED) {
  console.error(
    `Tessera needs Node.js ${NODE_NEEDED}; this is ${process.versions.node}. ` +
      'npm install brings it on Linux and Windows (leave optional dependencies on); else see https://nodejs.org.',
  )
  process.exit(2)
}

const words = process.argv.slice(2)
const serveChosen = words.some((word) => ['--serve', '--port', '--no-open'].includes(word) || word.startsWith('--port='))
const options = words.filter((word) => word !== '--serve')

const download = serveChosen || whyNoDesktop() || (await electronProgram()) ? null : downloadElectron()
const { build } = await import('./build.mjs')
await build(say)
process.exitCode = await open()
download?.stop()

/** Opens the host that can be had; answers its exit code. */
async function open() {
  if (serveChosen) return serve()
  const reason = whyNoDesktop() ?? (await download?.outcome) ?? null
  const program = reason === null ? await electronProgram() : null
  if (!program) {
    say(`Starting in the browser: ${reason ?? 'the Electron binary is not here'}.`)
    return serve()
  }
  say('Starting Tessera in Electron …')
  const started = performance.now()
  const code = await run(program, [root, ...options])
  if (code === 0 || performance.now() - started > NEVER_RAN) return code
  say(`Starting in the browser: Electron ended at once (exit code ${code}).`)
  return serve()
}

function serve() {
  return run(process.execPath, [join(root, 'out/serve.js'), ...options])
}

/**
 * Runs Electron's own installer. `outcome` is null once the binary is there, or why it is not; an installer that is
 * merely slow goes on while Tessera runs in the browser, so that the next start finds the binary.
 */
function downloadElectron() {
  say('Fetching the Electron binary …')
  const installer = spawn(process.execPath, [join(electronFolder, 'install.js')], { stdio: ['ignore', 'ignore', 'pipe'] })
  let words = ''
  installer.stderr.setEncoding('utf8').on('data', (text) => (words += text))
  const ended = new Promise((resolve) => {
    installer.once('error', (error) => resolve(`the Electron binary could not be fetched (${error.message})`))
    installer.once('close', (code) => resolve(code === 0 ? null : `the Electron binary could not be fetched (${reasonIn(words)})`))
  })
  const slow = new Promise((resolve) => {
    const seconds = DOWNLOAD_WITHIN / 1_000
    setTimeout(resolve, DOWNLOAD_WITHIN, `fetching the Electron binary takes more than ${seconds} s; a later start will find it`).unref()
  })
  return { outcome: Promise.race([ended, slow]), stop: () => installer.kill() }
}

/** The installer's error without its stack. */
function reasonIn(words) {
  return (/(?:\w*Error: )?(.+)/.exec(words)?.[1] ?? 'no reason given').slice(0, 200)
}

/** Runs a program in our terminal until it ends, and passes signals on: they may have been sent to us alone. */
function run(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', cwd: root })
    const forward = (signal) => child.kill(signal)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)
    child.once('error', reject)
    child.once('exit', (code) => {
      for (const signal of signals) process.off(signal, forward)
      resolve(code ?? 1)
    })
  })
}
