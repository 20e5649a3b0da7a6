import { hostText } from '../../shared/i18n/host-text.ts'
import type { Locale } from '../../shared/i18n/locale.ts'
import type { Connection } from '../../shared/model/connection.ts'
import type { Core } from '../app-core.ts'
import { harmless } from './display-width.ts'
import { alignedTable, type OutputFormat } from './format-rows.ts'
import { writeOut } from './write-out.ts'

/** Writes the connections, without their secrets, to standard output. */
export async function listConnections(core: Core, format: OutputFormat, locale: Locale, say: (line: string) => void): Promise<void> {
  const connections = await core.handlers.connections.list({})
  const rows = connections.map(rowOf)
  if (format === 'json') return writeOut(process.stdout, [`${JSON.stringify(rows, null, 2)}\n`])
  if (format === 'csv') return writeOut(process.stdout, [csvLine(['id', 'name', 'kind', 'environment', 'readOnly', 'address']), ...rows.map((row) => csvLine(Object.values(row).map(String)))])
  if (rows.length === 0) return say(hostText(locale, 'cli.noConnections'))
  const head = (['cli.name', 'cli.kind', 'cli.environment', 'cli.readOnly', 'cli.address'] as const).map((key) => hostText(locale, key))
  const body = rows.map((row) => [
    harmless(row.name), row.kind, row.environment, hostText(locale, row.readOnly ? 'cli.yes' : 'cli.no'), row.address,
  ])
  await writeOut(process.stdout, alignedTable(head, body, []))
}

function rowOf({ id, settings }: Connection) {
  const { name, kind, environment, readOnly } = settings
  const address = settings.kind === 'maxscale' ? settings.baseUrl : settings.endpoint || (settings.kind === 'drds' ? settings.regionId : '')
  return { id, name, kind, environment, readOnly, address }
}

const csvLine = (fields: readonly string[]) =>
  fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',') + '\r\n'
