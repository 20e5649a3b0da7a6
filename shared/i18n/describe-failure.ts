import type { Failure } from '../model/failure.ts'
import en from './failures.en.json' with { type: 'json' }
import zhCN from './failures.zh-CN.json' with { type: 'json' }
import { fill } from './fill.ts'
import type { Locale } from './locale.ts'

export type { Locale }

const catalogues: Record<Locale, typeof en> = { en, 'zh-CN': zhCN }

/** The sentence for a person and what to do next, in their language. Pure; used by every host. */
export function describeFailure(failure: Failure, locale: Locale): { message: string; next: string } {
  const texts = catalogues[locale][failure.code]
  return { message: fill(texts.message, failure.params), next: fill(texts.next, failure.params) }
}
