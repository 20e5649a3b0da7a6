/** Makes a sound database of what can be read of a damaged one. */
import { copyFileSync, linkSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { syncFolder } from './own-file.ts'
import { openImage } from './rescue-image.ts'
import { copyRows } from './rescue-rows.ts'

type Create = (path: string, version?: number) => DatabaseSync

export interface Rescued {
  /** Where the files are kept as they were. */
  aside: string
  /** Things that are there again: connections, settings, tabs and the like. */
  rows: number
}

/** Files of a rescue, also of one that was cut off. */
const unfinished = (path: string) => ['.mending', '.mending-wal', '.mending-shm', '.pages', '.pages-journal'].map((part) => path + part)

/**
 * Keeps the files aside as they are, and puts in their place a new database with what could be read; `create` makes
 * an empty one, of the version that it is given or of the newest. Until the new one is whole, the old files stay.
 */
export function rescue(path: string, create: Create): Rescued {
  const discard = () => unfinished(path).forEach((file) => rmSync(file, { force: true }))
  discard()
  const aside = keepAside(path)
  try {
    const image = openImage(path, `${path}.pages`, () => headOf(create, `${path}.mending`))
    const mended = create(`${path}.mending`, image?.version)
    const rows = image === null ? 0 : copyRows(image.database, mended)
    image?.database.close()
    mended.close()
    // The log first: beside the new file SQLite would take it for that one's own.
    for (const file of [`${path}-wal`, `${path}-shm`]) rmSync(file, { force: true })
    renameSync(`${path}.mending`, path)
    syncFolder(path)
    return { aside, rows }
  } catch (error) {
    for (const file of [aside, `${aside}-wal`]) rmSync(file, { force: true })
    throw error
  } finally {
    discard()
  }
}

/** The header of a sound database. */
function headOf(create: Create, path: string): Uint8Array {
  create(path).close()
  const head = readFileSync(path)
  rmSync(path)
  return head
}

/** The database and its log, under names that SQLite takes for a pair as well. A link takes no room on a full disk. */
function keepAside(path: string): string {
  const aside = `${path}.damaged-${Date.now()}`
  for (const part of ['', '-wal']) {
    if ((statSync(path + part, { throwIfNoEntry: false })?.size ?? 0) === 0) continue
    try {
      linkSync(path + part, aside + part)
    } catch {
      copyFileSync(path + part, aside + part)
    }
  }
  return aside
}
