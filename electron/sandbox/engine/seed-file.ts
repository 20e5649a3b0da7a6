/** Reads a file of SQL as the command-line client would: DELIMITER included. */
import { readFile } from 'node:fs/promises'
import { mysqlSplitterOptions, splitQuery } from 'dbgate-query-splitter'

/** The file's statements in order; throws where the file cannot be read. */
export async function readSeedFile(file: string): Promise<string[]> {
  const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '')
  return splitQuery(text, mysqlSplitterOptions).map((item) => (typeof item === 'string' ? item : item.text))
}
