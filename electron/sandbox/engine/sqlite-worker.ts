/** A worker thread of the embedded engine: fills the file once, and runs its sessions' statements. */
import { parentPort } from 'node:worker_threads'
import { SqlError } from './mysql-errors.ts'
import { fillDatabase } from './sqlite-fill.ts'
import type { PackedResult, WorkerAnswer, WorkerRequest } from './sqlite-protocol.ts'
import { SqliteSession } from './sqlite-session.ts'

const port = parentPort
const sessions = new Map<number, SqliteSession>()

port?.on('message', (request: WorkerRequest) => {
  const answer = handle(request)
  const transfer = answer.ok ? answer.results.flatMap((result) => (result.kind === 'rows' ? [result.kinds.buffer as ArrayBuffer] : [])) : []
  port.postMessage(answer, transfer)
})

function handle(request: WorkerRequest): WorkerAnswer {
  try {
    const results = run(request)
    const session = request.do === 'execute' ? sessions.get(request.threadId) : undefined
    return { id: request.id, ok: true, results, ...(session && { state: { database: session.database, inTransaction: session.db.isTransaction } }) }
  } catch (error) {
    if (error instanceof SqlError) return { id: request.id, ok: false, errno: error.errno, sqlState: error.sqlState, message: error.message }
    return { id: request.id, ok: false, errno: 1105, sqlState: 'HY000', message: error instanceof Error ? error.message : String(error) }
  }
}

function run(request: WorkerRequest): PackedResult[] {
  switch (request.do) {
    case 'seed':
      fillDatabase(request.file, request.seed)
      return []
    case 'open':
      sessions.set(request.threadId, new SqliteSession(request))
      return []
    case 'execute': {
      const session = sessions.get(request.threadId)
      if (!session) throw new SqlError(2006, 'HY000', 'Server has gone away')
      return session.execute(request.sql, request.options, request.processes)
    }
    case 'close':
      sessions.get(request.threadId)?.close()
      sessions.delete(request.threadId)
      return []
  }
}
