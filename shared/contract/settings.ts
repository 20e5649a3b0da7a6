import { z } from 'zod'
import { LogLevel } from '../model/log-level.ts'
import { call } from './call.ts'

/** Nothing to sign in with, which the settings would keep in clear, and no query that an address of files would lose. */
export const isPlainAddress = (address: string): boolean => /^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/i.test(address)

/** What a person set for the whole app; every field is read somewhere. */
export const Settings = z.strictObject({
  /** `system` follows the operating system. */
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  locale: z.enum(['system', 'en', 'zh-CN']),
  /** Rows asked for when a statement does not limit itself. */
  rowLimit: z.number().int().min(1).max(1_000_000),
  editorFontSize: z.number().int().min(10).max(28),
  /** Through what the editor takes text from input methods: a hidden text area, or Chromium's EditContext. */
  editorInput: z.enum(['compatible', 'editContext']),
  /** A vault with a passphrase is locked when nobody did anything for so long; 0 for never. */
  lockAfterMinutes: z.literal([0, 5, 15, 60]),
  /** It is locked when the computer sleeps and when its screen is locked, as far as the host knows. */
  lockWhenAway: z.boolean(),
  logLevel: LogLevel,
  /** Whether anybody is ever asked for a newer version, and whether without being told to each time. */
  updateChecks: z.enum(['off', 'whenAsked', 'daily']),
  /** The folder that holds the feed of updates: the makers', a mirror, a company's own. */
  updateFeed: z.url({ protocol: /^https?$/ }).max(500).refine(isPlainAddress),
})
export type Settings = z.infer<typeof Settings>

export const defaultSettings: Settings = {
  theme: 'system',
  locale: 'system',
  rowLimit: 3_000,
  editorFontSize: 13,
  // With EditContext Microsoft Pinyin shows no candidates (microsoft/vscode#279720, #285013).
  editorInput: 'compatible',
  lockAfterMinutes: 15,
  lockWhenAway: true,
  logLevel: 'info',
  updateChecks: 'whenAsked',
  updateFeed: 'https://tessera.github.io/workbench/updates/',
}

export const settings = {
  get: call(z.strictObject({})).returns<Settings>(),
  set: call(Settings.partial()).returns<Settings>(),
}
