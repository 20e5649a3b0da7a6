/** What a person can read of an answer that is not what the protocol's document describes. */

import type { FailureKind } from '../../shared/model/failure.ts'
import type { HttpAnswer } from './send.ts'

const MAX_TEXT = 500
/** Of a page's markup, in characters; a secret that begins before it is looked for as far as it goes. */
const LOOKED_AT = 16_384
const READ_BYTES = 4 * LOOKED_AT

/**
 * The text of a page or plain body, without markup and secrets, at most 500 characters; empty for binary or no content.
 * Secrets are hidden first: one that looks like markup, or is cut, would not be found whole afterwards.
 */
export function pageText({ bytes, mask }: Pick<HttpAnswer, 'bytes' | 'mask'>): string {
  const text = mask.text(new TextDecoder().decode(bytes.subarray(0, READ_BYTES)), LOOKED_AT)
  const plain = text
    .replace(/<(script|style|head)\b[\s\S]*?(?:<\/\1>|$)/gi, (whole) => /<title[^>]*>([^<]*)/i.exec(whole)?.[1] ?? ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\ufffd]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return plain.length > MAX_TEXT ? `${plain.slice(0, MAX_TEXT)}…` : plain
}

/** A parameter for failures that may be the doing of a proxy in between, which is then named: its 502, or a page of its own. */
export const betweenUs = ({ proxy, headers, bytes }: Pick<HttpAnswer, 'proxy' | 'headers' | 'bytes'>, kind: FailureKind): { proxy?: string } =>
  proxy !== undefined && (kind === 'server' || isPage(headers, bytes)) ? { proxy } : {}

/** Whether a body is a web page, by its type or its first character: a proxy or sign-in page in between. */
export function isPage(headers: Readonly<Record<string, string>>, bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false
  if (/\bhtml\b/i.test(headers['content-type'] ?? '')) return true
  return /^\s*<(?:!doctype html|html)\b/i.test(new TextDecoder().decode(bytes.subarray(0, 256)))
}
