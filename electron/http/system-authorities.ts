import { getCACertificates } from 'node:tls'
import { Worker } from 'node:worker_threads'

const source = "require('node:worker_threads').parentPort.postMessage(require('node:tls').getCACertificates('system'))"

let read: Promise<readonly string[]> | null = null

/**
 * Whom the operating system trusts, certificates in PEM: a company's own authority is often there only. Read once, when
 * the first server is to be spoken to over TLS, and in a thread of its own: macOS takes seconds for its keychains.
 */
export function systemAuthorities(): Promise<readonly string[]> {
  read ??= inThread().catch(() => getCACertificates('system'))
  return read
}

const inThread = (): Promise<readonly string[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(source, { eval: true })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`ended with ${code} before it answered`)))
  })
