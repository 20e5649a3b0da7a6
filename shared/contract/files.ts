import { z } from 'zod'
import type { Failure } from '../model/failure.ts'
import { call } from './call.ts'

/**
 * Choosing a file is the host's business. The desktop shows its dialogs; the browser host answers `inPage`,
 * and the page uses its own file input or download.
 */
export type OpenedFile = { kind: 'opened'; name: string; text: string } | { kind: 'dismissed' } | { kind: 'inPage' }
export type SavedFile = { kind: 'saved'; path: string } | { kind: 'dismissed' } | { kind: 'inPage' }

/** A SQL file that Tessera was started with, or that the system handed over: a double click, a drop on its icon. */
export type HandedFile = { kind: 'opened'; name: string; text: string } | { kind: 'failed'; failure: Failure }

export const files = {
  openSql: call(z.strictObject({})).returns<OpenedFile>(),
  /** What was handed over since the last time; `files.handed` says that there is some. */
  takeHanded: call(z.strictObject({})).returns<HandedFile[]>(),
  saveText: call(
    z.strictObject({ suggestedName: z.string().min(1).max(200), text: z.string().max(64_000_000), kind: z.enum(['sql', 'text']) }),
  ).returns<SavedFile>(),
}
