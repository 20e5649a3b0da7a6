/** What the DRDS sandbox knows and what is under way in it. Kept apart from how it is spelt on the wire. */

/** 实例状态 of the document. */
export type StatusDigit = '0' | '1' | '2' | '3' | '4' | '5' | '6'

export interface SandboxVip {
  ip: string
  port: string
  type: 'internet' | 'intranet' | 'vpc'
  vpcId?: string
  vswitchId?: string
}

export interface SandboxInstance {
  /** 实例id, 16位字符串. */
  id: string
  description: string
  regionId: string
  zoneId: string
  /** 0 shared, 1 dedicated. */
  type: '0' | '1'
  status: StatusDigit
  networkType: 'vpc' | 'classic'
  /** Epoch milliseconds. */
  createTime: number
  version: number
  specification: string
  vips: SandboxVip[]
  /** 变配中: its accounts cannot be changed. No answer shows it. */
  upgrading: boolean
  databases: SandboxDatabase[]
}

/** 0-建库中 1-正常 2-建库失败 3-删除中 4-删除失败 5-迁移中 6-迁移失败 */
export type DatabaseStatus = 0 | 1 | 2 | 3 | 4 | 5 | 6

export interface SandboxDatabase {
  name: string
  status: DatabaseStatus
  /** Epoch milliseconds. */
  createTime: number
  message: string
  mode: 'HORIZONTAL' | 'VERTICAL'
  encode: string
  password: string
  whitelist: string[]
  /** Names of the primaries that carry its shards. */
  rds: string[]
  /** Read weights by RDS name, primaries and children; absent is 100 for a primary and 0 for a child. */
  weights: Map<string, number>
  tables: readonly string[]
  /** Tables that may be scanned whole. */
  fullTableScan: Set<string>
  /** Null without a read-only account. */
  readOnlyPassword: string | null
}

export interface RdsNode {
  id: number
  name: string
  regionId: string
  /** 1 in use, 5 restarting, and so on (enum of DescribeRdsList in drds-actions). */
  status: string
}

export interface RdsPrimary extends RdsNode {
  children: RdsNode[]
  /** Accounts that stand there already. */
  accounts: string[]
}

/** A step that is under way. It gets the moment it was due, for the step after it. */
interface Task {
  due: number
  run(at: number): void
}

export interface DrdsStateOptions {
  /** Epoch milliseconds; tasks and creation times go by it. */
  clock: () => number
  /** How long one step takes: creating or releasing an instance, creating or deleting a database. */
  taskMilliseconds: number
}

export class DrdsState {
  readonly instances: SandboxInstance[]
  readonly rds: ReadonlyMap<string, RdsPrimary>
  /** 20 more than there were at the start. */
  readonly instanceQuota: number
  readonly #options: DrdsStateOptions
  #tasks: Task[] = []
  #created = 0

  constructor(instances: SandboxInstance[], rds: readonly RdsPrimary[], options: DrdsStateOptions) {
    this.instances = instances
    this.rds = new Map(rds.map((one) => [one.name, one]))
    this.instanceQuota = instances.length + 20
    this.#options = options
  }

  now(): number {
    return this.#options.clock()
  }

  /** 1 for the first thing that is created, and so on. */
  nextNumber(): number {
    return (this.#created += 1)
  }

  /** Runs `step` when one task's time has passed since `from`. */
  later(step: (at: number) => void, from = this.now()): void {
    this.#tasks.push({ due: from + this.#options.taskMilliseconds, run: step })
  }

  /** Carries out what has become due. Called before every action: nothing else can see the state. */
  settle(): void {
    for (;;) {
      const next = this.#tasks.toSorted((a, b) => a.due - b.due)[0]
      if (!next || next.due > this.now()) return
      this.#tasks = this.#tasks.filter((one) => one !== next)
      next.run(next.due)
    }
  }
}

/** 4 shards on each primary, numbered through: shop_rds1_0000 … shop_rds4_0015. None where there is no database yet. */
export function shardsOf(database: SandboxDatabase): { name: string; rds: string }[] {
  if (database.status === 0 || database.status === 2) return []
  return database.rds.flatMap((rds, place) =>
    Array.from({ length: 4 }, (_, shard) => ({ name: `${database.name}_rds${place + 1}_${String(place * 4 + shard).padStart(4, '0')}`, rds })),
  )
}
