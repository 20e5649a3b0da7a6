/** East Asian Wide and Fullwidth (Unicode TR11), and emoji, take two columns of a terminal; marks take none. */
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u
const zero = /^[\p{Mn}\p{Me}\p{Cf}]+$/u
// eslint-disable-next-line no-control-regex
const plain = /^[\x20-\x7e]*$/
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** How many columns of a terminal a text takes. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += zero.test(segment) ? 0 : wide.test(segment) ? 2 : 1
  return width
}

/** A text without what could move the cursor or change the terminal: control characters are spelled out. */
export function harmless(text: string): string {
  if (plain.test(text)) return text
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    switch (character) {
      case '\n':
        return '\\n'
      case '\r':
        return '\\r'
      case '\t':
        return '\\t'
      default:
        return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
    }
  })
}
