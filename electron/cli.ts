#!/usr/bin/env node
/** The terminal: one statement on one connection, exact values to standard output, all else to standard error. */
import { constants } from 'node:os'
import { hostText } from '../shared/i18n/host-text.ts'
import type { Locale } from '../shared/i18n/locale.ts'
import { FailureError, failureOf } from '../shared/model/failure.ts'
import { openCore, type Core } from './app-core.ts'
import { toFailure } from './ipc/to-failure.ts'
import { openLog } from './log/log.ts'
import { nodePlatform } from './platform/node-platform.ts'
import { systemLocale } from './platform/system-locale.ts'
import { userDataFolder } from './platform/user-data.ts'
import { listConnections } from './terminal/list-connections.ts'
import { readOptions, type ConnectionsOptions, type QueryOptions } from './terminal/options.ts'
import { passphraseFor } from './terminal/passphrase.ts'
import { failureReport } from './terminal/report.ts'
import { ExitCode, runQuery } from './terminal/run-query.ts'
import { version } from './version.ts'

/** How long ending may take before it is done without manners, milliseconds. */
const END_WITHIN = 5_000

const locale = systemLocale()
const say = (line: string) => process.stderr.write(`${line}\n`)
// A reader that goes away (`| head`) ends the output, not the program.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stream.destroy())

process.exitCode = await main()

async function main(): Promise<number> {
  const read = readOptions(process.argv.slice(2))
  switch (read.kind) {
    case 'help':
      process.stdout.write(`${hostText(locale, 'cli.usage')}\n`)
      return ExitCode.ok
    case 'version':
      process.stdout.write(`${version}\n`)
      return ExitCode.ok
    case 'invalid':
      say(`${hostText(locale, read.key, read.params)}\n\n${hostText(locale, 'cli.usage')}`)
      return ExitCode.failure
    case 'run':
      return run(read.options, locale)
  }
}

async function run(options: QueryOptions | ConnectionsOptions, locale: Locale): Promise<number> {
  let core: Core | undefined
  const userData = userDataFolder(options.userData)
  try {
    core = await openCore(nodePlatform('terminal', userData), { sandboxEngine: 'sqlite' })
    endOnSignals(core)
    const { warnings } = await core.handlers.app.info({})
    for (const line of warnings.flatMap((failure) => failureReport(failure, locale))) say(line)
    if (options.sandbox) await startSandbox(core)
    if (options.command === 'connections') {
      await listConnections(core, options.format, locale, say)
      return ExitCode.ok
    }
    if (!options.connection.startsWith('sandbox-')) await unlock(core, options.sql !== '-')
    return await runQuery(core, options, locale, say)
  } catch (error) {
    const failure = toFailure(error, { where: `cli ${options.command}`, folder: userData, log: core?.log ?? openLog(userData) })
    for (const line of failureReport(failure, locale)) say(line)
    return ExitCode.failure
  } finally {
    await core?.close()
  }
}

/** A signal ends the program once its session on the server is closed; Ctrl+C alone cancels first (run-query.ts). */
function endOnSignals(core: Core): void {
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      const end = () => process.exit(128 + constants.signals[signal])
      setTimeout(end, END_WITHIN)
      core.close().then(end, end)
    })
  }
}

async function startSandbox(core: Core): Promise<void> {
  say(hostText(locale, 'cli.sandboxStarting'))
  await core.startSandbox()
  const { sandbox } = await core.handlers.app.info({})
  if (sandbox.state === 'failed') {
    throw new FailureError(failureOf('internal', 'sandbox.failed', { params: { reason: sandbox.reason } }))
  }
}

/** Opens a locked passphrase vault; without a passphrase the call fails later, where a secret is needed. */
async function unlock(core: Core, mayAsk: boolean): Promise<void> {
  const status = await core.handlers.vault.status({})
  if (status.state !== 'locked') return
  const passphrase = await passphraseFor(hostText(locale, 'cli.passphrase'), mayAsk)
  if (passphrase) await core.handlers.vault.unlock({ passphrase: passphrase.reveal() })
}
