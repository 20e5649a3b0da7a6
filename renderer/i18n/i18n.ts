import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { describeFailure, type Locale } from '../../shared/i18n/describe-failure.ts'
import type { Settings } from '../../shared/contract/settings.ts'
import type { Failure } from '../../shared/model/failure.ts'
import en from './en.json' with { type: 'json' }
import zhCN from './zh-CN.json' with { type: 'json' }

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en }
  }
}

/** The language for a setting; `system` follows the languages that the system prefers. */
export function localeFor(setting: Settings['locale'], preferred: readonly string[] = navigator.languages): Locale {
  if (setting !== 'system') return setting
  const known = preferred.find((language) => /^(zh|en)\b/i.test(language))
  return known?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

/** Starts the catalogues; both are in the bundle, so this is done before the first paint. */
export function startI18n(locale: Locale) {
  void i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  })
  document.documentElement.lang = locale
}

export function changeLocale(locale: Locale) {
  if (i18next.language === locale) return
  void i18next.changeLanguage(locale)
  document.documentElement.lang = locale
}

/** The language that is shown now. */
export const currentLocale = (): Locale => (i18next.language === 'zh-CN' ? 'zh-CN' : 'en')

/** A failure in the language that is shown now. Components that show it also use `useTranslation`, so that they follow a change. */
export const failureTexts = (failure: Failure) => describeFailure(failure, currentLocale())

/** Sentences one after another: Chinese ones have their space in the full stop. */
export const sentences = (...texts: string[]): string => texts.join(currentLocale() === 'zh-CN' ? '' : ' ')
