/** ALTER TABLE, RENAME TABLE and single indexes on the embedded engine. */
import { SqlError, unsupported } from './mysql-errors.ts'
import type { KeyModel, TableModel } from './mysql-table.ts'
import { readColumn, type TokenReader } from './mysql-table-parse.ts'
import { physicalName, quoteName } from './sqlite-catalog.ts'
import { columnSql, indexSql, keepValues, needTable, target, type DdlSession, type Target } from './sqlite-table.ts'

export function addIndex(session: DdlSession, { database, name }: Target, key: KeyModel): void {
  const table = needTable(session, database, name)
  if (key.name === 'PRIMARY') throw unsupported('ALTER TABLE … ADD PRIMARY KEY')
  if (table.model.keys.some((one) => one.name === key.name)) throw new SqlError(1061, '42000', `Duplicate key name '${key.name}'`)
  indexSql(session.db, physicalName(database, name), key)
  table.model.keys.push(key)
  session.catalog.put(table)
}

export function dropIndex(session: DdlSession, { database, name }: Target, key: string): void {
  const table = needTable(session, database, name)
  if (!table.model.keys.some((one) => one.name === key))
    throw new SqlError(1091, '42000', `Can't DROP INDEX \`${key}\`; check that it exists`)
  session.db.exec(`DROP INDEX ${quoteName(`${physicalName(database, name)}.${key}`)}`)
  session.catalog.put({ ...table, model: { ...table.model, keys: table.model.keys.filter((one) => one.name !== key) } })
}

export function rename(session: DdlSession, from: Target, to: Target): void {
  const table = needTable(session, from.database, from.name)
  for (const key of table.model.keys) if (key.name !== 'PRIMARY') session.db.exec(`DROP INDEX ${quoteName(`${physicalName(from.database, from.name)}.${key.name}`)}`)
  const physical = physicalName(to.database, to.name)
  session.db.exec(`ALTER TABLE ${quoteName(physicalName(from.database, from.name))} RENAME TO ${quoteName(physical)}`)
  for (const key of table.model.keys) if (key.name !== 'PRIMARY') indexSql(session.db, physical, key)
  session.catalog.remove(from.database, from.name)
  session.catalog.put({ ...table, ...to })
}

export function alter(session: DdlSession, reader: TokenReader): bigint {
  const at = target(session, reader)
  const physical = quoteName(physicalName(at.database, at.name))
  do {
    const table = needTable(session, at.database, at.name)
    const { model } = table
    if (reader.take('RENAME', 'COLUMN')) {
      const from = reader.name()
      reader.expect('TO')
      const to = reader.name()
      session.db.exec(`ALTER TABLE ${physical} RENAME COLUMN ${quoteName(from)} TO ${quoteName(to)}`)
      for (const column of model.columns) if (column.name === from) column.name = to
      for (const key of model.keys) key.columns = key.columns.map((column) => (column === from ? to : column))
      session.catalog.put(table)
    } else if (reader.take('RENAME')) {
      if (!reader.take('TO')) reader.take('AS')
      rename(session, at, target(session, reader))
      return 0n
    } else if (reader.take('DROP', 'INDEX') || reader.take('DROP', 'KEY')) dropIndex(session, at, reader.name())
    else if (reader.take('DROP')) {
      reader.take('COLUMN')
      const name = reader.name()
      session.db.exec(`ALTER TABLE ${physical} DROP COLUMN ${quoteName(name)}`)
      session.catalog.put({ ...table, model: { ...model, columns: model.columns.filter((column) => column.name !== name) } })
    } else if (reader.take('ADD')) add(session, reader, at, model)
    else throw unsupported(`ALTER TABLE … ${reader.peek()?.value ?? ''}`)
  } while (reader.take(','))
  return 0n
}

function add(session: DdlSession, reader: TokenReader, at: Target, model: TableModel): void {
  const unique = reader.take('UNIQUE')
  if (reader.take('INDEX') || reader.take('KEY') || unique) {
    if (!reader.take('INDEX')) reader.take('KEY')
    const name = reader.peek()?.text === '(' ? '' : reader.name()
    const columns = reader.names()
    return addIndex(session, at, { name: name || (columns[0] ?? ''), unique, columns })
  }
  reader.take('COLUMN')
  const column = readColumn(reader, model)
  session.db.exec(`ALTER TABLE ${quoteName(physicalName(at.database, at.name))} ADD COLUMN ${columnSql(column, false)}`)
  model.columns.push(column)
  keepValues(session.db, physicalName(at.database, at.name), model)
  session.catalog.put({ ...at, kind: 'BASE TABLE', model, definition: '' })
}
