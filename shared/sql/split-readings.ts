/** What the other ways of reading a script make of it, as far as that could run something else. */
import { BodyTokens } from './body-tokens.ts'
import type { ScriptReading } from './script-reading.ts'
import { mayDiffer } from './sql-mode.ts'
import type { Split, SqlStatement } from './split.ts'
import { statementVerbs } from './statement-verbs.ts'

/**
 * The splits that differ from the first, each once. That a server without backslash escapes sees no end of a string in
 * `'it\'s'` is no reading: it would refuse it. It counts where it sees a statement that the first does not.
 */
export function otherReadings(readings: readonly ScriptReading[], first: readonly SqlStatement[], script: string, split: (reading: ScriptReading) => Split): SqlStatement[][] {
  const known = [first]
  const others: SqlStatement[][] = []
  // Each takes as long as the first: those that cannot differ are not tried.
  const ways = /\/\*M?!/.test(script) ? (['run', 'skip', 'skipNested'] as const) : (['run'] as const)
  for (const [at, mode] of readings.entries()) {
    if (at > 0 && !mayDiffer(script, mode)) continue
    for (const comments of ways) {
      if (at === 0 && comments === 'run') continue
      const reading: ScriptReading = { ...mode, comments }
      const { statements, unclosed } = split(reading)
      if (known.some((one) => isSame(one, statements))) continue
      known.push(statements)
      if ((at === 0 && comments !== 'run') || meansSomething(first, statements, script, reading, unclosed)) others.push(statements)
    }
  }
  return others
}

/** Whether two ways of splitting a text run the same. */
export const isSame = (one: readonly SqlStatement[], other: readonly SqlStatement[]): boolean =>
  one.length === other.length && one.every(({ start, end }, at) => start === other[at]?.start && end === other[at]?.end)

function meansSomething(first: readonly SqlStatement[], other: readonly SqlStatement[], script: string, reading: ScriptReading, unclosed: boolean): boolean {
  const ends = new Map(first.map(({ start, end }) => [start, end]))
  return other.some((one, at) => {
    const end = ends.get(one.start)
    // What is cut off shorter than the first reading has it matters by what it leaves behind.
    if (end !== undefined && one.end <= end) return false
    return !(unclosed && at === other.length - 1) && beginsStatement(script, one, reading)
  })
}

function beginsStatement(script: string, { codeStart }: SqlStatement, reading: ScriptReading): boolean {
  const tokens = new BodyTokens(script, codeStart, reading)
  let token = tokens.next()
  while (token?.upper === '(') token = tokens.next()
  return token !== null && statementVerbs.has(token.upper)
}
