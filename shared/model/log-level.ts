import { z } from 'zod'

/** What the local log keeps: entries of the level and graver ones. */
export const LogLevel = z.enum(['error', 'warn', 'info', 'debug'])
export type LogLevel = z.infer<typeof LogLevel>
