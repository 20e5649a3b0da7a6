/** Where a running sandbox is and who may use it: what tests, the app and `npm run sandbox` are told. */
import type { Collaboration } from './dms/rules.ts'

export type EngineKind = 'sqlite' | 'mariadb'

export interface SandboxOptions {
  engine: EngineKind
  /** SQL to run into the fresh engine instead of the demo data. */
  seedFile?: string
  /** A MaxScale configuration to take servers, services and listeners from. */
  maxscaleConfig?: string
  /** 0 or absent for free ports. */
  ports?: { dms?: number; drds?: number; maxscale?: number }
  /** Absent ones are random at each start. */
  credentials?: Partial<SandboxCredentials>
  /** How many DRDS instances there are; absent for the demo's own. */
  drdsInstances?: number
  /** How many databases every DRDS instance has; absent for the demo's own. */
  drdsDatabases?: number
  /** How long one step of a DRDS instance or database takes. */
  drdsTaskMilliseconds?: number
  /** Which rule of "Usage notes" the DMS proxy follows; standard unless given. */
  dmsCollaboration?: Collaboration
}

export interface SandboxCredentials {
  accessId: string
  accessSecret: string
  accessKeyId: string
  accessKeySecret: string
  restUser: string
  restPassword: string
  databaseUser: string
  databasePassword: string
}

/** Plain data; URLs are scheme, host and port without a slash at the end. */
export interface SandboxAddresses {
  engine: EngineKind
  dms: { endpoint: string; accessId: string; accessSecret: string; schema: string; collaboration: Collaboration }
  drds: {
    endpoint: string
    accessKeyId: string
    accessKeySecret: string
    regionId: string
    /** The database that DMS and MaxScale show; null where they show a seed's, or there are no instances. */
    shop: { instanceId: string; database: string } | null
  }
  maxscale: {
    baseUrl: string
    restUser: string
    restPassword: string
    target: string
    databaseUser: string
    databasePassword: string
    database: string
  }
}

export interface RunningSandbox extends SandboxAddresses {
  /** Stops the servers and the engine and removes what they wrote. */
  close(): Promise<void>
}
