import { z } from 'zod'
import { Id, type ConnectionId, type TabId } from '../model/ids.ts'
import { call } from './call.ts'

export const WorkspaceTab = z.strictObject({
  id: Id<TabId>(),
  title: z.string().max(200),
  text: z.string().max(16_000_000),
  connectionId: Id<ConnectionId>().nullable(),
  database: z.string().max(128),
  /** Character offset of the caret. */
  caret: z.number().int().min(0),
  /** What the tab shows: an editor with its results, or the overview of its MaxScale. */
  view: z.enum(['query', 'overview']).default('query'),
})
export type WorkspaceTab = z.infer<typeof WorkspaceTab>

/** Tabs and layout, kept so that no work is ever lost: saved as one types, read at the start. */
export const Workspace = z.strictObject({
  tabs: z.array(WorkspaceTab).max(500),
  activeTabId: Id<TabId>().nullable(),
  /** Tabs that can be reopened, the latest last, each with its place in the strip, from 0. */
  closed: z.array(z.strictObject({ tab: WorkspaceTab, at: z.number().int().min(0) })).max(50).optional(),
  /** Sizes and visibility of panels, by name. */
  layout: z.record(z.string().max(60), z.union([z.number(), z.boolean(), z.string().max(200)])),
})
export type Workspace = z.infer<typeof Workspace>

/** One replacement in a tab's text; offsets are UTF-16 code units of the text that the change before it left. */
export const TextChange = z.strictObject({
  at: z.number().int().min(0),
  removed: z.number().int().min(0),
  text: z.string().max(16_000_000),
})
export type TextChange = z.infer<typeof TextChange>

/** In one edit; a replacement everywhere may have more, and is saved with its tab. */
export const MOST_CHANGES = 10_000

/** One edit of a tab. A page counts the edits of all its tabs as one row, from 1, so that a lost one is noticed. */
export const TypedEdit = z.strictObject({
  tabId: Id<TabId>(),
  seq: z.number().int().min(1),
  changes: z.array(TextChange).min(1).max(MOST_CHANGES),
})
export type TypedEdit = z.infer<typeof TypedEdit>

/** A workspace and the last edit that it holds, 0 for none. */
const SaveWorkspace = Workspace.extend({ typed: z.number().int().min(0).default(0) })

export const workspace = {
  /** With all that was typed, up to the last key; edits are counted anew from here. Null at the very first start. */
  load: call(z.strictObject({})).returns<Workspace | null>(),
  save: call(SaveWorkspace).returns<null>(),
  /** Sent with every key between two saves, so that a crash takes nothing: an edit is some hundred bytes, a save is every tab. */
  typed: call(TypedEdit).returns<null>(),
}
