import { z } from 'zod'
import { call } from './call.ts'

/** What a support bundle may hold, each part of it chosen by the person who reads it first. */
export const supportParts = ['about', 'settings', 'connections', 'data', 'log'] as const
export type SupportPart = (typeof supportParts)[number]

export const support = {
  /** Each part as the text that would be saved; nothing is sent anywhere. */
  read: call(z.strictObject({})).returns<Record<SupportPart, string>>(),
}
