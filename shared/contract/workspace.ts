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

export const workspace = {
  /** Null at the very first start. */
  load: call(z.strictObject({})).returns<Workspace | null>(),
  save: call(Workspace).returns<null>(),
}
