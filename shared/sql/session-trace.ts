/**
 * What statements leave in their session, read from their words: an open transaction, variables, temporary tables,
 * locks. `none` and `open` are certain; what the words do not tell is `maybe`.
 */
import type { SessionTrace } from '../model/session.ts'
import { classifyStatement } from './classify.ts'
import { assignments, has, verbOf } from './statement-words.ts'
import { statementVerbs } from './statement-verbs.ts'
import { tokenize, type SqlToken } from './tokens.ts'

/** A session that has just been opened; servers begin with autocommit unless their init_connect says otherwise. */
export const freshTrace: SessionTrace = { transaction: 'none', autocommit: true, holds: [] }

type Holding = SessionTrace['holds'][number]

interface Effect {
  /**
   * - `opens`, `ends`: certainly. `commits`: before it does its work, which begins another where autocommit is off.
   * - `mayEnd`: an open one may have been committed. `mayChange`: one may have begun as well.
   * - `uses`: reads or writes tables, which begins one where autocommit is off.
   */
  transaction?: 'opens' | 'ends' | 'commits' | 'mayEnd' | 'mayChange' | 'uses'
  /** What it was set to, one after another; null for a value that cannot be told. */
  autocommit?: readonly (boolean | null)[]
  /** completion_type was set: what ends a transaction may begin the next. */
  chains?: boolean
  adds?: readonly Holding[]
  removes?: readonly Holding[]
}

/** A procedure, a prepared or compound statement, and what we do not know may do anything. */
const anything: Effect = { transaction: 'mayChange', autocommit: [null], adds: ['variables', 'temporaryTables'] }
/** What begins with no verb that we know: it may do anything too, unless the server does not know it either. */
const unknownVerb: Effect = { ...anything }

/** Verbs whose effect does not depend on the rest. The commits: MariaDB, "SQL statements Causing an Implicit Commit". */
const verbs: Readonly<Record<string, Effect>> = {
  BEGIN: { transaction: 'opens' },
  RENAME: { transaction: 'commits' }, TRUNCATE: { transaction: 'commits' }, GRANT: { transaction: 'commits' }, REVOKE: { transaction: 'commits' },
  LOCK: { transaction: 'commits', adds: ['locks'] },
  // Commits only where LOCK TABLES was in force.
  UNLOCK: { transaction: 'mayEnd', removes: ['locks'] },
  OPTIMIZE: { transaction: 'mayEnd' }, REPAIR: { transaction: 'mayEnd' }, CHECK: { transaction: 'mayEnd' }, ANALYZE: { transaction: 'mayEnd' },
  FLUSH: { transaction: 'mayEnd' }, RESET: { transaction: 'mayEnd' }, CACHE: { transaction: 'mayEnd' }, STOP: { transaction: 'mayEnd' }, CHANGE: { transaction: 'mayEnd' },
  INSTALL: { transaction: 'mayEnd' }, UNINSTALL: { transaction: 'mayEnd' },
  SAVEPOINT: { transaction: 'uses' }, LOAD: { transaction: 'uses' },
  PREPARE: { adds: ['preparedStatements'] },
  RELEASE: {}, USE: {}, SHOW: {}, HELP: {}, KILL: {}, DEALLOCATE: {}, SIGNAL: {}, RESIGNAL: {}, GET: {}, PURGE: {},
}
const queries: ReadonlySet<string> = new Set([
  'SELECT', 'WITH', 'TABLE', 'VALUES', 'DO', 'EXPLAIN', 'DESCRIBE', 'DESC', 'INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'CHECKSUM', 'HANDLER',
])

/** ER_PARSE_ERROR: nothing ran, not even an implicit commit. */
const PARSE_ERROR = 1064
/** ER_LOCK_DEADLOCK: the whole transaction was rolled back. */
const DEADLOCK = 1213
/**
 * Errors that roll back one statement or all: ER_LOCK_WAIT_TIMEOUT as innodb_rollback_on_timeout says, ER_LOCK_TABLE_FULL,
 * ER_CHECKREAD with innodb_snapshot_isolation, and what a cluster's certification refuses.
 */
const mayRollBack: ReadonlySet<number> = new Set([1205, 1206, 1020, 1047, 1180])

