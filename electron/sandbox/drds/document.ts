/** 返回结果: one answer, written as JSON or as XML (the default). */

export type WireValue = string | number | boolean | readonly WireValue[] | { readonly [name: string]: WireValue }
export type WireObject = { readonly [name: string]: WireValue }
export type Format = 'JSON' | 'XML'

/**
 * Spellings that real gateways are known to differ in (drds-actions, inconsistencies 6, 11 and 12). A client
 * understands all of them, so a test can ask for any.
 */
export interface WireStyle {
  /** `nested`: `Data: { Instance: [...] }`, the common one. `bare`: `Data: [...]`. */
  lists: 'nested' | 'bare'
  /** Success as true or as "true". */
  success: 'boolean' | 'text'
  /** An instance's Status as "0" or as 0. */
  status: 'text' | 'number'
}

export const commonStyle: WireStyle = { lists: 'nested', success: 'boolean', status: 'text' }

/** `root` is the action's name with "Response", or Error; JSON has no root. */
export function writeDocument(format: Format, root: string, content: WireObject): { type: string; body: string } {
  if (format === 'JSON') return { type: 'application/json;charset=utf-8', body: JSON.stringify(content) }
  return { type: 'text/xml;charset=utf-8', body: `<?xml version="1.0" encoding="UTF-8" ?>${element(root, content)}` }
}

/** The same answer in another spelling. */
export function inStyle(content: WireObject, style: WireStyle): WireObject {
  const restyle = (name: string, value: WireValue): WireValue => {
    if (name === 'Success' && style.success === 'text') return String(value)
    if (name === 'Status' && style.status === 'number') return Number(value)
    if (Array.isArray(value)) return value.map((item: WireValue) => restyle('', item))
    if (typeof value !== 'object') return value
    const entries = Object.entries(value as WireObject)
    const only = entries.length === 1 ? entries[0]?.[1] : undefined
    if (style.lists === 'bare' && Array.isArray(only)) return restyle('', only)
    return Object.fromEntries(entries.map(([key, one]) => [key, restyle(key, one)]))
  }
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, restyle(name, value)]))
}

function element(name: string, value: WireValue): string {
  if (Array.isArray(value)) return value.map((item: WireValue) => element(name, item)).join('')
  if (typeof value !== 'object') return `<${name}>${escapeXml(String(value))}</${name}>`
  return `<${name}>${Object.entries(value as WireObject).map(([key, one]) => element(key, one)).join('')}</${name}>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' }

/** XML 1.0 has no way to write most control characters: they are dropped. */
const escapeXml = (text: string) =>
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[&<>\r]/g, (one) => entities[one] ?? one)
