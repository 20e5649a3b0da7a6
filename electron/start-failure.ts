import { describeFailure } from '../shared/i18n/describe-failure.ts'
import type { Locale } from '../shared/i18n/locale.ts'
import { FailureError } from '../shared/model/failure.ts'

/** Why a host cannot start, in two lines for a person. */
export function startFailure(error: unknown, locale: Locale): string {
  if (error instanceof FailureError) {
    const { message, next } = describeFailure(error.failure, locale)
    return `${message}\n${next}`
  }
  return error instanceof Error ? error.message : String(error)
}
