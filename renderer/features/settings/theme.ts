import type { Settings } from '../../../shared/contract/settings.ts'

export type Theme = 'light' | 'dark' | 'contrast'

/** The set of tokens for a setting; `system` follows the system's contrast and colour scheme. */
export function themeFor(setting: Settings['theme'], matches: (query: string) => boolean): Theme {
  if (setting !== 'system') return setting
  if (matches('(prefers-contrast: more)')) return 'contrast'
  return matches('(prefers-color-scheme: dark)') ? 'dark' : 'light'
}

const systemQueries = ['(prefers-contrast: more)', '(prefers-color-scheme: dark)']

/** Calls back when the system's own choice changes; answers how to stop. */
export function watchSystemTheme(onChange: () => void): () => void {
  const lists = systemQueries.map((query) => window.matchMedia(query))
  for (const list of lists) list.addEventListener('change', onChange)
  return () => {
    for (const list of lists) list.removeEventListener('change', onChange)
  }
}
