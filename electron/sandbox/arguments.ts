/** The command line of `npm run sandbox`. */
import { parseArgs } from 'node:util'
import type { SandboxOptions } from './addresses.ts'

export const usage = `Usage: npm run sandbox -- [options]
  --engine sqlite|mariadb         the database behind the servers (sqlite)
  --seed FILE.sql                 SQL to run instead of the demo data
  --maxscale-config FILE          a MaxScale configuration to take servers, services and listeners from; admin's
                                  password is then "mariadb", and viewer (viewerpw) may read
  --rest-password WORD            admin's password in the MaxScale REST API
  --dms-port N                    port of the DMS secure access proxy (a free one)
  --drds-port N                   port of the DRDS OpenAPI (a free one)
  --maxscale-port N               port of the MaxScale REST API (a free one)
  --drds-instances N              how many DRDS instances there are (the demo's own)
  --drds-databases M              how many databases every DRDS instance has (the demo's own)
  --drds-task-milliseconds N      how long one step of an instance or a database takes (3000)
  --dms-collaboration standard|secure
                                  which row rule the DMS proxy follows (standard)
Prints one line of JSON with addresses and credentials (npm's own lines go away with npm run -s).`

export type ReadArguments =
  | { kind: 'start'; options: SandboxOptions }
  | { kind: 'help' }
  | { kind: 'invalid'; problem: string }

type WholeNumber = 'dms-port' | 'drds-port' | 'maxscale-port' | 'drds-instances' | 'drds-databases' | 'drds-task-milliseconds'

/** Reads the words after the program's name; a problem is a sentence for the terminal. */
export function readArguments(words: readonly string[]): ReadArguments {
  try {
    const text = { type: 'string' } as const
    const { values } = parseArgs({
      args: [...words],
      options: {
        engine: { ...text, default: 'sqlite' },
        seed: text,
        'maxscale-config': text,
        'rest-password': text,
        'dms-port': text,
        'drds-port': text,
        'maxscale-port': text,
        'drds-instances': text,
        'drds-databases': text,
        'drds-task-milliseconds': text,
        'dms-collaboration': { ...text, default: 'standard' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) return { kind: 'help' }
    const whole = (name: WholeNumber, most: number) => {
      const value = values[name]
      if (value === undefined) return undefined
      if (!/^\d{1,6}$/.test(value) || Number(value) > most) throw new Error(`--${name} must be a whole number from 0 to ${most}.`)
      return Number(value)
    }
    const ports = {
      dms: whole('dms-port', 65_535) ?? 0,
      drds: whole('drds-port', 65_535) ?? 0,
      maxscale: whole('maxscale-port', 65_535) ?? 0,
    }
    const drdsInstances = whole('drds-instances', 10_000)
    const drdsDatabases = whole('drds-databases', 50)
    const drdsTaskMilliseconds = whole('drds-task-milliseconds', 600_000)
    return {
      kind: 'start',
      options: {
        engine: oneOf('engine', values.engine, ['sqlite', 'mariadb']),
        dmsCollaboration: oneOf('dms-collaboration', values['dms-collaboration'], ['standard', 'secure']),
        ports,
        ...(values.seed !== undefined && { seedFile: values.seed }),
        ...(values['maxscale-config'] !== undefined && { maxscaleConfig: values['maxscale-config'] }),
        ...(values['rest-password'] !== undefined && { credentials: { restPassword: values['rest-password'] } }),
        ...(drdsInstances !== undefined && { drdsInstances }),
        ...(drdsDatabases !== undefined && { drdsDatabases }),
        ...(drdsTaskMilliseconds !== undefined && { drdsTaskMilliseconds }),
      },
    }
  } catch (error) {
    return { kind: 'invalid', problem: error instanceof Error ? error.message : String(error) }
  }
}

function oneOf<const T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value)
  if (found === undefined) throw new Error(`--${name} must be ${allowed.join(' or ')}.`)
  return found
}
