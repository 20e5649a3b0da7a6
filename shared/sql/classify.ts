/** What a statement does, read from its words. Errs on the side of caution: what is not certainly a read is none. */
import type { Condition } from './executable-comment.ts'
import { readingsOf, type LexicalReading } from './sql-mode.ts'
import { tokenize, type SqlToken } from './tokens.ts'

/**
 * - `read`: answers rows, changes nothing and holds no lock.
 * - `session`: changes only the session it runs in: BEGIN, SET, USE, PREPARE.
 * - `admin`: acts on the server or on other sessions: KILL, FLUSH, SET GLOBAL.
 * - `unknown`: cannot be told: EXECUTE, compound statements, what we do not know.
 */
export type StatementKind = 'read' | 'session' | 'write' | 'ddl' | 'admin' | 'unknown'

export interface Classified {
  kind: StatementKind
  /** The verb in capitals, such as SELECT; empty for a text without one. */
  verb: string
  /** Statements in the text, as far as can be told; 1 for anything that may hold a compound body. */
  statements: number
  /** What only works within one session, as a person would name it: `BEGIN`, `@x`, `LAST_INSERT_ID()`. */
  reliesOnSession?: string
}

const danger: Readonly<Record<StatementKind, number>> = { read: 0, session: 1, unknown: 2, write: 3, ddl: 4, admin: 5 }

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

/** The last answer: a statement is asked about several times on its way, and a load of rows takes long to read. */
let last: { sql: string; sqlMode: string | undefined; classified: Classified } | undefined

/**
 * Reads the text in every way that a server may read it, and answers the worst. `sqlMode` is the session's, as
 * `@@sql_mode` answers it; where it is not known, `statements` and the rest are those of a server's default.
 */
export function classifyStatement(sql: string, sqlMode?: string): Classified {
  if (last?.sql !== sql || last.sqlMode !== sqlMode) last = { sql, sqlMode, classified: classify(sql, sqlMode) }
  return last.classified
}

function classify(sql: string, sqlMode: string | undefined): Classified {
  const [likely, ...others] = readingsOf(sqlMode).filter((reading, at) => at === 0 || differs(sql, reading))
  const { tokens, wellFormed } = tokenize(sql, likely)
  const whole = classifyTokens(sql, tokens)
  const worst = worse(whole.kind, kindOnOtherMakes(sql, tokens))
  const kind = wellFormed ? worst : worse(worst, 'unknown')
  return { ...whole, kind: passes(kind) ? others.map((reading) => kindWhereItRuns(sql, reading)).reduce(worse, kind) : kind }
}

const passes = (kind: StatementKind): boolean => kind === 'read' || kind === 'session'

/** Whether another mode than the default may see another text. */
const differs = (sql: string, { escapes, ansiQuotes }: LexicalReading): boolean =>
  (escapes || sql.includes('\\')) && (!ansiQuotes || sql.includes('"'))

/**
 * What a server in a less likely mode makes of the text: the worst of what it would run. A statement that it refuses for
 * its form (the rest of `'it\'s'`) does nothing there.
 */
function kindWhereItRuns(sql: string, reading: LexicalReading): StatementKind {
  const { tokens, ambiguous, unterminated, depth } = tokenize(sql, reading)
  const parts = separate(tokens)
  const runs = parts.filter((part, at) => {
    const isLast = at === parts.length - 1
    const [before, after] = [depthBefore(part), isLast ? depth : depthBefore(parts[at + 1] ?? [])]
    return before === after && !(isLast && unterminated) && !part.some(({ upper }) => upper === '\\')
  })
  const kind = runs.map((part) => worse(classifyTokens(sql, part).kind, kindOnOtherMakes(sql, part))).reduce(worse, 'read')
  return ambiguous ? worse(kind, 'unknown') : kind
}

/** A closing bracket counts as outside, and so does not tell what is open before it. */
const depthBefore = ([first]: readonly SqlToken[]): number => (first ? first.depth + (first.upper === ')' ? 1 : 0) : 0)

