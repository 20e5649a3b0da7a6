/** What one statement does, read from its words. Errs on the side of caution: what is not certainly a read is none. */
import { bareName, effectOfCalls } from './calls.ts'
import { liftsGuard } from './lifted-guard.ts'
import { drawsFromSequence } from './sequence-draws.ts'
import { has, verbOf } from './statement-words.ts'
import type { SqlToken } from './tokens.ts'

/**
 * - `read`: answers rows, changes nothing and holds no lock.
 * - `session`: changes only the session it runs in: BEGIN, SET, USE, PREPARE.
 * - `admin`: acts on the server or on other sessions: KILL, FLUSH, SET GLOBAL.
 * - `unknown`: cannot be told: EXECUTE, compound statements, what we do not know.
 */
export type StatementKind = 'read' | 'session' | 'write' | 'ddl' | 'admin' | 'unknown'

/**
 * - `unknownFunction`: would be `read` or `session`, were it not for a function that we do not know.
 * - `lifting`: takes away what the guard of a read-only session rests on; see `liftsGuard`.
 */
export type Verdict = StatementKind | 'unknownFunction' | 'lifting'

const danger: Readonly<Record<Verdict, number>> = { read: 0, session: 1, unknownFunction: 2, lifting: 3, unknown: 4, write: 5, ddl: 6, admin: 7 }

export const worse = (one: Verdict, other: Verdict): Verdict => (danger[one] >= danger[other] ? one : other)

/** Whether there is anything worse that another reading may show. */
export const mayPass = (verdict: Verdict): boolean => danger[verdict] <= danger.lifting

/** Verbs whose kind does not depend on the rest. */
const verbs: Readonly<Record<string, StatementKind>> = {
  SHOW: 'read', HELP: 'read', CHECKSUM: 'read',
  BEGIN: 'session', START: 'session', COMMIT: 'session', ROLLBACK: 'session', SAVEPOINT: 'session', RELEASE: 'session',
  USE: 'session', PREPARE: 'session', DEALLOCATE: 'session', HANDLER: 'session', UNLOCK: 'session',
  INSERT: 'write', UPDATE: 'write', DELETE: 'write', REPLACE: 'write', LOAD: 'write', IMPORT: 'write', MERGE: 'write',
  CALL: 'write', DO: 'write', LOCK: 'write', CHECK: 'write',
  CREATE: 'ddl', ALTER: 'ddl', DROP: 'ddl', RENAME: 'ddl', TRUNCATE: 'ddl', COMMENT: 'ddl', OPTIMIZE: 'ddl',
  REPAIR: 'ddl', GRANT: 'ddl', REVOKE: 'ddl',
  KILL: 'admin', FLUSH: 'admin', RESET: 'admin', PURGE: 'admin', CHANGE: 'admin', STOP: 'admin', SHUTDOWN: 'admin',
  RESTART: 'admin', INSTALL: 'admin', UNINSTALL: 'admin', CACHE: 'admin', CLONE: 'admin', BINLOG: 'admin', BACKUP: 'admin',
  SIGNAL: 'session', RESIGNAL: 'session', GET: 'session',
}

/** Routines, triggers, events and MariaDB's compound statements hold semicolons of their own. */
export function mayHoldBody(tokens: readonly SqlToken[]): boolean {
  const verb = verbOf(tokens)
  if (verb === 'BEGIN') return has(tokens, 'BEGIN', 'NOT', 'ATOMIC')
  if (['IF', 'CASE', 'LOOP', 'WHILE', 'REPEAT', 'FOR', 'DECLARE'].includes(verb)) return true
  if (verb !== 'CREATE' && verb !== 'ALTER') return false
  const object = tokens.slice(1, 16).find((token) => token.depth === 0 && (routines.has(token.upper) || bodiless.has(token.upper)))
  return object !== undefined && routines.has(object.upper)
}
const routines = new Set(['PROCEDURE', 'FUNCTION', 'TRIGGER', 'EVENT', 'PACKAGE'])
/** EVENT may be the name of one of these, or of its column. */
const bodiless = new Set(['TABLE', 'VIEW', 'INDEX', 'DATABASE', 'SCHEMA', 'USER', 'ROLE', 'SEQUENCE', 'SERVER', 'TABLESPACE'])

/** One statement; of one that holds a compound body all of it. */
export function verdictOf(sql: string, tokens: readonly SqlToken[], sqlMode?: string): Verdict {
  const kind = kindOf(tokens)
  if (kind !== 'read' && kind !== 'session') return kind
  return worse(liftsGuard(sql, tokens) ? 'lifting' : kind, effectInside(sql, tokens, sqlMode))
}

/** What is evaluated within it, be that in a SHOW, an EXPLAIN or a SET: locks, files, sequences, functions. */
function effectInside(sql: string, tokens: readonly SqlToken[], sqlMode?: string): Verdict {
  // Row locks make writers wait: on a server that others use, that is no mere read.
  const locks = has(tokens, 'FOR', 'UPDATE') || has(tokens, 'FOR', 'SHARE') || has(tokens, 'LOCK', 'IN', 'SHARE', 'MODE')
  const files = has(tokens, 'INTO', 'OUTFILE') || has(tokens, 'INTO', 'DUMPFILE')
  const draws = has(tokens, 'NEXT', 'VALUE', 'FOR') || drawsFromSequence(sql, tokens, sqlMode)
  if (locks || files || draws || resetsCounters(sql, tokens)) return 'write'
  const calls = effectOfCalls(sql, tokens, sqlMode)
  return calls === 'changes' ? 'write' : calls === 'unknown' ? 'unknownFunction' : 'read'
}

