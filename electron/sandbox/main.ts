/**
 * The sandbox's program, in two lives: `npm run sandbox` in a terminal, and a worker thread of the app
 * (sandbox-thread.ts). The terminal gets exactly one line of JSON on stdout; everything for people is on stderr.
 */
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import type { SandboxOptions } from './addresses.ts'
import { readArguments, usage } from './arguments.ts'
import { startSandbox } from './sandbox.ts'
import type { ThreadReport } from './sandbox-thread.ts'

async function runInThread(): Promise<void> {
  const tell = (report: ThreadReport) => parentPort?.postMessage(report)
  try {
    const { close, ...addresses } = await startSandbox(workerData as SandboxOptions)
    parentPort?.once('message', () => void close().finally(() => parentPort?.close()))
    tell({ state: 'ready', addresses })
  } catch (error) {
    tell({ state: 'failed', reason: wordsOf(error) })
    parentPort?.close()
  }
}

/** Exit codes: 0 after a signal, 2 where the sandbox cannot start. */
async function runInTerminal(): Promise<void> {
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  const parsed = readArguments(process.argv.slice(2))
  if (parsed.kind === 'help') return say(usage)
  if (parsed.kind === 'invalid') {
    say(`${parsed.problem}\n\n${usage}`)
    process.exitCode = 2
    return
  }
  say(`Starting the Tessera sandbox on ${parsed.options.engine} …`)
  try {
    const { close, ...addresses } = await startSandbox(parsed.options)
    process.stdout.write(`${JSON.stringify(addresses)}\n`)
    say('Ready. The line above has addresses and credentials; Ctrl+C ends it.')
    const signal = await nextSignal()
    say(`Ending (${signal}) …`)
    await close()
  } catch (error) {
    say(wordsOf(error))
    process.exitCode = 2
  }
}

const nextSignal = () =>
  new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve)
  })

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

if (isMainThread) await runInTerminal()
else await runInThread()
