/** The sandbox in a thread of its own, so that a heavy statement never makes the app wait. */
import { Worker } from 'node:worker_threads'
import type { RunningSandbox, SandboxAddresses, SandboxOptions } from './addresses.ts'

/** What the thread tells its parent, once. */
export type ThreadReport = { state: 'ready'; addresses: SandboxAddresses } | { state: 'failed'; reason: string }

/** The thread's program: the source, or the bundle's out/sandbox.js, seen from out/ and from out/chunks/. */
function program(): URL {
  if (import.meta.url.endsWith('.ts')) return new URL('./main.ts', import.meta.url)
  return new URL(/\/chunks\/[^/]+$/.test(import.meta.url) ? '../sandbox.js' : './sandbox.js', import.meta.url)
}

/**
 * Starts the sandbox in a worker thread and answers its addresses. Throws an Error with the sandbox's own words where
 * it cannot start. A sandbox that dies later leaves its ports refusing connections.
 */
export async function startSandboxThread(options: SandboxOptions): Promise<RunningSandbox> {
  const worker = new Worker(program(), { workerData: options, name: 'sandbox' })
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const report = await new Promise<ThreadReport>((resolve) => {
    worker.once('message', resolve)
    worker.once('error', (error: unknown) => resolve({ state: 'failed', reason: String(error) }))
    worker.once('exit', () => resolve({ state: 'failed', reason: 'the sandbox ended before it was ready' }))
  })
  if (report.state === 'failed') {
    await worker.terminate()
    throw new Error(report.reason)
  }
  return {
    ...report.addresses,
    close: async () => {
      worker.postMessage('close')
      await ended
    },
  }
}
