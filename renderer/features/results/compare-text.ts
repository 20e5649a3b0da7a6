/**
 * Orders text by code point, as MySQL's utf8mb4_bin does: the same on every machine, whatever its language.
 * JavaScript's own `<` goes by UTF-16 unit and puts 𝄞 (U+1D11E) before ﹐ (U+FE50).
 */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at)
    const right = b.charCodeAt(at)
    if (left !== right) return rank(left) - rank(right)
  }
  return a.length - b.length
}

// Surrogates stand for code points above every other unit, so they rank above U+E000…U+FFFF.
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)
