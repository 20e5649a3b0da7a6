/** Without those that are taken for one another: 0O, 1lI. */
const alphabets = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789']
const all = alphabets.join('')
/** "8-30个字符": 20 of 56 are more than 110 bits. */
const LENGTH = 20

/** A password of letters and digits with each kind in it, drawn evenly from the browser's random source. */
export function generatePassword(): string {
  const characters = [...alphabets, ...Array.from({ length: LENGTH - alphabets.length }, () => all)].map((alphabet) => alphabet[below(alphabet.length)] ?? '')
  for (let at = characters.length - 1; at > 0; at -= 1) {
    const other = below(at + 1)
    ;[characters[at], characters[other]] = [characters[other] ?? '', characters[at] ?? '']
  }
  return characters.join('')
}

/** Evenly from 0 to `bound` - 1: what would make the first numbers likelier is drawn again. */
function below(bound: number): number {
  const limit = Math.floor(2 ** 32 / bound) * bound
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1))
  return drawn < limit ? drawn % bound : below(bound)
}
