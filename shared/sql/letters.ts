/** Which characters make a name, as MySQL has them. */

export const isDigit = (code: number): boolean => code >= 48 && code <= 57
/** Plain names take letters, digits, _ and $, and all that is not ASCII; NaN, at the text's end, is none. */
export const isWordCode = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isDigit(code) || code === 95 || code === 36 || code >= 0x80

/** As servers compare keywords: `ı` and `ſ` are letters of their own. */
export const asciiUpper = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())

/** Blanks to the eye and to some parsers; a name's letters to MySQL. */
export const FOREIGN_BLANK = /[\u0080-\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]/
