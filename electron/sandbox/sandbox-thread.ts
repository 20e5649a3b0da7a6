/** The sandbox in a thread of its own, so that a heavy statement never makes the app wait. */
import { Worker } from 'node:worker_threads'
import type { RunningSandbox, SandboxAddresses, SandboxOptions } from './addresses.ts'

/** What the thread tells its parent, once. */
export type ThreadReport = { state: 'ready'; addresses: SandboxAddresses } | { state: 'failed'; reason: string }

/** Of its heap: what needs more ends the thread, and not the app. A result at its bound takes about half of it on its way. */
const MOST_MEMORY_MB = 2_048

/** How long an orderly end may take before the thread is ended from outside. */
const closeMilliseconds = 10_000

/** The thread's program: the source, or the bundle's out/sandbox.js, seen from out/ and from out/chunks/. */
function program(): URL {
  if (import.meta.url.endsWith('.ts')) return new URL('./main.ts', import.meta.url)
  return new URL(/\/chunks\/[^/]+$/.test(import.meta.url) ? '../sandbox.js' : './sandbox.js', import.meta.url)
}

export interface SandboxThread extends RunningSandbox {
  /** Settles when the thread ends: null after `close`, else the reason in the sandbox's own words. Never rejects. */
  ended: Promise<string | null>
}

/**
 * Starts the sandbox in a worker thread and answers its addresses. Throws an Error with the sandbox's own words where
 * it cannot start.
 */
export async function startSandboxThread(options: SandboxOptions): Promise<SandboxThread> {
  const worker = new Worker(program(), { workerData: options, name: 'sandbox', resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB } })
  let closing = false
  let reason = 'the sandbox ended by itself'
  worker.on('error', (error: unknown) => (reason = error instanceof Error ? error.message : String(error)))
  const ended = new Promise<string | null>((resolve) => worker.once('exit', () => resolve(closing ? null : reason)))
  const report = await Promise.race([
    new Promise<ThreadReport>((resolve) => worker.once('message', resolve)),
    ended.then((): ThreadReport => ({ state: 'failed', reason })),
  ])
  if (report.state === 'failed') {
    await worker.terminate()
    throw new Error(report.reason)
  }
  return {
    ...report.addresses,
    ended,
    close: async () => {
      closing = true
      worker.postMessage('close')
      const timer = setTimeout(() => void worker.terminate(), closeMilliseconds)
      await ended
      clearTimeout(timer)
    },
  }
}
