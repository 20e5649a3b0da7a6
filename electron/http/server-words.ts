/** The server's own words as a Failure carries them: the only place that makes them. */
import type { ServerWords } from '../../shared/model/failure.ts'
import type { HttpAnswer } from './send.ts'
import { pageText } from './page-text.ts'

/** What an answer's document says of itself, as it came. */
export type Said = Partial<Record<'text' | 'code' | 'requestId' | 'hostId', string | undefined>>

/** What an answer says, each field without secrets; without a `text` of its document, what a person can read of its body. */
export function serverWords(http: Pick<HttpAnswer, 'status' | 'bytes' | 'mask'>, { text, ...names }: Said = {}): ServerWords {
  const named = Object.entries(names).flatMap(([name, value]) => (value ? [[name, http.mask.text(value, MOST_NAME)]] : []))
  return { text: text === undefined ? pageText(http) : http.mask.text(text), status: http.status, ...(Object.fromEntries(named) as Omit<Said, 'text'>) }
}

/** A code is a few words and an id 36 letters. */
export const MOST_NAME = 200
