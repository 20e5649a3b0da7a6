import en from '../../../../shared/i18n/failures.en.json' with { type: 'json' }
import type { DrdsCallDetail } from '../../../../shared/model/drds-call.ts'
import { failureOf, type FailureCode } from '../../../../shared/model/failure.ts'
import { failureTexts } from '../../../i18n/i18n.ts'

/**
 * Why no answer came, in words and with its code. A request keeps the code of its failure only: where the sentence
 * would need more than host and time, the code stands alone.
 */
export function noAnswerText({ failure, host, elapsedMs }: Pick<DrdsCallDetail, 'failure' | 'host' | 'elapsedMs'>): string {
  if (!isCode(failure)) return failure
  const { message } = failureTexts(failureOf('network', failure, { params: { host, seconds: Math.round(elapsedMs / 1_000) } }))
  return message.includes('{{') ? failure : `${message} (${failure})`
}

const isCode = (text: string): text is FailureCode => Object.hasOwn(en, text)
