import type { z } from 'zod'
import type { EntryProblem } from '../../shared/model/connection-entry.ts'
import { failureOf, type Failure, type FailureCode } from '../../shared/model/failure.ts'

const entryProblems: Readonly<Record<EntryProblem, FailureCode>> = {
  missing: 'input.missing',
  blanksAround: 'input.blanksAround',
  control: 'input.controlCharacter',
  colon: 'input.colon',
  notLatin: 'input.notLatin',
  half: 'input.halfCharacter',
  direction: 'input.direction',
}

/** Turns a schema's first complaint into a Failure that names the field (`settings.endpoint`), never its value. */
export function inputFailure(error: z.ZodError): Failure {
  const issue = error.issues[0]
  const field = issue?.path.map(String).join('.') || 'input'
  const invalid = (code: Failure['code'], params: Failure['params'] = {}) =>
    failureOf('input', code, { params: { field, ...params } })
  if (!issue) return invalid('input.invalid', { problem: error.name })
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? invalid('input.missing')
        : invalid('input.wrongType', { expected: issue.expected })
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? invalid('input.missing')
        : invalid('input.tooSmall', { minimum: Number(issue.minimum) })
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? invalid('input.tooLong', { maximum: Number(issue.maximum) })
        : invalid('input.tooBig', { maximum: Number(issue.maximum) })
    case 'invalid_format':
    case 'invalid_union':
      return invalid('input.badFormat')
    case 'invalid_value':
      return invalid('input.badChoice', { choices: issue.values.map(String).join(', ') })
    case 'unrecognized_keys':
      return invalid('input.unknownField', { names: issue.keys.join(', ').slice(0, 200) })
    case 'custom':
      return invalid(entryProblems[issue.params?.problem as EntryProblem] ?? 'input.invalid', { problem: issue.message })
    default:
      return invalid('input.invalid', { problem: issue.message })
  }
}
