/** A session of MaxScale's own, in the shape of its REST API's session resource. */
import type { Call } from './call.ts'
import type { JsonObject } from './collection.ts'
import { integer, real } from './json.ts'
import type { ServiceSession } from './traffic.ts'

const zero = integer(0)
const noBuffers: JsonObject = { misc: zero, readq: zero, total: zero, writeq: zero }

export function sessionJson(call: Call, { number, service, server, user, began }: ServiceSession): JsonObject {
  const seconds = (performance.now() - began) / 1000
  return {
    attributes: {
      client: { cipher: '', connection_attributes: {}, sescmd_history_len: zero, sescmd_history_stored_metadata: zero, sescmd_history_stored_responses: zero },
      connected: new Date(Date.now() - seconds * 1000).toUTCString(),
      connections: [{ cipher: '', connection_id: zero, server }],
      idle: zero, io_activity: zero, log: [],
      memory: { connection_buffers: { backends: { [server]: noBuffers }, client: noBuffers, total: zero }, exec_metadata: zero, last_queries: zero, sescmd_history: zero, total: zero, variables: zero },
      parameters: { log_debug: false, log_info: false, log_notice: false, log_warning: false },
      port: zero, queries: [], remote: '127.0.0.1', seconds_alive: real(seconds), state: 'Session started', thread: zero, user,
    },
    id: String(number),
    links: { self: `${call.base}/sessions/${number}/` },
    relationships: { services: { data: [{ id: service, type: 'services' }], links: { related: `${call.base}/services/`, self: `${call.base}/sessions/${number}/relationships/services/` } } },
    type: 'sessions',
  }
}