/** The trace after one statement, which ended with an error number of the server, or null where it succeeded. */
export function followStatement(trace: SessionTrace, sql: string, errno: number | null): SessionTrace {
  const effect = effectOf(sql)
  // What may do anything may have done it before it failed, whatever its last error is.
  if (errno === null || effect === anything || (effect === unknownVerb && errno !== PARSE_ERROR)) return after(trace, effect)
  if (errno === PARSE_ERROR) return trace
  if (errno === DEADLOCK) return { ...trace, transaction: 'none' }
  // What failed has set nothing, but may have committed before it failed.
  const unsure = trace.transaction !== 'none' && (['ends', 'commits', 'mayEnd'].includes(effect.transaction ?? '') || mayRollBack.has(errno))
  const began = effect.transaction !== undefined && effect.transaction !== 'ends' && trace.autocommit !== true && trace.transaction === 'none'
  return unsure || began ? { ...trace, transaction: 'maybe' } : trace
}

function after(trace: SessionTrace, effect: Effect): SessionTrace {
  // Tables may be read before the values are set, and after.
  let { transaction, autocommit } = { ...trace, transaction: transactionAfter(trace, effect) }
  for (const value of effect.autocommit ?? []) {
    // Switching autocommit on commits; setting it again does nothing.
    if (transaction !== 'none' && value === null) transaction = 'maybe'
    if (transaction !== 'none' && value === true && autocommit !== true) transaction = autocommit === false ? 'none' : 'maybe'
    autocommit = value
  }
  if (effect.transaction === 'uses') transaction = transactionAfter({ ...trace, transaction, autocommit }, effect)
  const holds = [...new Set([...trace.holds.filter((one) => !effect.removes?.includes(one)), ...(effect.adds ?? [])])]
  const chains = trace.chains || effect.chains
  return { transaction, autocommit, holds, ...(chains && { chains }) }
}

function transactionAfter({ transaction, autocommit, chains }: SessionTrace, effect: Effect): SessionTrace['transaction'] {
  switch (effect.transaction) {
    case 'opens':
      return 'open'
    case 'ends':
      return chains ? 'maybe' : 'none'
    case 'commits':
      return autocommit === true ? 'none' : 'maybe'
    case 'mayEnd':
      return transaction === 'none' && autocommit === true ? 'none' : 'maybe'
    case 'mayChange':
      return 'maybe'
    case 'uses':
      return transaction === 'none' && autocommit !== true ? 'maybe' : transaction
    case undefined:
      return transaction
  }
}

function effectOf(sql: string): Effect {
  const all = tokenize(sql).tokens
  // What only some servers read, in executable comments, is not known to have happened.
  if (all.some(({ condition }) => condition !== undefined) || classifyStatement(sql).statements > 1) return anything
  const tokens = all.filter(({ upper }) => upper !== ';')
  const [, second = '', third = ''] = tokens.filter(({ upper }) => upper !== '(').map(({ upper }) => upper)
  const verb = verbOf(tokens)
  switch (verb) {
    case '':
      return tokens.length === 0 ? {} : withoutVerb(tokens)
    case 'START':
      return { transaction: second === 'TRANSACTION' ? 'opens' : 'mayEnd' }
    case 'COMMIT':
    case 'ROLLBACK':
      return endEffect(tokens)
    case 'XA':
      return second === 'RECOVER' ? {} : { transaction: 'mayChange' }
    case 'SET':
      return setEffect(sql, tokens)
    case 'CREATE':
    case 'DROP':
    case 'ALTER':
      return structureEffect(verb, second, third, tokens)
    default:
      if (verb === 'BEGIN' && second === 'NOT') return anything
      // MySQL: LOCK INSTANCE FOR BACKUP commits nothing.
      if (verb === 'LOCK' && second === 'INSTANCE') return { adds: ['locks'] }
      if (verb === 'FLUSH' && (has(tokens, 'READ', 'LOCK') || has(tokens, 'FOR', 'EXPORT'))) return { transaction: 'mayEnd', adds: ['locks'] }
      if (verb === 'ANALYZE' && second !== 'TABLE') return { transaction: 'uses' }
      return queries.has(verb) ? { transaction: 'uses', adds: keptByQuery(tokens) } : (verbs[verb] ?? withoutVerb(tokens))
  }
}

