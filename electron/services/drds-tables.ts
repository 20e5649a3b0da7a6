/** The logical tables of a DRDS database with their rules, asked through the connection that is linked to it. */
import type { DrdsDatabaseRef } from '../../shared/model/drds-database.ts'
import type { DrdsLinkTarget, DrdsTable } from '../../shared/model/drds-link.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import { ResultSet } from '../../shared/model/result-set.ts'
import type { StatementResult } from '../../shared/model/statement-result.ts'
import { executeDms } from '../clients/dms/client.ts'
import type { DrdsLinkRepository } from '../storage/drds-link-repository.ts'
import { clientAccess } from './client-access.ts'
import type { ResolveConnection } from './resolved-connection.ts'
import type { SessionOpener } from './session-opener.ts'

/** Each table's topology is a statement of its own. */
const MOST_TOPOLOGIES = 50
const AT_ONCE = 4
/** A table may have thousands of parts. */
const ROW_LIMIT = 20_000

/** Runs one statement through the link. */
type Run = (sql: string) => Promise<StatementResult>
/** One row by the names of its columns, upper case; NULL is ''. */
type Row = Readonly<Record<string, string>>

export interface DrdsTablesParts {
  links: DrdsLinkRepository
  resolveConnection: ResolveConnection
  opener: SessionOpener
}

/** Throws a FailureError: not linked, the linked connection fails, or what it leads to knows no rules. */
export async function readTables(parts: DrdsTablesParts, at: DrdsDatabaseRef): Promise<DrdsTable[]> {
  const target = parts.links.get(at)
  if (!target) throw new FailureError(failureOf('input', 'drds.notLinked', { params: { database: at.database } }))
  return throughLink(parts, target, async (run, connection) => {
    const rules = await run('SHOW RULE')
    if (rules.kind !== 'resultset') {
      const server = rules.kind === 'error' ? { text: rules.message, ...(rules.code && { code: rules.code }) } : undefined
      throw new FailureError(failureOf('server', 'drds.noRules', { params: { connection }, ...(server && { server }) }))
    }
    const tables = rowsOf(rules).map(tableOf).filter(({ name }) => name !== '')
    const asked = [...tables].sort((one, other) => Number(other.kind === 'sharded') - Number(one.kind === 'sharded')).slice(0, MOST_TOPOLOGIES)
    await inPool(asked, async (table) => {
      table.topology = topologyOf(await run(`SHOW TOPOLOGY FROM \`${table.name.replaceAll('`', '``')}\``))
    })
    return tables
  })
}

/** A session of MaxScale is opened for this alone: those of tabs are their tabs'. */
async function throughLink<T>(
  { resolveConnection, opener }: DrdsTablesParts,
  { connectionId, schema }: DrdsLinkTarget,
  work: (run: Run, connection: string) => Promise<T>,
): Promise<T> {
  const resolved = await resolveConnection(connectionId)
  const client = clientAccess(resolved)
  const { name } = resolved.settings
  switch (client.kind) {
    case 'drds':
      throw new FailureError(failureOf('input', 'query.notQueryable', { params: { name } }))
    case 'dms':
      return work((sql) => executeDms(client.access, { sql, schema: schema || client.schema, rowLimit: ROW_LIMIT }), name)
    case 'maxscale': {
      const access = { ...client.access, session: { ...client.access.session, database: schema || client.access.session.database } }
      const session = await opener.open(connectionId, access)
      // One statement at a time: the next waits for the one before.
      let last: Promise<unknown> = Promise.resolve()
      const run: Run = (sql) => {
        const result = last.then(async () => {
          const [first] = await session.run({ sql, rowLimit: ROW_LIMIT })
          if (!first) throw new FailureError(failureOf('server', 'drds.noRules', { params: { connection: name } }))
          return first
        })
        last = result.catch(() => undefined)
        return result
      }
      try {
        return await work(run, name)
      } finally {
        await opener.close(session)
      }
    }
  }
}

async function inPool<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

function rowsOf(result: StatementResult): Row[] {
  if (result.kind !== 'resultset') return []
  const set = new ResultSet(result.data)
  const names = set.columns.map(({ label }) => label.toUpperCase())
  return Array.from({ length: set.rowCount }, (_, row) => Object.fromEntries(names.map((name, column) => [name, textOf(set, row, column)])))
}

function textOf(set: ResultSet, row: number, column: number): string {
  const { kind } = set.cell(row, column)
  return kind === 'null' || kind === 'missing' ? '' : set.text(row, column)
}

/** SHOW RULE: a table without a key on either level is whole in one place, or in all. */
function tableOf(row: Row): DrdsTable {
  const text = (name: string) => row[name] ?? ''
  const isBroadcast = /^(?:1|true|yes)$/i.test(text('BROADCAST'))
  const isSplit = text('DB_PARTITION_KEY') !== '' || text('TB_PARTITION_KEY') !== ''
  return {
    name: text('TABLE_NAME'),
    kind: isBroadcast ? 'broadcast' : isSplit ? 'sharded' : 'single',
    dbPartitionKey: text('DB_PARTITION_KEY'),
    dbPartitionPolicy: text('DB_PARTITION_POLICY'),
    dbPartitionCount: text('DB_PARTITION_COUNT'),
    tbPartitionKey: text('TB_PARTITION_KEY'),
    tbPartitionPolicy: text('TB_PARTITION_POLICY'),
    tbPartitionCount: text('TB_PARTITION_COUNT'),
    topology: null,
  }
}

/** SHOW TOPOLOGY, one row a physical table; null where it is refused. */
function topologyOf(result: StatementResult): DrdsTable['topology'] {
  if (result.kind !== 'resultset') return null
  const groups = new Map<string, string[]>()
  for (const row of rowsOf(result)) {
    const group = row['GROUP_NAME'] ?? ''
    groups.set(group, [...(groups.get(group) ?? []), row['TABLE_NAME'] ?? ''])
  }
  return [...groups].map(([group, tables]) => ({ group, tables }))
}