/** information_schema.INNODB_CMP_RESET and its like begin to count anew when they are read. */
const resetsCounters = (sql: string, tokens: readonly SqlToken[]): boolean =>
  tokens.some((token) => (token.kind === 'word' || token.kind === 'name') && token.end - token.start >= 16 && /^INNODB_CMP\w*_RESET$/.test(bareName(sql, token)))

function kindOf(tokens: readonly SqlToken[]): StatementKind {
  const verb = verbOf(tokens)
  const first = tokens.findIndex(({ kind }) => kind === 'word')
  const second = tokens.find(({ kind }, at) => kind === 'word' && at > first)?.upper ?? ''
  switch (verb) {
    case 'SELECT':
    case 'TABLE':
    case 'VALUES':
      return queryKind(tokens)
    case 'WITH':
      return withKind(tokens)
    case 'EXPLAIN':
    case 'DESCRIBE':
    case 'DESC':
      return explainKind(tokens)
    case 'TRACE':
      // DRDS: runs the statement and keeps its trace for SHOW TRACE.
      return innerKind(tokens, 'TRACE')
    case 'ANALYZE':
      return ['TABLE', 'TABLES', 'LOCAL', 'NO_WRITE_TO_BINLOG'].includes(second) ? 'write' : innerKind(tokens, 'ANALYZE')
    case 'SET':
      return setKind(tokens)
    case 'XA':
      // COMMIT and ROLLBACK end what any session has prepared.
      return second === 'RECOVER' ? 'read' : ['START', 'BEGIN', 'END'].includes(second) ? 'session' : 'write'
    case 'BEGIN':
      return second === 'NOT' ? 'unknown' : 'session'
    case 'START':
      return second === 'TRANSACTION' ? 'session' : 'admin'
    default:
      return verbs[verb] ?? 'unknown'
  }
}

/** The verb behind the common table expressions decides. */
function withKind(tokens: readonly SqlToken[]): StatementKind {
  // Brackets may stand around it.
  const depth = tokens.find(({ upper }) => upper !== '(')?.depth
  const main = tokens.find((token) => token.depth === depth && ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'VALUES', 'TABLE'].includes(token.upper))
  if (main && !['SELECT', 'VALUES', 'TABLE'].includes(main.upper)) return 'write'
  return queryKind(tokens)
}

/** INTO a variable of the session; into a file is found elsewhere. */
const queryKind = (tokens: readonly SqlToken[]): StatementKind => (tokens.some((token) => token.upper === 'INTO') ? 'session' : 'read')

/** EXPLAIN ANALYZE runs what it explains; MySQL's EXPLAIN FORMAT=JSON INTO @x keeps the plan in a variable. */
function explainKind(tokens: readonly SqlToken[]): StatementKind {
  const inner = innerAt(tokens)
  const head = inner < 0 ? tokens : tokens.slice(0, inner)
  if (has(head, 'ANALYZE')) return innerKind(tokens, 'ANALYZE')
  return has(head, 'INTO') ? 'session' : 'read'
}

/** The statement inside EXPLAIN ANALYZE and MariaDB's ANALYZE [FORMAT=JSON]. */
function innerKind(tokens: readonly SqlToken[], behind: string): StatementKind {
  const at = tokens.findIndex((token) => token.upper === behind)
  const rest = tokens.slice(at + 1)
  const start = innerAt(rest)
  return start < 0 ? 'unknown' : kindOf(rest.slice(start))
}
const innerAt = (tokens: readonly SqlToken[]): number => tokens.findIndex((token) => token.upper === '(' || (token.kind === 'word' && innerVerbs.has(token.upper)))
const innerVerbs = new Set(['SELECT', 'WITH', 'INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'TABLE', 'VALUES'])

export function setKind(tokens: readonly SqlToken[]): StatementKind {
  // MariaDB: SET STATEMENT variable=value FOR statement.
  if (tokens[1]?.upper === 'STATEMENT') {
    const at = tokens.findIndex((token) => token.upper === 'FOR' && token.depth === 0)
    return at < 0 ? 'unknown' : kindOf(tokens.slice(at + 1))
  }
  const global = tokens.some(({ upper, kind }, at) => kind === 'word' && (serverWide.has(upper) || (upper === 'PASSWORD' && tokens[at + 1]?.upper !== '(')))
  if (global || tokens.some((token) => /^@@(?:GLOBAL|PERSIST|PERSIST_ONLY)(?:\.|$)/.test(token.upper))) return 'admin'
  if (has(tokens, 'DEFAULT', 'ROLE') || has(tokens, 'RESOURCE', 'GROUP')) return 'admin'
  return 'session'
}
const serverWide = new Set(['GLOBAL', 'PERSIST', 'PERSIST_ONLY'])

