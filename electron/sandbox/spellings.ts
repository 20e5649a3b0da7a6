/** How servers write what they repeat of a request: as it came, escaped for what it goes into, encoded, or in pieces. */

const bytesOf = (text: string): number[] => [...Buffer.from(text, 'utf8')]
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le')
const hex = (bytes: Iterable<number>, between = '', before = ''): string => [...bytes].map((byte) => before + byte.toString(16).padStart(2, '0')).join(between)
const units = (text: string, write: (digits: string) => string): string =>
  Array.from({ length: text.length }, (_, at) => write(text.charCodeAt(at).toString(16).padStart(4, '0'))).join('')
const html = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
/** What encodeURIComponent leaves. */
const percent = (text: string): string => encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
const json = (text: string): string => JSON.stringify(text).slice(1, -1)
const middle = (text: string): number => Math.ceil(text.length / 2)
const inPieces = (text: string, seam: string): string => text.slice(0, middle(text)) + seam + text.slice(middle(text))
const wrapped = (text: string): string => text.replaceAll(/.{76}/g, '$&\r\n')

export const spellings = {
  plain: (text) => text,
  percent,
  percentLowerCase: (text) => percent(text).replaceAll(/%../g, (byte) => byte.toLowerCase()),
  percentTwice: (text) => percent(percent(text)),
  percentEveryByte: (text) => hex(bytesOf(text), '', '%'),
  percentWide: (text) => units(text, (digits) => `%u${digits}`),
  form: (text) => percent(text).replaceAll('%20', '+'),
  html,
  htmlTwice: (text) => html(html(text)),
  htmlDecimal: (text) => Array.from(text, (sign) => `&#${sign.codePointAt(0)};`).join(''),
  htmlHex: (text) => Array.from(text, (sign) => `&#x${sign.codePointAt(0)?.toString(16)};`).join(''),
  htmlBare: (text) => html(text).replaceAll(';', ''),
  htmlInPieces: (text) => inPieces(text, '<wbr>'),
  cdataInPieces: (text) => inPieces(text, ']]><![CDATA['),
  json,
  jsonSlashes: (text) => json(text).replaceAll('/', '\\/'),
  jsonForPages: (text) => json(text).replaceAll(/[<>&'=+]/g, (sign) => units(sign, (digits) => `\\u${digits}`)),
  jsonAscii: (text) => units(text, (digits) => `\\u${digits}`),
  jsonUpperCase: (text) => units(text, (digits) => `\\u${digits.toUpperCase()}`),
  jsonInJson: (text) => json(json(text)),
  codePoints: (text) => Array.from(text, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`).join(''),
  bytesInJson: (text) => JSON.stringify(bytesOf(text)),
  escapedBytes: (text) => hex(bytesOf(text), '', '\\x'),
  octal: (text) => bytesOf(text).map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
  sql: (text) => text.replaceAll("'", "''"),
  sqlBackslash: (text) => text.replaceAll(/['"\\]/g, '\\$&'),
  shell: (text) => text.replaceAll("'", "'\\''"),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64Shifted: (text) => Buffer.from(`u:${text}`).toString('base64'),
  base64Url: (text) => Buffer.from(`user:${text}`).toString('base64url'),
  base64Twice: (text) => Buffer.from(Buffer.from(`user:${text}`).toString('base64')).toString('base64'),
  base64Wrapped: (text) => wrapped(Buffer.from(`${'x'.repeat(50)}${text}`).toString('base64')),
  base64OfPercent: (text) => Buffer.from(percent(text)).toString('base64'),
  base64Wide: (text) => wide(text).toString('base64'),
  hex: (text) => hex(bytesOf(text)),
  hexUpperCase: (text) => hex(bytesOf(text)).toUpperCase(),
  hexSpaced: (text) => hex(bytesOf(text), ' '),
  hexColons: (text) => hex(bytesOf(text), ':'),
  hexList: (text) => hex(bytesOf(text), ', ', '0x'),
  hexWide: (text) => hex(wide(text)),
  utf16: (text) => wide(text).toString('latin1'),
  utf8AsLatin1: (text) => Buffer.from(text).toString('latin1'),
  quotedPrintable: (text) => hex(bytesOf(text), '', '=').toUpperCase(),
  wrapped: (text) => inPieces(text, '\r\n\t'),
  cut: (text) => text.slice(0, Math.max(middle(text), 8)),
} satisfies Record<string, (text: string) => string>

export type Spelling = keyof typeof spellings
export const spellingNames = Object.keys(spellings) as [Spelling, ...Spelling[]]
