/**
 * Whether a new passphrase is good enough for a file that others may get hold of and try keys on for as long as they like.
 * The same in the form, which says it as one types, and in main, which decides. Loaded when it is needed: the list of common
 * passwords is large.
 */
import { ZxcvbnFactory, type ZxcvbnResult } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import type { FailureCode } from '../i18n/failure-codes.ts'
import { chineseWords, ourWords } from './known-words.ts'

export type PassphraseProblem = Extract<FailureCode, `passphrase.${string}`>

/** Letters, as a person counts them. */
const SHORTEST = 8
/** Ten to the power of: at a tenth of a second for each try a thousand computers take half a month. */
const LEAST_GUESSES = 10
/** What a Chinese character says more than a letter: there are thousands of them, and hundreds that are common. */
const MORE_IN_HAN = 1
/** What lies beyond adds nothing to be told, and takes long. */
const LOOKED_AT = 100

const estimator = new ZxcvbnFactory({
  dictionary: { ...dictionary, ours: ourWords, chinese: chineseWords },
  graphs: adjacencyGraphs,
  maxLength: LOOKED_AT,
})

/** What is wrong with it, as a code of the failures' catalogue; null where nothing is. */
export function judgePassphrase(passphrase: string): PassphraseProblem | null {
  const text = passphrase.normalize('NFKC')
  if ([...text].length < SHORTEST) return 'passphrase.tooShort'
  const result = estimator.check(text)
  // It keeps what it was asked last, for as long as the page is open.
  estimator.check('')
  return result.guessesLog10 + hanBonus(result) >= LEAST_GUESSES ? null : reasonOf(result)
}

/** For characters that belong to no word or row that is known. */
function hanBonus({ sequence }: ZxcvbnResult): number {
  const unknown = sequence.filter(({ pattern }) => pattern === 'bruteforce').map(({ token }) => token)
  return MORE_IN_HAN * (unknown.join('').match(/\p{Script=Han}/gu)?.length ?? 0)
}

/** The weakest part that makes up at least a half of it tells the reason. */
function reasonOf({ password, sequence }: ZxcvbnResult): PassphraseProblem {
  const parts = sequence.filter(({ token }) => token.length * 2 >= password.length)
  const patterns = new Set(parts.map(({ pattern }) => pattern))
  if (patterns.has('repeat')) return 'passphrase.repeats'
  if (patterns.has('sequence') || patterns.has('spatial')) return 'passphrase.row'
  if (patterns.has('date') || patterns.has('regex')) return 'passphrase.date'
  if (patterns.has('dictionary')) return 'passphrase.common'
  return 'passphrase.guessable'
}
