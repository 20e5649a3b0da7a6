import en from '../../../../shared/i18n/failures.en.json' with { type: 'json' }
import type { DrdsCallDetail } from '../../../../shared/model/drds-call.ts'
import { failureOf, type FailureCode } from '../../../../shared/model/failure.ts'
import { failureTexts } from '../../../i18n/i18n.ts'

/**
 * Why no answer came, or none of the service's own, in words and with its code. A request keeps the code of its failure
 * only: where the sentence would need more than is known here, the code stands alone.
 */
export function noAnswerText({ failure, host, action, elapsedMs }: Pick<DrdsCallDetail, 'failure' | 'host' | 'action' | 'elapsedMs'>): string {
  if (!isCode(failure)) return failure
  const { message } = failureTexts(failureOf('network', failure, { params: { host, action, seconds: Math.round(elapsedMs / 1_000) } }))
  return message.includes('{{') ? failure : `${message} (${failure})`
}

const isCode = (text: string): text is FailureCode => Object.hasOwn(en, text)
