const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** `length` letters and digits that look random and are the same at every start. */
export function scramble(seed: number, length: number): string {
  let state = (seed + 1) * 48_271
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647
    return letters[state % letters.length]
  }).join('')
}
