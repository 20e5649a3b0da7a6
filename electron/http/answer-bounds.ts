/** The most that a foreign answer may hold. More is a failure before it is held or decoded, whoever sent it. */
import { failureOf, type Failure, type FailureCode } from '../../shared/model/failure.ts'

/** What the largest honest answer of an operation may be; the tables of the clients' operations have one each, with the reason. */
export interface AnswerBound {
  /** Of the body as it comes, and again of what it was before it was encoded. */
  bytes: number
  /** A person can ask for less of a result; any other answer that large is somebody else's. */
  of: 'result' | 'answer'
}

const MIB = 1_048_576

/** Rows, whose number and width a person chooses: about a million ordinary rows. */
export const resultBound: AnswerBound = { bytes: 256 * MIB, of: 'result' }

export const answerBound = (mebibytes: number): AnswerBound => ({ bytes: mebibytes * MIB, of: 'answer' })

/** Answers of a few fields. A gateway's own page may stand in their place and be shown, which none is larger than. */
export const shortAnswer: AnswerBound = answerBound(1)

/** A body of `size` bytes or more, as far as is known. */
export function tooLarge({ bytes, of }: AnswerBound, size: number): Failure {
  const params = { limitMb: mebibytes(bytes), sizeMb: mebibytes(Math.max(size, bytes)) }
  return failureOf('server', of === 'result' ? 'network.tooLarge' : 'network.answerTooLarge', { params })
}

/** With one decimal where it counts. */
const mebibytes = (bytes: number): number => (bytes < 10 * MIB ? Math.round((bytes / MIB) * 10) / 10 : Math.round(bytes / MIB))

/** What is counted of an answer before values are made of it. Each was measured to be read within about a second. */
export const most = {
  /** Values around the rows: 4,096 columns of ten fields are 41,000, and a value takes up to a hundred bytes of memory. */
  values: 200_000,
  /** Bytes around a DMS result's rows: 4,096 columns with 1 KB of names each are 4 MB. */
  dmsEnvelopeBytes: 16 * MIB,
  /** MaxScale answers the statement along with its result: 16 million characters of up to six bytes. */
  maxscaleEnvelopeBytes: 112 * MIB,
  /** MySQL's own limit for a table; a select list may not be longer either. */
  columns: 4_096,
  /** Bytes of all columns' names together: 1 KB each, four times what MySQL allows an alias. */
  columnNameBytes: 4 * MIB,
  /** Of one statement: a procedure answers one for each SELECT that it runs. */
  results: 2_000,
  /** Ten times what a person can ask for. */
  rows: 10_000_000,
  /** An index takes four bytes for each: 256 MiB. */
  cells: 2 ** 26,
  /** Elements of an XML answer: a list of 6,000 instances with 16 fields each. */
  elements: 100_000,
} as const

const overBound: ReadonlySet<FailureCode> = new Set([
  'network.tooLarge', 'network.answerTooLarge', 'response.tooLarge', 'response.tooDeep', 'response.tooManyValues',
  'response.tooManyColumns', 'response.tooManyResults', 'response.tooManyRows', 'response.tooManyCells',
])

/** Whether an answer came and is more than can be read: asking for the same again answers the same again. */
export const isOverBound = ({ code }: Failure): boolean => overBound.has(code)
