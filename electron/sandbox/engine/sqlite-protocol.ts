/** What the embedded engine and its worker threads say to each other. */
import type { EngineColumn, ExecuteOptions } from './engine.ts'
import type { PackedCell } from './sqlite-columns.ts'
import type { Process } from './sqlite-processes.ts'

export type PackedResult =
  | { kind: 'rows'; columns: EngineColumn[]; rowCount: number; kinds: Uint8Array; cells: PackedCell[] }
  | { kind: 'ok'; affectedRows: bigint; lastInsertId: bigint; warnings: number }
  | { kind: 'error'; errno: number; sqlState: string; message: string }

export type WorkerRequest =
  | { id: number; do: 'seed'; file: string; seed: string[] | null }
  | { id: number; do: 'open'; file: string; threadId: number; user: string; database: string; version: string; slots: Int32Array<SharedArrayBuffer> }
  | { id: number; do: 'execute'; threadId: number; sql: string; options: ExecuteOptions; processes: readonly Process[] }
  | { id: number; do: 'close'; threadId: number }

export type WorkerAnswer =
  /** `state` is the session's own, after `execute`. */
  | { id: number; ok: true; results: PackedResult[]; state?: { database: string; inTransaction: boolean } }
  | { id: number; ok: false; errno: number; sqlState: string; message: string }

/** A session's shared numbers: the signal that stops it, whether it sleeps, and what part of its text it runs. */
export const Slot = { signal: 0, sleeping: 1, from: 2, to: 3 } as const
export const createSlots = (): Int32Array<SharedArrayBuffer> => new Int32Array(new SharedArrayBuffer(4 * Object.keys(Slot).length))

/** Values of the slot `signal`. */
export const Signal = { run: 0, cancelled: 1 } as const
