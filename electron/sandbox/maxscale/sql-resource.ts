/** /v1/sql: the SQL resource of MaxScale 24.02.3. Names in brackets are recorded transcripts. */
import { cookie, document, empty, failure, integerField, isTruthy, longPast, stringField, type Call, type Reply } from './call.ts'
import { resourceDocument, type JsonObject } from './collection.ts'
import { resolveTarget, type Configuration } from './configuration.ts'
import { integer, real, type Json } from './json.ts'
import { OpenFailure, type ConnectionConfig, type Surroundings } from './open-session.ts'
import { SqlConnection } from './sql-connection.ts'
import { lifeOfConnection, type WebTokens } from './web-token.ts'

const defaultMaxRows = 1_000n
const defaultTimeoutSeconds = 10
/** In unixODBC's words. */
const noDriver = '[unixODBC][Driver Manager]Data source name not found and no default driver specified'

export class SqlResource {
  private readonly around: Surroundings
  private readonly configuration: Configuration
  private readonly tokens: WebTokens
  private readonly connections = new Map<string, SqlConnection>()

  constructor(around: Surroundings, configuration: Configuration, tokens: WebTokens) {
    this.around = around
    this.configuration = configuration
    this.tokens = tokens
  }

  /** Takes the database connection of a session away; harmless where there is no such session. */
  async lose(id: string): Promise<void> {
    await this.connections.get(id)?.kill('CONNECTION')
  }

  async close(): Promise<void> {
    await Promise.all([...this.connections.values()].map((connection) => connection.close()))
  }

  /** Null for a path or method that there is not. */
  async answer(call: Call): Promise<Reply | null> {
    const [, id = '', part = '', query = '', ...more] = call.path
    const shape = `${call.method === 'HEAD' ? 'GET' : call.method} ${id && 'id'}/${part}/${query && 'query'}`
    if (more.length > 0) return null
    if (shape === 'GET //') return this.list(call)
    if (shape === 'POST //') return withBody(call, () => this.open(call))
    if (shape === 'GET id/drivers/' && id === 'odbc') return document(call, 200, { data: [], links: { self: `${call.base}/sql/odbc/drivers/` } })
    const handler = {
      'GET id//': () => this.show(call, id),
      'DELETE id//': () => this.disconnect(call, id),
      'POST id/queries/': () => withBody(call, () => this.query(call, id)),
      'GET id/queries/query': () => this.queryResult(call, id, query),
      'DELETE id/queries/query': () => this.eraseResult(call, id, query),
      'POST id/cancel/': () => this.cancel(call, id),
      'POST id/reconnect/': () => this.reconnect(call, id),
      'POST id/clone/': () => this.clone(call, id),
      'POST id/etl/query': query === 'prepare' || query === 'start' ? () => withBody(call, () => this.etl(call, id)) : undefined,
    }[shape]
    if (!handler) return null
    this.around.mainWorker.asked(id)
    if (!this.connections.has(id)) return failure(call, 404, `${id} is not a connection_id`)
    if (query && part === 'queries' && !this.isNewest(id, query)) return failure(call, 404, `${query} is not a query_id`)
    return handler()
  }

