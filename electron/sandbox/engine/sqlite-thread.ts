/** A worker thread of the embedded engine. It does one thing at a time, for however many sessions it has. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { EngineOpenError } from './engine.ts'
import type { WorkerAnswer, WorkerRequest } from './sqlite-protocol.ts'

/** The worker beside this file in sources; in the bundle one folder up from the chunks, or beside an entry. */
export function workerFile(): URL {
  const candidates = ['./sqlite-worker.ts', './sqlite-worker.js', '../sqlite-worker.js'].map((path) => new URL(path, import.meta.url))
  const found = candidates.find((url) => existsSync(fileURLToPath(url)))
  if (!found) throw new Error(`the sandbox's sqlite-worker is missing beside ${import.meta.url}`)
  return found
}

type Ask = WorkerRequest extends infer Request ? (Request extends { id: number } ? Omit<Request, 'id'> : never) : never

/** Results, and the session's state after them. */
type Done = Pick<Extract<WorkerAnswer, { ok: true }>, 'results' | 'state'>

/**
 * Without the first every thread would let tens of megabytes of short-lived rows pile up; the second ends a statement that
 * would end the app.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 768 }

export class SqliteThread {
  alive = true
  /** How many sessions are open on it. */
  sessions = 0
  private readonly worker = new Worker(workerFile(), { name: 'sandbox-sqlite', resourceLimits })
  private readonly waiting = new Map<number, { resolve(answer: Done): void; reject(error: Error): void }>()
  private nextId = 1

  constructor() {
    this.worker.unref()
    this.worker.on('message', (answer: WorkerAnswer) => {
      const asker = this.waiting.get(answer.id)
      this.settle(answer.id)
      if (answer.ok) asker?.resolve(answer)
      else asker?.reject(new EngineOpenError(answer.errno, answer.sqlState, answer.message))
    })
    // Whatever ended it, a person sees what they would see of a server that went down with their statement.
    const lose = () => this.fail(new EngineOpenError(2013, 'HY000', 'Lost connection to server during query'))
    this.worker.on('error', lose)
    this.worker.on('exit', lose)
  }

  /** Throws EngineOpenError with the worker's own words. */
  ask(request: Ask): Promise<Done> {
    if (!this.alive) return Promise.reject(new EngineOpenError(2006, 'HY000', 'Server has gone away'))
    const id = this.nextId++
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.worker.ref()
      this.worker.postMessage({ ...request, id })
    })
  }

  async end(): Promise<void> {
    this.alive = false
    await this.worker.terminate()
  }

  private settle(id: number): void {
    this.waiting.delete(id)
    if (this.waiting.size === 0) this.worker.unref()
  }

  private fail(error: Error): void {
    this.alive = false
    for (const [id, { reject }] of this.waiting) {
      this.settle(id)
      reject(error)
    }
  }
}
