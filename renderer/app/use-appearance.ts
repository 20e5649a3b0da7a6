import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { themeFor, watchSystemTheme } from '../features/settings/theme.ts'
import { changeLocale, localeFor } from '../i18n/i18n.ts'
import type { Dependencies } from './dependencies.ts'

const matches = (query: string) => window.matchMedia(query).matches

/** Keeps the page's theme and language as the settings say. */
export function useAppearance({ settings }: Dependencies): void {
  const { theme: setting, locale } = useStore(settings)
  const [, systemChanged] = useState(0)
  useEffect(() => watchSystemTheme(() => systemChanged((times) => times + 1)), [])
  useEffect(() => changeLocale(localeFor(locale)), [locale])
  const theme = themeFor(setting, matches)
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
}
