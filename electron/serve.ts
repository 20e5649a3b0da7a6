/** The browser host: Tessera's services behind 127.0.0.1, its window in the person's browser. */
import { fileURLToPath } from 'node:url'
import { hostText, type HostTextKey } from '../shared/i18n/host-text.ts'
import { openCore, type Core } from './app-core.ts'
import { nodePlatform } from './platform/node-platform.ts'
import { hasDisplay, openInBrowser } from './platform/system-opener.ts'
import { systemLocale } from './platform/system-locale.ts'
import { userDataFolder } from './platform/user-data.ts'
import { startFailure } from './start-failure.ts'
import { version } from './version.ts'
import { readServeOptions, type ServeOptions } from './web/serve-options.ts'
import { startWebServer, type WebServer } from './web/web-server.ts'

/** How long ending may take before it is done without manners, milliseconds. */
const END_WITHIN = 5_000
/** Signals closer together than this are one, milliseconds. */
const SAME_SIGNAL = 500

const locale = systemLocale()
const text = (key: HostTextKey, params?: Record<string, string | number>) => hostText(locale, key, params)
const say = (line: string) => process.stdout.write(`${line}\n`)
const complain = (line: string) => process.stderr.write(`${line}\n`)
// A terminal that is gone must not keep Tessera from ending in good order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

const parsed = readServeOptions(process.argv.slice(2))
if (parsed.kind === 'help') say(text('serve.usage'))
else if (parsed.kind === 'version') say(version)
else if (parsed.kind === 'invalid') {
  complain(`${parsed.problem}\n\n${text('serve.usage')}`)
  process.exitCode = 2
} else {
  await serve(parsed.options)
}

async function serve(options: ServeOptions): Promise<void> {
  let core: Core
  let server: WebServer
  try {
    const platform = nodePlatform('browser', userDataFolder(options.userData))
    core = await openCore(platform, { sandboxEngine: options.sandbox === 'off' ? 'sqlite' : options.sandbox })
    process.on('unhandledRejection', (error) => core.log.error('unhandled rejection', error))
    const rendererFolder = fileURLToPath(new URL('./renderer', import.meta.url))
    server = await startWebServer({ dispatch: core.dispatch, events: core.events, rendererFolder, port: options.port })
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    complain(taken ? text('serve.portTaken', { port: options.port }) : startFailure(error, locale))
    process.exit(2)
  }
  // After the address is open: the first screen does not wait for the sandbox.
  if (options.sandbox !== 'off') void core.startSandbox()
  const url = printAddress(server)
  if (options.openBrowser && hasDisplay()) openInBrowser(url).catch(() => undefined)
  printAnotherOnEnter(server)
  endOnSignals(core, server)
}

function printAddress(server: WebServer): string {
  const url = server.issueUrl()
  say(text('serve.open', { url }))
  say(text('serve.once'))
  return url
}

/** A used-up address is no dead end: whoever holds the terminal gets another. */
function printAnotherOnEnter(server: WebServer): void {
  // Reading a terminal from the background would stop the process; then there is no Enter to hear.
  if (process.platform !== 'win32') process.on('SIGTTIN', () => undefined)
  process.stdin.on('error', () => undefined)
  process.stdin.on('data', () => printAddress(server))
  process.stdin.unref?.()
}

/** Ends on a signal, and on a defect of ours that nothing caught: sessions on servers are closed either way. */
function endOnSignals(core: Core, server: WebServer): void {
  let endingSince = 0
  let code = 0
  const end = () => {
    // A terminal's Ctrl+C comes once from it and once from npm; a person's second one means now.
    if (endingSince > 0 && performance.now() - endingSince < SAME_SIGNAL) return
    if (endingSince > 0) process.exit(1)
    endingSince = performance.now()
    say(text('serve.ending'))
    setTimeout(() => process.exit(1), END_WITHIN).unref()
    void server
      .close()
      .then(() => core.close())
      .then(
        () => process.exit(code),
        (error: unknown) => {
          core.log.error('ending', error)
          process.exit(1)
        },
      )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  process.on('uncaughtException', (error) => {
    const reference = core.log.error('uncaught exception', error)
    if (endingSince > 0) return
    complain(text('main.defect', { reference }))
    code = 1
    end()
  })
}
