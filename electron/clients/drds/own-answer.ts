/** Whether what came under HTTP 2xx is DRDS's answer to the action, or somebody else's: a login page, another service, a gateway. */
import { field, says, text, type WireDocument } from './document.ts'

/** 公共返回参数: every answer of the service has its RequestId, a refusal as well. */
const hasRequestId = ({ content }: WireDocument): boolean => {
  // Spelt exactly so: `requestId` is what a DMS proxy answers with.
  const { RequestId: id } = content
  return typeof id === 'string' && id.trim() !== ''
}

/** 错误结果: the service's own refusal. */
export const isOwnRefusal = (document: WireDocument): boolean =>
  hasRequestId(document) && (text(document.content, 'Code') !== '' || says(document.content, 'Success', 'false'))

/**
 * True for a success of the action: with a RequestId, no error code, and in XML the root `<Action>Response`. `Success`
 * comes as a boolean or as text, and not at all in the document.
 */
export function isOwnSuccess(document: WireDocument, action: string): boolean {
  const { root, content } = document
  if (!hasRequestId(document) || text(content, 'Code') !== '') return false
  if (root !== '' && root.toLowerCase() !== `${action}Response`.toLowerCase()) return false
  if (says(content, 'Success', 'true')) return true
  // A message without a code belongs to no success.
  return (field(content, 'Success') ?? null) === null && text(content, 'Message') === ''
}
