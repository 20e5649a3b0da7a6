import type { Rpc } from '../../../../shared/contract/contract.ts'
import type { DrdsInstanceRef } from '../../../../shared/model/drds-database.ts'
import type { Result } from '../../../../shared/model/result.ts'

/** So many databases are asked for what lies below them: suggestions are not worth a throttled account. */
const MOST_ASKED = 10

/**
 * RDS instances that the instance's databases use, with the databases that do: no action of the document lists those of
 * an account. A database that does not answer suggests nothing.
 */
export async function rdsInUse(rpc: Rpc, at: DrdsInstanceRef): Promise<Result<{ name: string; note: string }[]>> {
  const databases = await rpc.drds.databases(at)
  if (!databases.ok) return databases
  const users = new Map<string, string[]>()
  const asked = databases.value.filter(({ status }) => status === 'normal').slice(0, MOST_ASKED)
  const answers = await Promise.all(asked.map(async ({ name }) => ({ name, list: await rpc.drds.rdsList({ ...at, database: name }) })))
  for (const { name, list } of answers) {
    for (const rds of list.ok ? list.value : []) users.set(rds.name, [...(users.get(rds.name) ?? []), name])
  }
  return { ok: true, value: [...users].map(([name, of]) => ({ name, note: of.join(', ') })) }
}
