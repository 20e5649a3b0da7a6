/** The connections of a replay: opened when they are first named, and all that can be done to them beside the recording. */
import { exchange } from './exchange.ts'
import { openings } from './scenes.ts'
import type { RecordedResponse } from './transcript.ts'

export interface LiveConnection {
  /** The server's URL. */
  url: string
  id: string
  token: string
}

interface Resource {
  data: { id: string; attributes: { thread_id: number; seconds_idle: number; sql: string | null; results?: { data: number[][] }[] } }
  meta: { token: string }
}

export const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`
export const admin = basic('admin:mariadb')

export class Stage {
  /** By recorded id. */
  readonly live = new Map<string, LiveConnection>()
  private readonly root: (sql: string) => Promise<unknown>

  /** `root` runs SQL on the database beside every MaxScale connection. */
  constructor(root: (sql: string) => Promise<unknown>) {
    this.root = root
  }

  /** Opens what the recording had open; `target` where it says which. */
  async open(recordedId: string, url: string, target?: string): Promise<void> {
    if (this.live.has(recordedId)) return
    const how = { target: 'server1', timeout: 30, ...(target !== undefined && { target }), ...openings[recordedId.slice(0, 8)] }
    const { data, meta } = await this.call(url, 'POST', '/v1/sql', { user: 'app', password: 'app-s3cret', db: 'golden', ...how })
    this.live.set(recordedId, { url, id: data.id, token: meta.token })
  }

  /** Makes it a connection whose last statement was this one. */
  async show(recordedId: string, sql: string): Promise<void> {
    if ((await this.at(recordedId, 'GET', '')).data.attributes.sql !== sql) await this.run(recordedId, sql)
  }

  /** Closes it however busy it is. */
  async close(recordedId: string): Promise<void> {
    const connection = this.live.get(recordedId)
    if (!connection) return
    await this.cancel(recordedId)
    await this.idle(recordedId)
    await this.at(recordedId, 'DELETE', '')
  }

  run = (id: string, sql: string, fields: object = {}) => this.at(id, 'POST', '/queries', { sql, ...fields })
  start = (id: string, sql: string) => this.at(id, 'POST', '/queries', { sql }, '&async=true')
  cancel = (id: string) => this.at(id, 'POST', '/cancel')
  reconnect = (id: string) => this.at(id, 'POST', '/reconnect')
  wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

  /** Forgets the result of the newest asynchronous query. */
  async erase(id: string): Promise<void> {
    await this.at(id, 'DELETE', `/queries/${this.named(id).id}.1`)
  }

  /** Waits until nothing runs on it, or it is gone. */
  async idle(id: string): Promise<void> {
    while ((await this.at(id, 'GET', '')).data?.attributes.seconds_idle === 0) await this.wait(20)
  }

  async kill(id: string): Promise<void> {
    await this.root(`KILL ${(await this.at(id, 'GET', '')).data.attributes.thread_id}`)
  }

  /** A service's connection to its server has another number than the session. */
  async killBehindService(id: string): Promise<void> {
    const { data } = await this.run(id, 'SELECT CONNECTION_ID()')
    await this.root(`KILL ${data.attributes.results?.[0]?.data[0]?.[0]}`)
  }

  /** Sends a query, and closes the socket while it runs. */
  async hangUp(id: string, sql: string): Promise<void> {
    const { url, id: liveId, token } = this.named(id)
    const asked = exchange(`${url}/v1/sql/${liveId}/queries?token=${token}`, {
      method: 'POST', headers: { Authorization: admin }, body: Buffer.from(JSON.stringify({ sql })), chunked: false,
      sent: (outgoing) => setTimeout(() => outgoing.destroy(), 300),
    })
    await asked.catch(() => undefined)
  }

  private named(prefix: string): LiveConnection {
    const found = [...this.live].find(([recorded]) => recorded.startsWith(prefix))
    if (!found) throw new Error(`the recording has no connection ${prefix} at this point`)
    return found[1]
  }

  private at(id: string, method: string, path: string, body?: object, more = ''): Promise<Resource> {
    const { url, id: liveId, token } = this.named(id)
    return this.call(url, method, `/v1/sql/${liveId}${path}?token=${token}${more}`, body)
  }

  private async call(url: string, method: string, path: string, body?: object): Promise<Resource> {
    const { body: text }: RecordedResponse = await exchange(`${url}${path}`, { method, headers: { Authorization: admin }, body: body ? Buffer.from(JSON.stringify(body)) : null, chunked: false })
    return (text ? JSON.parse(text) : {}) as Resource
  }
}
