/** Opens a session on the engine for a connection, or says in MaxScale's words why it cannot. */
import { EngineOpenError, type Engine, type EngineSession } from '../engine/engine.ts'
import type { Endpoint } from './configuration.ts'
import type { Database } from './database.ts'
import type { MainWorker } from './main-worker.ts'
import type { Traffic } from './traffic.ts'

/** What a connection is opened with and counted by. */
export interface Surroundings {
  engine: Engine
  database: Database
  traffic: Traffic
  mainWorker: MainWorker
}

export interface ConnectionConfig {
  target: string
  endpoint: Endpoint
  user: string
  password: string
  database: string
  /** Seconds; bounds opening and every read. 0 or less for none. */
  timeoutSeconds: number
}

/** Why a connection could not be opened, in MaxScale's words. */
export class OpenFailure extends Error {}

/** Throws OpenFailure. */
export async function openSession(around: Surroundings, { endpoint, user, password }: ConnectionConfig, database: string): Promise<EngineSession> {
  const place = `Connection to [${endpoint.host}]:${endpoint.port} failed.`
  if (!endpoint.up) throw new OpenFailure(`${place} Error 2002: Can't connect to server on '${endpoint.host}' (115)`)
  try {
    return await around.engine.open({ user, password, ...(database && { database }) })
  } catch (error) {
    if (!(error instanceof EngineOpenError)) throw error
    around.traffic.refuse(endpoint)
    throw new OpenFailure(`${place} ${await refusal(error, around.database, endpoint, user, password)}`)
  }
}

/**
 * MariaDB lets an unknown name fail by the plugin of some account that it picks by the name, so that names cannot be
 * told; the recorded server's picked one that asks for no password (transcript b25). A service knows only 1045.
 */
async function refusal({ errno, message }: EngineOpenError, database: Database, endpoint: Endpoint, user: string, password: string): Promise<string> {
  const bare = message.replace(/ \(using password: \w+\)$/, '')
  if (endpoint.service !== null && errno === 1698) return `Error 1045: ${bare} (using password: ${password ? 'YES' : 'NO'})`
  const isUnknown = errno === 1045 && endpoint.service === null && (await database.lacks(user))
  return isUnknown ? `Error 1698: ${bare}` : `Error ${errno}: ${message}`
}
