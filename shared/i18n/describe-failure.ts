import type { Failure } from '../model/failure.ts'
import { isLeftOpen } from '../model/may-have-run.ts'
import en from './failures.en.json' with { type: 'json' }
import zhCN from './failures.zh-CN.json' with { type: 'json' }
import { fill } from './fill.ts'
import { hostText } from './host-text.ts'
import type { Locale } from './locale.ts'

export type { Locale }

const catalogues: Record<Locale, typeof en> = { en, 'zh-CN': zhCN }

/**
 * The sentence for a person and what to do next, in their language; where it may have happened all the same, that comes
 * first. Pure; used by every host.
 */
export function describeFailure(failure: Failure, locale: Locale): { message: string; next: string } {
  const texts = catalogues[locale][failure.code]
  const message = fill(texts.message, failure.params) + throughProxy(failure, texts.message, locale)
  const next = fill(texts.next, failure.params)
  return { message, next: isLeftOpen(failure) ? hostText(locale, 'failure.mayHaveRun', { next }).trim() : next }
}

/** A proxy that had a part in it is said, once: it is the first thing that whoever looks into it asks. */
function throughProxy({ params }: Failure, message: string, locale: Locale): string {
  if (params.proxy === undefined || message.includes('{{proxy}}')) return ''
  return `${locale === 'zh-CN' ? '' : ' '}${hostText(locale, 'failure.throughProxy', params)}`
}
