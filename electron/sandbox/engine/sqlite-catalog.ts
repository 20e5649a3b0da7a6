/**
 * The embedded engine's catalogue: which databases and tables there are, and what MySQL would say about them.
 * All databases live in one SQLite file; `shop`.`orders` is the SQLite table "shop.orders".
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { z } from 'zod'
import { describe, informationSchema, schemaRow, type DescribedTable, type InformationTable } from './mysql-information-schema.ts'
import { storageType, type TableModel } from './mysql-table.ts'
import { readTable, TokenReader } from './mysql-table-parse.ts'
import { significant, tokenize } from './mysql-tokens.ts'

const Model: z.ZodType<TableModel> = z.object({
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      nullable: z.boolean(),
      defaultValue: z.object({ text: z.string(), quoted: z.boolean() }).nullable(),
      autoIncrement: z.boolean(),
      onUpdateNow: z.boolean(),
      comment: z.string(),
      collation: z.string(),
    }),
  ),
  keys: z.array(z.object({ name: z.string(), unique: z.boolean(), columns: z.array(z.string()) })),
  foreignKeys: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()),
      database: z.string(),
      table: z.string(),
      referenced: z.array(z.string()),
    }),
  ),
  comment: z.string(),
})

const Row = z.object({ db: z.string(), name: z.string(), kind: z.enum(['BASE TABLE', 'VIEW', 'SYSTEM VIEW']), model: z.string(), definition: z.string() })

export interface CatalogTable extends DescribedTable {
  /** A view's SELECT, as written. */
  definition: string
}

/** The name of a table in the one SQLite file. */
export const physicalName = (database: string, table: string): string => `${database}.${table}`

/** An identifier as SQLite reads it, never mistaken for a string. */
export const quoteName = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** A table's columns as SQLite stores them. */
export const storedColumns = (model: TableModel): string => model.columns.map((column) => `${quoteName(column.name)} ${storageType(column.type)}`).join(', ')

/** Makes an empty catalogue: our own two tables and information_schema. */
export function createCatalog(db: DatabaseSync): Catalog {
  db.exec(`
    CREATE TABLE \`~databases\` (name TEXT PRIMARY KEY);
    CREATE TABLE \`~tables\` (
      db TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, model TEXT NOT NULL, definition TEXT NOT NULL,
      PRIMARY KEY (db, name)
    );`)
  const models = Object.entries(informationSchema).map(([name, columns]) => {
    const sql = `(${columns})`
    const model = readTable(new TokenReader(significant(tokenize(sql)), sql), 'information_schema')
    db.exec(`CREATE TABLE ${quoteName(physicalName('information_schema', name))} (${storedColumns(model)})`)
    return { name, model }
  })
  const catalog = new Catalog(db)
  catalog.addDatabase('information_schema')
  for (const { name, model } of models)
    catalog.put({ database: 'information_schema', name, kind: 'SYSTEM VIEW', model, definition: '' })
  return catalog
}

export class Catalog {
  private readonly db: DatabaseSync
  private readonly one: StatementSync
  private readonly all: StatementSync

  constructor(db: DatabaseSync) {
    this.db = db
    this.one = db.prepare('SELECT db, name, kind, model, definition FROM `~tables` WHERE db = ? AND name = ?')
    this.all = db.prepare('SELECT db, name, kind, model, definition FROM `~tables` WHERE db = ? ORDER BY name')
  }

  databases(): string[] {
    return z
      .array(z.object({ name: z.string() }))
      .parse(this.db.prepare('SELECT name FROM `~databases` ORDER BY name').all())
      .map((row) => row.name)
  }

  hasDatabase(name: string): boolean {
    return this.db.prepare('SELECT 1 FROM `~databases` WHERE name = ?').get(name) !== undefined
  }

  addDatabase(name: string): void {
    this.db.prepare('INSERT INTO `~databases` VALUES (?)').run(name)
    this.insert('schemata', schemaRow(name))
  }

  removeDatabase(name: string): void {
    this.db.prepare('DELETE FROM `~databases` WHERE name = ?').run(name)
    this.db.prepare('DELETE FROM `information_schema.schemata` WHERE SCHEMA_NAME = ?').run(name)
  }

  table(database: string, name: string): CatalogTable | null {
    const row = this.one.get(database, name)
    return row === undefined ? null : tableOf(row)
  }

  tables(database: string): CatalogTable[] {
    return this.all.all(database).map(tableOf)
  }

  put(table: CatalogTable): void {
    this.remove(table.database, table.name)
    for (const { table: into, row } of describe(table)) this.insert(into, row)
    this.db
      .prepare('INSERT OR REPLACE INTO `~tables` VALUES (?, ?, ?, ?, ?)')
      .run(table.database, table.name, table.kind, JSON.stringify(table.model), table.definition)
  }

  remove(database: string, name: string): void {
    this.db.prepare('DELETE FROM `~tables` WHERE db = ? AND name = ?').run(database, name)
    for (const from of ['tables', 'columns', 'statistics', 'key_column_usage'] satisfies InformationTable[])
      this.db.prepare(`DELETE FROM ${quoteName(physicalName('information_schema', from))} WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?`).run(database, name)
  }

  private insert(into: InformationTable, row: Record<string, string | number | null>): void {
    const names = Object.keys(row)
    this.db
      .prepare(`INSERT INTO ${quoteName(physicalName('information_schema', into))} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
      .run(...Object.values(row))
  }
}

function tableOf(row: unknown): CatalogTable {
  const { db, name, kind, model, definition } = Row.parse(row)
  return { database: db, name, kind, model: Model.parse(JSON.parse(model)), definition }
}
