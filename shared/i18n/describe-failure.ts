import type { Failure } from '../model/failure.ts'
import en from './failures.en.json' with { type: 'json' }
import zhCN from './failures.zh-CN.json' with { type: 'json' }
import { fill } from './fill.ts'
import { hostText } from './host-text.ts'
import type { Locale } from './locale.ts'

export type { Locale }

const catalogues: Record<Locale, typeof en> = { en, 'zh-CN': zhCN }

/** The sentence for a person and what to do next, in their language. Pure; used by every host. */
export function describeFailure(failure: Failure, locale: Locale): { message: string; next: string } {
  const texts = catalogues[locale][failure.code]
  return { message: fill(texts.message, failure.params) + throughProxy(failure, texts.message, locale), next: fill(texts.next, failure.params) }
}

/** A proxy that had a part in it is said, once: it is the first thing that whoever looks into it asks. */
function throughProxy({ params }: Failure, message: string, locale: Locale): string {
  if (params.proxy === undefined || message.includes('{{proxy}}')) return ''
  return `${locale === 'zh-CN' ? '' : ' '}${hostText(locale, 'failure.throughProxy', params)}`
}
