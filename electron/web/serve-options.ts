import { parseArgs } from 'node:util'
import type { SandboxEngine } from '../services/sandbox-service.ts'

export interface ServeOptions {
  /** 0 for any free port. */
  port: number
  openBrowser: boolean
  userData?: string
  sandbox: SandboxEngine | 'off'
}

export type ReadServeOptions =
  | { kind: 'serve'; options: ServeOptions }
  | { kind: 'help' }
  | { kind: 'version' }
  | { kind: 'invalid'; problem: string }

/** Reads the words after the program's name. */
export function readServeOptions(words: readonly string[]): ReadServeOptions {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        port: { type: 'string', default: '0' },
        'no-open': { type: 'boolean', default: false },
        'user-data': { type: 'string' },
        sandbox: { type: 'string', default: 'sqlite' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    })
    if (values.help) return { kind: 'help' }
    if (values.version) return { kind: 'version' }
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) return { kind: 'invalid', problem: '--port: 0 … 65535' }
    const sandbox = (['sqlite', 'mariadb', 'off'] as const).find((choice) => choice === values.sandbox)
    if (!sandbox) return { kind: 'invalid', problem: '--sandbox: sqlite | mariadb | off' }
    const userData = values['user-data']
    return {
      kind: 'serve',
      options: { port: Number(values.port), openBrowser: !values['no-open'], sandbox, ...(userData !== undefined && { userData }) },
    }
  } catch (error) {
    return { kind: 'invalid', problem: error instanceof Error ? error.message : String(error) }
  }
}
