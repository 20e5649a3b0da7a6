import { z } from 'zod'

/** A string that names one kind of thing; only the place that makes the thing makes the id. */
type Id<Name extends string> = string & { readonly __id: Name }

/** Names a stored connection. The renderer holds it; only main can turn it into credentials. */
export type ConnectionId = Id<'connection'>
/** Names one run of one statement, chosen by the renderer so that it can cancel before an answer comes. */
export type RunId = Id<'run'>
/** Names an editor tab; a MaxScale session belongs to one tab. */
export type TabId = Id<'tab'>

export const connectionId = (text: string): ConnectionId => text as ConnectionId
export const runId = (text: string): RunId => text as RunId
export const tabId = (text: string): TabId => text as TabId

/** An id on the wire: short, printable, and branded for TypeScript. */
export const Id = <T extends string>() =>
  z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) as unknown as z.ZodType<T, T>
