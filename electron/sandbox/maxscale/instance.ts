/** /v1/maxscale: the instance itself, its threads, its log and its classifier of queries. */
import { arch, cpus, hostname, release, totalmem, version } from 'node:os'
import { dirname, join } from 'node:path'
import { document, failure, type Call, type Reply } from './call.ts'
import { classification } from './classification.ts'
import { resourceDocument, type JsonObject } from './collection.ts'
import type { Configuration } from './configuration.ts'
import { integer, real, type Json } from './json.ts'
import { globalDefaults, merged } from './object-defaults.ts'
import type { Traffic } from './traffic.ts'

const release24 = '24.02.3'
const zero = integer(0)

export class Instance {
  private readonly configuration: Configuration
  private readonly traffic: Traffic
  private readonly started = new Date()
  private readonly log: { text: string; at: Date }[] = []

  constructor(configuration: Configuration, traffic: Traffic) {
    this.configuration = configuration
    this.traffic = traffic
    this.note(`Using up to ${(totalmem() * 0.15 / 2 ** 30).toFixed(2)}GiB of memory for query classifier cache`, `MaxScale started with ${this.threads} worker threads.`)
    for (const { kind, name } of configuration.objects) this.note(`Loaded ${kind} '${name}'.`)
    this.note('MaxScale started.')
  }

  private get threads(): number {
    const { threads = 'auto' } = this.configuration.global
    return /^\d+$/.test(threads) ? Number(threads) : cpus().length
  }

  /** Null for a path that there is not. */
  answer(call: Call): Reply | null {
    if (call.method !== 'GET' && call.method !== 'HEAD') return null
    const [, part, ...rest] = call.path
    const self = `${call.base}/${call.path.join('/')}/`
    const place = [part, ...rest].join('/')
    if (part === undefined) return resourceDocument(call, self, { attributes: this.attributes(), id: 'maxscale', type: 'maxscale' })
    if (place === 'logs') return resourceDocument(call, self, { attributes: this.logAttributes(), id: 'logs', type: 'logs' })
    if (place === 'logs/data' || place === 'logs/entries') return this.logPage(call, self, place)
    if (place === 'query_classifier') return resourceDocument(call, self, { attributes: { parameters: { cache_size: this.cacheSize } }, id: 'query_classifier', type: 'query_classifier' })
    if (place === 'query_classifier/classify') {
      const sql = call.parameters.get('sql')
      if (sql === null) return failure(call, 400, 'No `sql` parameter found')
      return resourceDocument(call, self, { attributes: classification(sql), id: 'classify', type: 'classify' })
    }
    if (place === 'threads') return resourceDocument(call, self, Array.from({ length: this.threads }, (_, id) => this.thread(call, id)))
    if (part !== 'threads' || rest.length !== 1) return null
    const id = Number(rest[0])
    return Number.isInteger(id) && id >= 0 && id < this.threads ? resourceDocument(call, self, this.thread(call, id)) : failure(call, 404, `${rest[0]} is not a thread`)
  }

  private get cacheSize() {
    return integer(Math.floor(totalmem() * 0.15))
  }

  private attributes(): JsonObject {
    const time = this.started.toUTCString()
    return {
      activated_at: time, commit: 'sandbox', config_sync: null,
      parameters: { ...merged(globalDefaults, { kind: 'maxscale', parameters: this.configuration.global }), query_classifier_cache_size: this.cacheSize, threads: integer(this.threads) },
      process_datadir: '/var/lib/maxscale/data1', started_at: time,
      system: {
        machine: { cores_available: integer(cpus().length), cores_physical: integer(cpus().length), cores_virtual: real(cpus().length), memory_available: integer(totalmem()), memory_physical: integer(totalmem()) },
        maxscale: { query_classifier_cache_size: this.cacheSize, threads: integer(this.threads) },
        os: { machine: arch(), nodename: hostname(), release: release(), sysname: 'Linux', version: version() },
      },
      uptime: integer(Math.floor((Date.now() - this.started.getTime()) / 1000)), version: release24,
    }
  }