  private list(call: Call): Reply {
    const data = [...this.connections.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((connection) => this.json(call, connection))
    return resourceDocument(call, `${call.base}/sql/`, data)
  }

  private show(call: Call, id: string): Reply {
    const connection = this.connections.get(id)
    if (!connection) return failure(call, 404, `${id} is not a connection_id`)
    return resourceDocument(call, `${call.base}/sql/${id}/`, this.json(call, connection))
  }

  private async open(call: Call): Promise<Reply> {
    const target = stringField(call, 'target')
    if (target === null) return failure(call, 400, 'The `target` field is mandatory')
    if (target === 'odbc') return failure(call, 400, stringField(call, 'connection_string') ? noDriver : 'Missing connection string for ODBC connection.')
    const [user, password] = [stringField(call, 'user'), stringField(call, 'password')]
    if (user === null || password === null) return failure(call, 400, 'The `user` and `password` fields are mandatory for this `target`')
    const endpoint = resolveTarget(this.configuration, target)
    if (typeof endpoint === 'string') return failure(call, 400, endpoint)
    const timeoutSeconds = Number(integerField(call, 'timeout') ?? defaultTimeoutSeconds)
    return this.connect(call, { target, endpoint, user, password, database: stringField(call, 'db') ?? '', timeoutSeconds })
  }

  private async connect(call: Call, config: ConnectionConfig): Promise<Reply> {
    try {
      const connection = await SqlConnection.open(this.around, config)
      this.connections.set(connection.id, connection)
      return this.created(call, connection)
    } catch (error) {
      if (error instanceof OpenFailure) return failure(call, 400, error.message)
      throw error
    }
  }

  private created(call: Call, connection: SqlConnection): Reply {
    const life = lifeOfConnection(call.parameters.get('max-age'), this.tokens)
    const token = this.tokens.create(connection.id, life, call.now())
    const location: [string, string] = ['Location', `${call.base}/sql/${connection.id}`]
    const body = this.resource(call, connection)
    if (!isTruthy(call.parameters.get('persist'))) return document(call, 201, { ...body, meta: { token } }, [location])
    const reply = document(call, 201, body, [location])
    return { ...reply, headers: [...reply.headers, cookie(call, `conn_id_sig_${connection.id}`, token, `Max-Age=${life}`)] }
  }

  private query(call: Call, id: string): Promise<Reply> | Reply {
    return this.withToken(call, id, (connection) => {
      const sql = stringField(call, 'sql')
      if (sql === null) return failure(call, 400, 'No `sql` defined.')
      const maxRows = integerField(call, 'max_rows') ?? defaultMaxRows
      if (maxRows < 0n) return failure(call, 400, '`max_rows` cannot be negative.')
      const timeout = integerField(call, 'timeout') ?? 0n
      if (timeout < 0n) return failure(call, 400, '`timeout` cannot be negative.')
      if (connection.busy) return failure(call, 503, `ID ${id} is busy.`)
      const queryId = connection.begin(sql)
      const running = connection.run(sql, maxRows, timeout)
      const self = `${call.base}/sql/${id}/queries/${queryId}/`
      if (!isTruthy(call.parameters.get('async')))
        return running.then((results) => document(call, 201, queryJson(sql, queryId, self, connection.executionTime, results)))
      void running.then((results) => (connection.asyncResults = results))
      return document(call, 202, queryJson(sql, queryId, self, 0, undefined), [this.asyncLocation(call, id, queryId)])
    })
  }

  private queryResult(call: Call, id: string, queryId: string): Promise<Reply> | Reply {
    return this.withToken(call, id, (connection) => {
      const self = `${call.base}/sql/${id}/queries/${queryId}/`
      const sql = connection.lastSql ?? ''
      // While it runs, results is an empty object, and Location has a slash too many (g02, g25).
      if (connection.busy) return document(call, 202, queryJson(sql, queryId, self, connection.executionTime, {}), [this.asyncLocation(call, id, queryId)])
      if (connection.asyncResults === undefined) return failure(call, 400, 'No async query results found.')
      return document(call, 201, queryJson(sql, queryId, self, connection.executionTime, connection.asyncResults))
    })
  }

  private eraseResult(call: Call, id: string, _queryId: string): Promise<Reply> | Reply {
    return this.withToken(call, id, (connection) => {
      if (connection.busy) return failure(call, 503, `ID ${id} is busy.`)
      connection.erase()
      return empty(200)
    })
  }

  private cancel(call: Call, id: string): Promise<Reply> | Reply {
    return this.withToken(call, id, async (connection) => {
      await connection.cancel()
      return empty(200)
    })
  }

  private reconnect(call: Call, id: string): Promise<Reply> | Reply {
    return this.withToken(call, id, async (connection) => {
      if (connection.busy) return failure(call, 503, `ID ${id} is busy.`)
      connection.busy = true
      const problem = await connection.reconnect().finally(() => (connection.busy = false))
      return problem === null ? empty(204) : failure(call, 503, problem)
    })
  }

  /** Copies the configuration only, so that a busy or a dead connection can be cloned, too. */
  private clone(call: Call, id: string): Promise<Reply> | Reply {
    return this.withToken(call, id, (connection) => this.connect(call, connection.config))
  }

  private disconnect(call: Call, id: string): Promise<Reply> | Reply {
    return this.withToken(call, id, async (connection) => {
      if (connection.busy) return failure(call, 404, `Connection ${id} not found or is busy.`)
      this.connections.delete(id)
      await connection.close()
      return empty(204, [cookie(call, `conn_id_sig_${id}`, '', longPast)])
    })
  }

  /** ETL needs ODBC, which the sandbox does not have; what comes before that is as it should be (l01–l08). */
  private etl(call: Call, id: string): Promise<Reply> | Reply {
    return this.withToken(call, id, () => {
      const target = stringField(call, 'target')
      if (target === null) return failure(call, 400, 'The `target` field is mandatory')
      if (!this.connections.has(target)) return failure(call, 400, `The target '${target}' is not a valid connection ID.`)
      const problem = this.tokenProblem(call, target, call.parameters.get('target_token'))
      return failure(call, 400, problem === null ? 'Only ODBC targets are supported' : `Validation of target connection failed: ${problem}`)
    })
  }

  private withToken(call: Call, id: string, run: (connection: SqlConnection) => Promise<Reply> | Reply): Promise<Reply> | Reply {
    const problem = this.tokenProblem(call, id, call.parameters.get('token'))
    const connection = this.connections.get(id)
    if (problem !== null || !connection) return failure(call, 400, problem ?? 'Malformed connection token')
    return run(connection)
  }

  /** The parameter wins over the cookie, even when it is wrong (b35b). */
  private tokenProblem(call: Call, id: string, parameter: string | null): string | null {
    const claims = this.tokens.claimsOf(parameter || (call.cookies.get(`conn_id_sig_${id}`) ?? ''), call.now())
    if (claims === null) return 'Malformed connection token'
    return claims.subject === id ? null : `URL is for connection ${id}, token is for connection ${claims.subject}`
  }

  private isNewest = (id: string, queryId: string): boolean => queryId === `${id}.${this.connections.get(id)?.queryNumber ?? 0}`

  private asyncLocation = (call: Call, id: string, queryId: string): [string, string] => ['Location', `${call.base}//sql/${id}/queries/${queryId}`]

  private json(call: Call, connection: SqlConnection): JsonObject {
    const self = `${call.base}/sql/${connection.id}/`
    return {
      attributes: { seconds_idle: real(connection.secondsIdle), sql: connection.lastSql, target: connection.config.target, thread_id: integer(connection.threadId) },
      id: connection.id,
      links: { related: `${self}queries/`, self },
      type: 'sql',
    }
  }

  private resource = (call: Call, connection: SqlConnection): JsonObject => ({
    data: this.json(call, connection),
    links: { self: `${call.base}/sql/${connection.id}/` },
  })
}

function queryJson(sql: string, id: string, self: string, seconds: number, results: Json | undefined): Json {
  return { data: { attributes: { execution_time: real(seconds), results, sql }, id, type: 'queries' }, links: { self } }
}

const withBody = (call: Call, run: () => Promise<Reply> | Reply): Promise<Reply> | Reply =>
  call.body === null ? failure(call, 400, 'Missing request body') : run()