/** CALL, EXECUTE, what holds statements, a label before it; else no server has ever run it where it says that it cannot read it. */
function withoutVerb(tokens: readonly SqlToken[]): Effect {
  const [first, second] = tokens
  const isKnown = first?.upper === '<' || second?.upper === ':' || first?.upper === 'TRACE' || statementVerbs.has(verbOf(tokens))
  return isKnown ? anything : unknownVerb
}

/** ROLLBACK TO a savepoint ends nothing; with CHAIN the next one begins at once; RELEASE ends the session too. */
function endEffect(tokens: readonly SqlToken[]): Effect {
  if (has(tokens, 'TO')) return {}
  if (has(tokens, 'CHAIN') && !has(tokens, 'NO', 'CHAIN')) return { transaction: 'opens' }
  return { transaction: 'ends' }
}

/** Temporary tables come and go without a commit; DROP TABLE and ALTER TABLE may name one. */
function structureEffect(verb: string, second: string, third: string, tokens: readonly SqlToken[]): Effect {
  const isTemporary = second === 'TEMPORARY' || (third === 'REPLACE' && tokens[3]?.upper === 'TEMPORARY')
  // A temporary sequence commits as a lasting one does.
  if (isTemporary && !has(tokens, 'TEMPORARY', 'SEQUENCE')) {
    return { transaction: 'uses', ...(verb === 'CREATE' && { adds: ['temporaryTables'] }) }
  }
  const mayBeTemporary = verb !== 'CREATE' && [second, third].some((word) => word === 'TABLE' || word === 'TABLES')
  return { transaction: mayBeTemporary ? 'mayEnd' : 'commits' }
}

function setEffect(sql: string, tokens: readonly SqlToken[]): Effect {
  const second = tokens[1]?.upper
  if (second === 'STATEMENT') return anything
  if (second === 'PASSWORD' || has(tokens, 'DEFAULT', 'ROLE')) return { transaction: 'mayEnd' }
  const written = (token: SqlToken) => sql.slice(token.start, token.end)
  const autocommit: (boolean | null)[] = []
  let isGlobal = false
  let chains = false
  for (const assignment of assignments(tokens)) {
    const at = assignment.findIndex(({ upper }) => upper === '=')
    const name = assignment.slice(0, at).map((token) => written(token).replaceAll('`', '')).join('').replace(/:$/, '').toUpperCase()
    chains ||= name.endsWith('COMPLETION_TYPE')
    isGlobal ||= /^(?:@@)?GLOBAL/.test(name)
    if (!name.endsWith('AUTOCOMMIT') || /^(?:@@)?GLOBAL/.test(name)) continue
    const [value, ...more] = assignment.slice(at + 1)
    // A scope that was named before may hold for what follows.
    const isPlain = /^(?:SESSION|LOCAL|@@SESSION\.|@@LOCAL\.|@@)AUTOCOMMIT$/.test(name) || (name === 'AUTOCOMMIT' && !isGlobal)
    autocommit.push(isPlain && value && more.length === 0 ? switched(written(value)) : null)
  }
  // A value may come from a subquery or a stored function.
  const reads = tokens.some(({ upper }) => upper === '(')
  return { ...(reads && { transaction: 'uses' as const }), autocommit, ...(chains && { chains }), adds: ['variables'] }
}

/** ON and OFF in every spelling of the manual; null for an expression. */
function switched(written: string): boolean | null {
  if (/^(?:1|ON|TRUE|'ON'|"ON")$/i.test(written)) return true
  return /^(?:0|OFF|FALSE|'OFF'|"OFF")$/i.test(written) ? false : null
}

/** What a query leaves behind: variables that it assigns, locks that it takes by name. */
function keptByQuery(tokens: readonly SqlToken[]): readonly Holding[] {
  const assigns = tokens.some(({ kind }, at) => kind === 'variable' && tokens[at + 1]?.upper === ':' && tokens[at + 2]?.upper === '=')
  const into = tokens.some(({ upper }, at) => upper === 'INTO' && tokens[at + 1]?.kind === 'variable')
  const locks = tokens.some(({ upper }, at) => upper === 'GET_LOCK' && tokens[at + 1]?.upper === '(')
  return [...(assigns || into ? (['variables'] as const) : []), ...(locks ? (['locks'] as const) : [])]
}