/** The worst that servers of other makes and versions see; `unknown` where there are too many of them. */
function kindOnOtherMakes(sql: string, tokens: readonly SqlToken[]): StatementKind {
  const others = readings(tokens)
  const seen = others
    .map((reading) => classifyTokens(sql, reading))
    // Only comments for one server, a whole dump line for the other: the reading with a verb names it.
    .filter((reading) => reading.verb !== '')
  return seen.map((reading) => reading.kind).reduce(worse, others.length < MOST_READINGS ? 'read' : 'unknown')
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

const worse = (one: StatementKind, other: StatementKind): StatementKind => (danger[one] >= danger[other] ? one : other)

function classifyTokens(sql: string, tokens: readonly SqlToken[]): Classified {
  const parts = separate(tokens)
  const first = parts[0]
  if (!first) return { kind: 'unknown', verb: '', statements: 0 }
  const verb = verbOf(first)
  const relies = reliesOnSession(sql, tokens)
  const rest = { verb, statements: parts.length, ...(relies !== undefined && { reliesOnSession: relies }) }
  if (mayHoldBody(first)) return { kind: kindOf(first), ...rest, statements: 1 }
  const kind = parts.map(kindOf).reduce(worse)
  return { kind: drawsFromSequence(sql, tokens) ? worse(kind, 'write') : kind, ...rest }
}

/** `seq.NEXTVAL`, as DRDS and MariaDB's Oracle mode write it: the number is used up. */
const drawsFromSequence = (sql: string, tokens: readonly SqlToken[]): boolean =>
  tokens.some(({ kind, start, end }) => kind === 'name' && end - start <= 9 && /^`?NEXTVAL`?$/i.test(sql.slice(start, end)))

/** Statements between semicolons, empty ones dropped. */
function separate(tokens: readonly SqlToken[]): SqlToken[][] {
  const parts: SqlToken[][] = [[]]
  for (const token of tokens) {
    if (token.upper === ';') parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts.filter((part) => part.length > 0)
}

/** Routines, triggers, events and MariaDB's compound statements hold semicolons of their own. */
function mayHoldBody(tokens: readonly SqlToken[]): boolean {
  const verb = verbOf(tokens)
  if (verb === 'BEGIN') return tokens.some((token) => token.upper === 'ATOMIC')
  if (['IF', 'CASE', 'LOOP', 'WHILE', 'REPEAT', 'FOR', 'DECLARE'].includes(verb)) return true
  if (verb !== 'CREATE' && verb !== 'ALTER') return false
  const object = tokens.slice(1, 16).find((token) => token.depth === 0 && (routines.has(token.upper) || bodiless.has(token.upper)))
  return object !== undefined && routines.has(object.upper)
}
const routines = new Set(['PROCEDURE', 'FUNCTION', 'TRIGGER', 'EVENT', 'PACKAGE'])
/** EVENT may be the name of one of these, or of its column. */
const bodiless = new Set(['TABLE', 'VIEW', 'INDEX', 'DATABASE', 'SCHEMA', 'USER', 'ROLE', 'SEQUENCE', 'SERVER', 'TABLESPACE'])

/** The first word, brackets before it aside, in capitals; empty where there is none. */
export const verbOf = (tokens: readonly SqlToken[]): string => {
  const first = tokens.find((token) => token.upper !== '(')
  return first?.kind === 'word' ? first.upper : ''
}

function kindOf(tokens: readonly SqlToken[]): StatementKind {
  const verb = verbOf(tokens)
  const words = tokens.filter((token) => token.kind === 'word')
  const second = words[1]?.upper ?? ''
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
      // EXPLAIN ANALYZE runs what it explains.
      return second === 'ANALYZE' ? innerKind(tokens, 'ANALYZE') : 'read'
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

const has = (tokens: readonly SqlToken[], ...sequence: string[]): boolean =>
  tokens.some((_, at) => sequence.every((word, step) => tokens[at + step]?.upper === word))

/** Where a query puts its rows: a file on the server, a variable of the session; undefined for the client. */
function into(tokens: readonly SqlToken[]): StatementKind | undefined {
  if (has(tokens, 'INTO', 'OUTFILE') || has(tokens, 'INTO', 'DUMPFILE')) return 'write'
  return tokens.some((token) => token.upper === 'INTO') ? 'session' : undefined
}

/** Functions of the server and its plugins that change what others see. Stored functions are not known here: they pass. */
const changingFunction =
  /^(?:NEXTVAL|SETVAL|GET_LOCK|RELEASE_(?:ALL_)?LOCKS?|SPIDER_\w+|SYS_(?:EXEC|EVAL|SET)|GROUP_REPLICATION_(?!GET_)\w+|ASYNCHRONOUS_CONNECTION_FAILOVER_\w+|VERSION_TOKENS_(?!SHOW)\w+|SERVICE_\w+_LOCKS|AUDIT_LOG_(?!READ)\w+)$/

const callsChanging = (tokens: readonly SqlToken[]): boolean =>
  tokens.some((token, at) => tokens[at + 1]?.upper === '(' && changingFunction.test(token.upper))

function queryKind(tokens: readonly SqlToken[]): StatementKind {
  // Row locks make writers wait: on a server that others use, that is no mere read.
  const locks = has(tokens, 'FOR', 'UPDATE') || has(tokens, 'FOR', 'SHARE') || has(tokens, 'LOCK', 'IN', 'SHARE', 'MODE')
  if (locks || has(tokens, 'NEXT', 'VALUE', 'FOR') || callsChanging(tokens)) return 'write'
  return into(tokens) ?? 'read'
}

/** The verb behind the common table expressions decides. */
function withKind(tokens: readonly SqlToken[]): StatementKind {
  const main = tokens.find((token) => token.depth === 0 && ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'VALUES', 'TABLE'].includes(token.upper))
  if (main && !['SELECT', 'VALUES', 'TABLE'].includes(main.upper)) return 'write'
  return queryKind(tokens)
}

/** The statement inside EXPLAIN ANALYZE and MariaDB's ANALYZE [FORMAT=JSON]. */
function innerKind(tokens: readonly SqlToken[], behind: string): StatementKind {
  const at = tokens.findIndex((token) => token.upper === behind)
  const rest = tokens.slice(at + 1)
  const start = rest.findIndex((token) => token.upper === '(' || (token.kind === 'word' && innerVerbs.has(token.upper)))
  return start < 0 ? 'unknown' : kindOf(rest.slice(start))
}
const innerVerbs = new Set(['SELECT', 'WITH', 'INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'TABLE', 'VALUES'])

function setKind(tokens: readonly SqlToken[]): StatementKind {
  // MariaDB: SET STATEMENT variable=value FOR statement.
  if (tokens[1]?.upper === 'STATEMENT') {
    const at = tokens.findIndex((token) => token.upper === 'FOR' && token.depth === 0)
    return at < 0 ? 'unknown' : kindOf(tokens.slice(at + 1))
  }
  const global = tokens.some((token) => ['GLOBAL', 'PERSIST', 'PERSIST_ONLY', 'PASSWORD'].includes(token.upper) && token.kind === 'word')
  if (global || tokens.some((token) => /^@@(?:GLOBAL|PERSIST|PERSIST_ONLY)(?:\.|$)/.test(token.upper))) return 'admin'
  if (has(tokens, 'DEFAULT', 'ROLE') || has(tokens, 'RESOURCE', 'GROUP')) return 'admin'
  return callsChanging(tokens) || has(tokens, 'NEXT', 'VALUE', 'FOR') ? 'write' : 'session'
}

const sessionVerbs = new Set([
  'BEGIN', 'START', 'COMMIT', 'ROLLBACK', 'SAVEPOINT', 'RELEASE', 'SET', 'USE', 'PREPARE', 'EXECUTE', 'DEALLOCATE',
  'HANDLER', 'LOCK', 'UNLOCK', 'XA',
])
const sessionFunctions = new Set(['LAST_INSERT_ID', 'ROW_COUNT', 'FOUND_ROWS', 'GET_LOCK'])

function reliesOnSession(sql: string, tokens: readonly SqlToken[]): string | undefined {
  const verb = verbOf(tokens)
  if (verb === 'START') return 'START TRANSACTION'
  if (verb === 'SET' && setKind(tokens) === 'admin') return undefined
  if (sessionVerbs.has(verb) && !(verb === 'BEGIN' && mayHoldBody(tokens))) return verb
  if ((verb === 'CREATE' || verb === 'DROP') && tokens.slice(0, 4).some((token) => token.upper === 'TEMPORARY')) return `${verb} TEMPORARY TABLE`
  if (has(tokens, 'SHOW', 'WARNINGS') || has(tokens, 'SHOW', 'ERRORS')) return `SHOW ${tokens[1]?.upper ?? ''}`
  const call = tokens.find((token, at) => sessionFunctions.has(token.upper) && tokens[at + 1]?.upper === '(' && tokens[at + 2]?.upper === ')')
  if (call) return `${call.upper}()`
  return variableFromElsewhere(sql, tokens)
}

/** A variable that this statement reads without assigning it, or leaves for a later one. */
function variableFromElsewhere(sql: string, tokens: readonly SqlToken[]): string | undefined {
  const isAssigned = (at: number) => tokens[at + 1]?.upper === ':' && tokens[at + 2]?.upper === '='
  const own = new Set(tokens.filter((token, at) => token.kind === 'variable' && isAssigned(at)).map((token) => token.upper))
  const foreign = tokens.find((token) => token.kind === 'variable' && !own.has(token.upper))
  return foreign && sql.slice(foreign.start, foreign.end)
}
