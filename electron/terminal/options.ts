import { parseArgs } from 'node:util'
import type { HostTextKey } from '../../shared/i18n/host-text.ts'
import { outputFormats, type OutputFormat } from './format-rows.ts'

interface CommonOptions {
  format: OutputFormat
  sandbox: boolean
  userData?: string
}

export interface QueryOptions extends CommonOptions {
  command: 'query'
  connection: string
  /** `-` for standard input. */
  sql: string
  database?: string
  limit?: number
}

export interface ConnectionsOptions extends CommonOptions {
  command: 'connections'
}

export type ReadOptions =
  | { kind: 'run'; options: QueryOptions | ConnectionsOptions }
  | { kind: 'help' }
  | { kind: 'version' }
  | { kind: 'invalid'; key: HostTextKey; params: Record<string, string> }

/** Reads the words after the program's name; a problem is a text for the terminal. */
export function readOptions(words: readonly string[]): ReadOptions {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        connection: { type: 'string' },
        sql: { type: 'string' },
        database: { type: 'string' },
        format: { type: 'string', default: 'table' },
        limit: { type: 'string' },
        sandbox: { type: 'boolean', default: false },
        'user-data': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    })
    if (values.help) return { kind: 'help' }
    if (values.version) return { kind: 'version' }
    const [command, surplus] = positionals
    if (command === undefined) return { kind: 'help' }
    if (surplus !== undefined) return invalid('cli.unknownCommand', { command: surplus })
    const format = outputFormats.find((one) => one === values.format)
    if (!format) return invalid('cli.formatInvalid')
    const userData = values['user-data']
    const common = { format, sandbox: values.sandbox, ...(userData !== undefined && { userData }) }
    if (command === 'connections') return { kind: 'run', options: { command, ...common } }
    if (command !== 'query') return invalid('cli.unknownCommand', { command })
    const connection = values.connection ?? (values.sandbox ? 'sandbox-dms' : undefined)
    if (!connection) return invalid('cli.connectionMissing')
    const { sql, database, limit } = values
    if (sql === undefined) return invalid('cli.sqlMissing')
    if (limit !== undefined && !isRowLimit(limit)) return invalid('cli.limitInvalid')
    return {
      kind: 'run',
      options: {
        command, ...common, connection, sql,
        ...(database !== undefined && { database }),
        ...(limit !== undefined && { limit: Number(limit) }),
      },
    }
  } catch (error) {
    return invalid('cli.badOption', { problem: error instanceof Error ? error.message : String(error) })
  }
}

const invalid = (key: HostTextKey, params: Record<string, string> = {}): ReadOptions => ({ kind: 'invalid', key, params })

const isRowLimit = (text: string) => /^\d{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= 1_000_000
