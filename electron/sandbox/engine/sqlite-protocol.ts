/** What the embedded engine and its worker threads say to each other. */
import type { EngineColumn, ExecuteOptions } from './engine.ts'
import type { PackedCell } from './sqlite-columns.ts'

export type PackedResult =
  | { kind: 'rows'; columns: EngineColumn[]; rowCount: number; kinds: Uint8Array; cells: PackedCell[] }
  | { kind: 'ok'; affectedRows: bigint; lastInsertId: bigint; warnings: number }
  | { kind: 'error'; errno: number; sqlState: string; message: string }

export type WorkerRequest =
  | { id: number; do: 'seed'; file: string; seed: string[] | null }
  | { id: number; do: 'open'; file: string; threadId: number; user: string; database: string; version: string; signal: Int32Array<SharedArrayBuffer> }
  | { id: number; do: 'execute'; threadId: number; sql: string; options: ExecuteOptions }
  | { id: number; do: 'close'; threadId: number }

export type WorkerAnswer =
  | { id: number; ok: true; results: PackedResult[] }
  | { id: number; ok: false; errno: number; sqlState: string; message: string }

/** Values of a session's signal. */
export const Signal = { run: 0, cancelled: 1 } as const