  private thread(call: Call, id: number): JsonObject {
    const sessions = [...this.traffic.sessions.values()].filter(({ number }) => number % this.threads === id).length
    return {
      attributes: {
        stats: {
          accepts: zero, avg_event_queue_length: integer(1), current_descriptors: integer(7 + sessions), errors: zero, hangups: zero, listening: true,
          load: { last_hour: zero, last_minute: zero, last_second: zero }, max_event_queue_length: integer(1), max_exec_time: zero, max_queue_time: zero,
          memory: { query_classifier: zero, sessions: zero, total: zero, zombies: zero },
          query_classifier_cache: { evictions: zero, hits: zero, inserts: zero, misses: zero, size: zero },
          reads: zero, sessions: integer(sessions), state: 'Active', total_descriptors: integer(7 + sessions), writes: zero, zombies: zero,
        },
      },
      id: String(id), links: { self: `${call.base}/threads/${id}/` }, type: 'threads',
    }
  }

  private logAttributes(): JsonObject {
    const { global } = this.configuration
    const { log_debug, log_info, log_notice, log_throttling, log_warning, maxlog, ms_timestamp, syslog } = merged(globalDefaults, { kind: 'maxscale', parameters: global })
    const priorities = [['alert', true], ['error', true], ['warning', log_warning], ['notice', log_notice], ['info', log_info], ['debug', log_debug]] as const
    const parameters: JsonObject = Object.fromEntries(Object.entries({ log_debug, log_info, log_notice, log_throttling, log_warning, maxlog, ms_timestamp, syslog }).map(([key, value]) => [key, value ?? null]))
    return { log_file: join(dirname(this.configuration.file), 'maxscale.log'), log_priorities: priorities.filter(([, on]) => on === true).map(([name]) => name), parameters }
  }

  /** The end of the log, or from a cursor on, with links to go back by: one resource, or a collection of entries. */
  private logPage(call: Call, self: string, place: 'logs/data' | 'logs/entries'): Reply {
    const parameter = (name: string) => Number.parseInt(call.parameters.get(`page[${name}]`) ?? '', 10)
    const size = parameter('size') > 0 ? parameter('size') : 50
    const asked = parameter('cursor')
    const from = asked >= 0 ? asked : Math.max(0, this.log.length - size)
    const wanted = call.parameters.get('priority')?.split(',')
    const entries = this.log.slice(from, from + size).map(({ text, at }, index) => {
      const [date = '', time = ''] = at.toISOString().split(/[T.]/)
      return { id: String(from + index), attributes: { message: text, priority: 'notice', timestamp: `${date} ${time}`, unix_timestamp: integer(Math.floor(at.getTime() / 1000)) } }
    })
    const shown = wanted && !wanted.includes('notice') ? [] : entries
    const end = `page%5Bsize%5D=${size}`
    const link = (cursor: number) => `${self}?page%5Bcursor%5D=${cursor}&${end}`
    const links = {
      last: `${self}?${end}`, self: link(from),
      next: from + size < this.log.length ? link(from + size) : undefined,
      prev: from > 0 ? link(Math.max(0, from - size)) : undefined,
    }
    if (place === 'logs/entries') {
      const data = shown.map(({ id, attributes }): Json => ({ attributes: { ...attributes, log_source: 'maxlog' }, id, type: 'log_entry' }))
      return document(call, 200, { data, links })
    }
    const log = shown.map(({ id, attributes }): Json => ({ id, ...attributes }))
    return document(call, 200, { data: { attributes: { log, log_source: 'maxlog' }, id: 'log_data', type: 'log_data' }, links })
  }

  private note(...texts: string[]): void {
    for (const text of texts) this.log.push({ text, at: this.started })
  }
}
