/** The whole sandbox: one engine, the three servers in front of it, and fresh credentials. */
import { randomBytes } from 'node:crypto'
import { access, constants } from 'node:fs/promises'
import type { RunningSandbox, SandboxCredentials, SandboxOptions } from './addresses.ts'
import { startDmsProxy } from './dms-proxy.ts'
import { instanceId } from './drds/demo-instances.ts'
import { startDrdsOpenApi } from './drds-openapi.ts'
import type { Engine } from './engine/engine.ts'
import { startMariadbEngine } from './engine/mariadb-engine.ts'
import { startSqliteEngine } from './engine/sqlite-engine.ts'
import { createFaults } from './faults.ts'
import { startMaxScaleRest } from './maxscale-rest.ts'
import type { RestUser } from './maxscale/accounts.ts'

/**
 * Starts everything on 127.0.0.1. Throws an Error with a sentence for a person where a port is taken, a file cannot
 * be read, a seed fails or `mariadbd` is missing; nothing is left running then.
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const credentials = { ...freshCredentials(), ...(options.maxscaleConfig !== undefined && recordedAdmin), ...options.credentials }
  const { ports = {}, dmsCollaboration: collaboration = 'standard' } = options
  const running: { close(): Promise<void> }[] = []
  const close = async () => {
    // The servers first, so that no call meets an engine that is gone.
    for (const part of running.splice(0).reverse()) await part.close()
  }
  const started = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const part = await starting
    running.push(part)
    return part
  }
  for (const file of [options.seedFile, options.maxscaleConfig]) if (file !== undefined) await mustBeReadable(file)
  try {
    const engine = await started(startEngine(options, credentials))
    const database = await defaultDatabase(engine)
    const dms = await started(startDmsProxy({
      engine,
      port: ports.dms ?? 0,
      grants: [{ accessId: credentials.accessId, accessSecret: credentials.accessSecret }],
      collaboration,
      faults: createFaults(),
    }))
    const drds = await started(startDrdsOpenApi({
      port: ports.drds ?? 0,
      accounts: [{ accessKeyId: credentials.accessKeyId, accessKeySecret: credentials.accessKeySecret }],
      faults: createFaults(),
      ...(options.drdsInstances !== undefined && { instanceCount: options.drdsInstances }),
      ...(options.drdsDatabases !== undefined && { databaseCount: options.drdsDatabases }),
      ...(options.drdsTaskMilliseconds !== undefined && { taskMilliseconds: options.drdsTaskMilliseconds }),
    }))
    const maxscale = await started(startMaxScaleRest({
      engine,
      port: ports.maxscale ?? 0,
      users: restUsers(options, credentials),
      hiddenDatabaseUsers: [credentials.databaseUser],
      faults: createFaults(),
      ...(options.maxscaleConfig !== undefined && { configFile: options.maxscaleConfig }),
    }))
    const { accessId, accessSecret, accessKeyId, accessKeySecret, ...maxscaleCredentials } = credentials
    return {
      engine: engine.kind,
      dms: { endpoint: dms.url, accessId, accessSecret, schema: database, collaboration },
      drds: { endpoint: drds.url, accessKeyId, accessKeySecret, regionId: 'cn-hangzhou', shop: shopOf(options) },
      maxscale: { baseUrl: maxscale.url, ...maxscaleCredentials, target: maxscale.targets[0] ?? '', database },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** The demo's first instance has it, where it has databases at all. */
const shopOf = ({ seedFile, drdsInstances = 1, drdsDatabases = 1 }: SandboxOptions) =>
  seedFile === undefined && drdsInstances > 0 && drdsDatabases > 0 ? { instanceId: instanceId(0), database: 'shop' } : null

function startEngine({ engine, seedFile }: SandboxOptions, { databaseUser, databasePassword }: SandboxCredentials): Promise<Engine> {
  const options = { accounts: [{ user: databaseUser, password: databasePassword }], ...(seedFile !== undefined && { seedFile }) }
  return engine === 'sqlite' ? startSqliteEngine(options) : startMariadbEngine(options)
}

/** Before anything starts: a demo takes seconds to fill, and a mistyped name need not wait for it. */
async function mustBeReadable(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK)
  } catch (error) {
    throw new Error(`Cannot read ${file}: there is no such file, or it is not readable.`, { cause: error })
  }
}

const random = (bytes: number) => randomBytes(bytes).toString('base64url')

const freshCredentials = (): SandboxCredentials => ({
  accessId: `sandbox-${random(6)}`,
  accessSecret: random(24),
  accessKeyId: `sandbox-${random(6)}`,
  accessKeySecret: random(24),
  restUser: 'admin',
  restPassword: random(18),
  databaseUser: 'shopkeeper',
  databasePassword: random(18),
})

/** With a configuration the sandbox is like the recorded MaxScale, and lets in whom that one let in. */
const recordedAdmin = { restUser: 'admin', restPassword: 'mariadb' }
const recordedViewer = { name: 'viewer', password: 'viewerpw', role: 'basic' } as const

function restUsers({ maxscaleConfig }: SandboxOptions, { restUser, restPassword }: SandboxCredentials): RestUser[] {
  const own = { name: restUser, password: restPassword }
  return maxscaleConfig === undefined ? [own] : [own, recordedViewer]
}

const systemDatabases = new Set(['information_schema', 'mysql', 'performance_schema', 'sys'])

/** The demo's logical database, or a seed's first one; empty where there is none. */
async function defaultDatabase(engine: Engine): Promise<string> {
  const session = await engine.open({})
  try {
    const [result] = await session.execute('SHOW DATABASES')
    if (result?.kind !== 'rows') return ''
    const names = result.rows.flatMap(([cell]) => (cell?.kind === 'text' ? [cell.text] : []))
    const own = names.filter((name) => !systemDatabases.has(name))
    return own.find((name) => name === 'shop') ?? own[0] ?? ''
  } finally {
    await session.close()
  }
}
