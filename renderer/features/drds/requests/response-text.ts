import { RESPONSE_KEPT, type DrdsCallDetail } from '../../../../shared/model/drds-call.ts'
import { prettyJson } from '../../../ui/pretty-json.ts'
import { prettyXml } from './pretty-xml.ts'

export interface ResponseText {
  /** Laid out where it is whole, and JSON or XML. */
  text: string
  /** Bytes that are kept; fewer than came where it was cut. */
  keptBytes: number
  cut: boolean
}

/** An answer as a person reads it. What was cut is not laid out: a guess at its end would look like the server's. */
export function responseText({ response, responseBytes }: Pick<DrdsCallDetail, 'response' | 'responseBytes'>): ResponseText {
  const keptBytes = new TextEncoder().encode(response).length
  // A masked secret makes an answer shorter, too: that is no cut. A character of UTF-8 has up to four bytes.
  const cut = keptBytes > RESPONSE_KEPT - 4 && keptBytes < responseBytes
  if (cut) return { text: response, keptBytes, cut }
  const text = /^\s*</.test(response) ? prettyXml(response) : prettyJson(response)
  return { text, keptBytes, cut }
}
