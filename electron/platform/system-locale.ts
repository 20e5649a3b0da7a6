import { localeOfTag, type Locale } from '../../shared/i18n/locale.ts'

/** The terminal's language: LC_ALL, LC_MESSAGES, LANG as POSIX orders them, else the system's. */
export function systemLocale(env: NodeJS.ProcessEnv = process.env): Locale {
  const tag = env.LC_ALL || env.LC_MESSAGES || env.LANG || Intl.DateTimeFormat().resolvedOptions().locale
  return localeOfTag(tag)
}
