/** What a text does, in every way that a server may read it. Errs on the side of caution: what is not certainly a read is none. */
import { unknownFunction } from './calls.ts'
import { bodyEnd } from './compound.ts'
import type { Condition } from './executable-comment.ts'
import { reliesOnSession } from './session-reliance.ts'
import { mayDiffer, readingsOf, type LexicalReading } from './sql-mode.ts'
import { mayHoldBody, mayPass, verdictOf, worse, type StatementKind, type Verdict } from './statement-kind.ts'
import { verbOf } from './statement-words.ts'
import { tokenize, type SqlToken } from './tokens.ts'

export type { StatementKind }

export interface Classified {
  kind: StatementKind
  /** The verb in capitals, such as SELECT; empty for a text without one. */
  verb: string
  /** Statements in the text, as far as can be told; 1 for anything that may hold a compound body. */
  statements: number
  /** What only works within one session, as a person would name it: `BEGIN`, `@x`, `LAST_INSERT_ID()`. */
  reliesOnSession?: string
  /** Why it is `unknown`, where nothing but a function that is not known to be built in speaks against `read` or `session`. */
  doubt?: 'function'
  /** That function, as it is written. */
  unknownFunction?: string
  /** It takes away what keeps a read-only session from writing: SET SESSION TRANSACTION READ WRITE, SET NAMES gbk. */
  liftsReadOnly?: true
}

/** The last answers: a statement is asked about several times on its way, with its mode and without, and a load of rows takes long to read. */
let recent: { sql: string; sqlMode: string | undefined; classified: Classified }[] = []

/**
 * Reads the text in every way that a server may read it, and answers the worst. `sqlMode` is the session's, as
 * `@@sql_mode` answers it; where it is not known, `statements` and the rest are those of a server's default.
 */
export function classifyStatement(sql: string, sqlMode?: string): Classified {
  const known = recent.find((one) => one.sqlMode === sqlMode && one.sql === sql)
  if (known) return known.classified
  const classified = classify(sql, sqlMode)
  recent = [{ sql, sqlMode, classified }, ...recent.slice(0, 1)]
  return classified
}

function classify(sql: string, sqlMode: string | undefined): Classified {
  const [likely, ...others] = readingsOf(sqlMode).filter((reading, at) => at === 0 || mayDiffer(sql, reading))
  const { tokens, wellFormed } = tokenize(sql, likely)
  const parts = separate(tokens)
  const verb = verbOf(parts[0] ?? [])
  const relies = reliesOnSession(sql, tokens)
  const statements = countOf(sql, tokens, parts, likely!)
  const rest = { verb, statements, ...(relies !== undefined && { reliesOnSession: relies }) }
  const first = worse(worstOn(sql, tokens, sqlMode), wellFormed ? 'read' : 'unknown')
  const verdict = mayPass(first) ? others.map((reading) => verdictWhereItRuns(sql, reading)).reduce(worse, first) : first
  if (verdict === 'unknownFunction') {
    const name = unknownFunction(sql, tokens, sqlMode)
    return { kind: 'unknown', ...rest, doubt: 'function', ...(name !== undefined && { unknownFunction: name }) }
  }
  return verdict === 'lifting' ? { kind: 'session', ...rest, liftsReadOnly: true } : { kind: verdict, ...rest }
}

/** Semicolons within a body end nothing; what stands behind its last END counts. */
function countOf(sql: string, tokens: readonly SqlToken[], parts: readonly SqlToken[][], reading: LexicalReading): number {
  const first = parts[0]?.[0]
  const end = first && parts.length > 1 ? bodyEnd(sql, first.condition ? 0 : first.start, { ...reading, comments: 'run' }) : -1
  if (end < 0) return parts[0] && mayHoldBody(parts[0]) ? 1 : parts.length
  const behind = tokens.filter((token) => token.start >= end)
  const close = behind.findIndex(({ upper }) => upper === ';')
  return 1 + (close < 0 ? 0 : separate(behind.slice(close)).length)
}

/**
 * What a server in a less likely mode makes of the text: the worst of what it would run. A statement that it refuses for
 * its form (the rest of `'it\'s'`) does nothing there.
 */
function verdictWhereItRuns(sql: string, reading: LexicalReading): Verdict {
  const { tokens, ambiguous, unterminated, depth } = tokenize(sql, reading)
  const parts = separate(tokens)
  const runs = parts.filter((part, at) => {
    const isLast = at === parts.length - 1
    const [before, after] = [depthBefore(part), isLast ? depth : depthBefore(parts[at + 1] ?? [])]
    return before === after && !(isLast && unterminated) && !part.some(({ upper }) => upper === '\\')
  })
  return runs.map((part) => worstOn(sql, part)).reduce(worse, ambiguous ? 'unknown' : 'read')
}

/** A closing bracket counts as outside, and so does not tell what is open before it. */
const depthBefore = ([first]: readonly SqlToken[]): number => (first ? first.depth + (first.upper === ')' ? 1 : 0) : 0)

/** The worst that servers of any make and version see; `unknown` where there are too many of them. */
function worstOn(sql: string, tokens: readonly SqlToken[], sqlMode?: string): Verdict {
  const others = readings(tokens)
  const seen = others
    // Only comments for one server, a whole dump line for the other: the reading with a verb names it.
    .filter((reading) => verbOf(reading) !== '')
    .map((reading) => verdictOn(sql, reading, sqlMode))
  return seen.reduce(worse, worse(verdictOn(sql, tokens, sqlMode), others.length < MOST_READINGS ? 'read' : 'unknown'))
}

/** More are no dump's: then the text is not certain. */
const MOST_READINGS = 16

/**
 * The texts that servers of different makes and versions see where executable comments stand. MariaDB skips those of
 * MySQL 5.7 to 9 (its manual, "Comment Syntax"); others may skip all of them.
 */
function readings(tokens: readonly SqlToken[]): SqlToken[][] {
  const conditions = new Set(tokens.flatMap((token) => token.condition ?? []))
  if (conditions.size === 0) return []
  const versions = [...new Set([0, ...[...conditions].map((condition) => condition.version)])].slice(0, MOST_READINGS)
  const keep = (isRead: (condition: Condition) => boolean) => tokens.filter(({ condition }) => !condition || isRead(condition))
  return [
    keep(() => false),
    ...versions.map((server) => keep(({ version, mariaDbOnly }) => !mariaDbOnly && version <= server)),
    ...versions.map((server) => keep(({ version, mariaDbOnly }) => version <= server && (mariaDbOnly || version < 50_700 || version > 99_999))),
  ]
}

function verdictOn(sql: string, tokens: readonly SqlToken[], sqlMode?: string): Verdict {
  const parts = separate(tokens)
  const [first] = parts
  if (!first) return 'unknown'
  return mayHoldBody(first) ? verdictOf(sql, first, sqlMode) : parts.map((part) => verdictOf(sql, part, sqlMode)).reduce(worse)
}

/** Statements between semicolons, empty ones dropped. */
function separate(tokens: readonly SqlToken[]): SqlToken[][] {
  const parts: SqlToken[][] = []
  let start = 0
  for (let at = 0; at <= tokens.length; at += 1) {
    if (at < tokens.length && tokens[at]?.upper !== ';') continue
    if (at > start) parts.push(tokens.slice(start, at))
    start = at + 1
  }
  return parts
}
