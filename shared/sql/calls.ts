/** The functions that a statement calls, told from the many other things that stand before a bracket. */
import { changingFunction, functionsThatTouch, harmlessFunctions, harmlessSysFunctions, wordsBeforeBrackets, wordsBeforeQueries, wordsBehindWords } from './functions.ts'
import { hasMode } from './sql-mode.ts'
import { asciiUpper } from './letters.ts'
import type { SqlToken } from './tokens.ts'

/** `harmless`: only functions that are built in and without effect. `unknown`: others as well. `changes`: one that changes what others see. */
export type CallEffect = 'harmless' | 'unknown' | 'changes'

export function effectOfCalls(sql: string, tokens: readonly SqlToken[], sqlMode?: string): CallEffect {
  const calls = new Calls(sql, tokens, sqlMode)
  let effect: CallEffect = 'harmless'
  for (const open of calls.brackets()) {
    const one = calls.effectAt(open)
    if (one === 'changes') return one
    if (one === 'unknown') effect = one
  }
  return effect
}

/** The first function that is not known, as it is written; undefined where there is none. */
export function unknownFunction(sql: string, tokens: readonly SqlToken[], sqlMode?: string): string | undefined {
  const calls = new Calls(sql, tokens, sqlMode)
  for (const open of calls.brackets()) if (calls.effectAt(open) === 'unknown') return sql.slice(tokens[calls.nameStart(open)]?.start, tokens[open - 1]?.end)
  return undefined
}

/** A name without its quotes, in capitals. */
export function bareName(sql: string, { kind, start, end, upper }: SqlToken): string {
  if (kind === 'word') return upper
  const quote = sql[start] ?? ''
  const written = quote === '`' || quote === '"' ? sql.slice(start + 1, end - 1).replaceAll(quote + quote, quote) : sql.slice(start, end)
  return asciiUpper(written)
}

class Calls {
  readonly #sql: string
  readonly #tokens: readonly SqlToken[]
  readonly #ignoresSpace: boolean
  /** {fn NOW()}: behind it a name is followed by an expression. */
  readonly #hasBraces: boolean
  /** For each opening bracket the one that closes it; 0 where there is none. */
  #closing: Uint32Array | undefined

  constructor(sql: string, tokens: readonly SqlToken[], sqlMode: string | undefined) {
    this.#sql = sql
    this.#tokens = tokens
    this.#ignoresSpace = hasMode(sqlMode, 'IGNORE_SPACE')
    this.#hasBraces = tokens.some(({ upper }) => upper === '{')
  }

  *brackets(): Generator<number> {
    for (let at = 1; at < this.#tokens.length; at += 1) if (this.#tokens[at]?.upper === '(') yield at
  }

  effectAt(open: number): CallEffect {
    const name = this.#before(open)
    if (!name || !isName(name)) return 'harmless'
    if (name.kind === 'word' && !this.#isQualified(open - 1) && wordsBeforeBrackets.has(name.upper)) return 'harmless'
    const bare = bareName(this.#sql, name)
    const isKnown = this.#isKnown(open, name, bare)
    if (isKnown || this.#isNoCall(open)) return 'harmless'
    return changingFunction.test(bare) ? 'changes' : 'unknown'
  }

  /** What stands directly before a token; undefined at the start, and where it was not kept. */
  #before(at: number): SqlToken | undefined {
    const last = this.#tokens[at - 1]
    return last?.end === this.#tokens[at]?.previousEnd ? last : undefined
  }

  #after(at: number): SqlToken | undefined {
    const next = this.#tokens[at + 1]
    return next?.previousEnd === this.#tokens[at]?.end ? next : undefined
  }

  #isQualified = (at: number): boolean => this.#before(at)?.upper === '.'

  /** Where the name before a bracket begins, with the databases that qualify it. */
  nameStart(open: number): number {
    let first = open - 1
    while (this.#isQualified(first) && isName(this.#tokens[first - 2])) first -= 2
    return first
  }

  #isKnown(open: number, name: SqlToken, bare: string): boolean {
    if (this.#isQualified(open - 1)) {
      const schema = this.#before(open - 2)
      return schema !== undefined && isName(schema) && bareName(this.#sql, schema) === 'SYS' && !this.#isQualified(open - 3) && harmlessSysFunctions.has(bare)
    }
    if (name.kind !== 'word' || !harmlessFunctions.has(bare)) return false
    const touches = this.#tokens[open]?.start === name.end
    const next = this.#after(open)?.upper
    return touches || this.#ignoresSpace || !functionsThatTouch.has(bare) || next === '*' || next === 'DISTINCT'
  }

  /** A name before a bracket that begins a list of columns, a subquery or the like. */
  #isNoCall(open: number): boolean {
    const tokens = this.#tokens
    const first = this.nameStart(open)
    const before = this.#before(first)
    // An alias, a type, a common table expression: INSERT INTO t (a, b), CAST(a AS CHAR(5)), WITH c (a) AS (…).
    if (before?.kind === 'word' && (wordsBeforeTables.has(before.upper) || before.upper === 'AS')) return true
    if (before && !this.#hasBraces && endsOperand(before)) return true
    const name = tokens[open - 1]
    if (name?.kind === 'word' && before?.kind === 'word' && wordsBehindWords[name.upper]?.includes(before.upper)) return true
    // f(SELECT 1) is refused; f((SELECT 1)) would be a call.
    if (name?.kind === 'word' && wordsBeforeQueries.has(name.upper) && isWord(this.#after(open), 'SELECT')) return true
    const closing = this.#closingOf(open)
    if (closing === undefined) return false
    if (isWord(this.#after(closing), 'AS') && this.#after(closing + 1)?.upper === '(') return true
    return name?.upper === 'JSON_TABLE' && first === open - 1 && this.#hasColumns(open, closing)
  }

  /** `'$[*]' COLUMNS (…)` is JSON_TABLE's own; MariaDB takes the name for another function without it. */
  #hasColumns(open: number, closing: number): boolean {
    const last = Math.min(closing, open + JSON_TABLE_MOST)
    for (let at = open + 2; at < last; at += 1) if (isWord(this.#tokens[at], 'COLUMNS') && this.#before(at)?.kind === 'string') return true
    return false
  }

  #closingOf(open: number): number | undefined {
    if (!this.#closing) {
      this.#closing = new Uint32Array(this.#tokens.length)
      const opened: number[] = []
      for (const [at, { upper }] of this.#tokens.entries()) {
        if (upper === '(') opened.push(at)
        const last = upper === ')' ? opened.pop() : undefined
        if (last !== undefined) this.#closing[last] = at
      }
    }
    return this.#closing[open] || undefined
  }
}

const JSON_TABLE_MOST = 500

const isName = (token: SqlToken | undefined): boolean => token?.kind === 'word' || token?.kind === 'name'
const isWord = (token: SqlToken | undefined, word: string): boolean => token?.kind === 'word' && token.upper === word

/** Behind these no expression can begin: what follows is an alias, an operator or a clause. */
const endsOperand = ({ kind, upper }: SqlToken): boolean => upper === ')' || kind === 'string' || kind === 'number' || kind === 'name' || kind === 'variable' || kind === 'systemVariable'

/** EXPLAIN INSERT [LOW_PRIORITY] [IGNORE] [INTO] t (a, b) … */
const wordsBeforeTables = new Set(['INTO', 'INSERT', 'REPLACE', 'IGNORE', 'DELAYED', 'LOW_PRIORITY'])
