import { fill } from './fill.ts'
import en from './host.en.json' with { type: 'json' }
import zhCN from './host.zh-CN.json' with { type: 'json' }
import type { Locale } from './locale.ts'

export type HostTextKey = keyof typeof en

const catalogues: Record<Locale, typeof en> = { en, 'zh-CN': zhCN }

/** A text that a host shows outside of the renderer: in the terminal, a menu, a system's dialog. */
export const hostText = (locale: Locale, key: HostTextKey, params: Record<string, string | number> = {}): string =>
  fill(catalogues[locale][key], params)
