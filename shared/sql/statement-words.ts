/** Finding words among the parts of a statement. */
import type { SqlToken } from './tokens.ts'

/** The first word, brackets before it aside, in capitals; empty where there is none. */
export const verbOf = (tokens: readonly SqlToken[]): string => {
  const first = tokens.find((token) => token.upper !== '(')
  return first?.kind === 'word' ? first.upper : ''
}

/** Whether these follow each other somewhere. */
export function has(tokens: readonly SqlToken[], first: string, ...more: string[]): boolean {
  for (let at = 0; at < tokens.length; at += 1) {
    if (tokens[at]?.upper === first && more.every((word, step) => tokens[at + 1 + step]?.upper === word)) return true
  }
  return false
}

/** `a = 1, b = 2` behind SET, each by itself. */
export function assignments(tokens: readonly SqlToken[]): SqlToken[][] {
  const parts: SqlToken[][] = [[]]
  for (const token of tokens.slice(tokens.findIndex(({ upper }) => upper === 'SET') + 1)) {
    if (token.upper === ',' && token.depth === 0) parts.push([])
    else if (token.upper !== ';') parts.at(-1)?.push(token)
  }
  return parts
}
