import { openSync, closeSync, readFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { numberIn } from './examine.ts'
import { isPageSize, readWal } from './wal.ts'

/** Of a database's header (sqlite.org/fileformat2.html#the_database_header). */
const HEADER = 100
const PAGE_SIZE = 16
const FORMATS = 18
const CHANGES = 24
const PAGES = 28
const FREE_LIST = 32
const VERSION = 60
const VALID_FOR = 92

export interface Image {
  database: DatabaseSync
  /** The schema's. */
  version: number
}

/**
 * The pages of a database with those of its log laid over them, as a file of its own that SQLite reads, without the
 * log. Null where that cannot be made readable. `head` gives the header of a sound database for one that is damaged.
 */
export function openImage(path: string, imagePath: string, head: () => Uint8Array): Image | null {
  const found = pagesOf(path)
  if (found.length === 0) return null
  const sound = head()
  const pages = isBelieved(found, sound) ? found : withHead(found, sound)
  // Owned from its first byte on: it holds what the database holds.
  closeSync(openSync(imagePath, 'w', 0o600))
  writeFileSync(imagePath, padded(pages))
  const database = new DatabaseSync(imagePath)
  try {
    if (numberIn(database, 'SELECT count(*) FROM sqlite_schema') > 0) return { database, version: pages.readUInt32BE(VERSION) }
  } catch {
    // Not even what tables there are can be read.
  }
  database.close()
  return null
}

/** A header that does not begin as all of ours do is not asked for the rest either. */
const isBelieved = (pages: Buffer, head: Uint8Array) =>
  pages.length >= HEADER && pages.subarray(0, FORMATS).equals(head.subarray(0, FORMATS))

function pagesOf(path: string): Buffer {
  const base = bytesOf(path)
  const log = readWal(bytesOf(`${path}-wal`))
  if (log === null || log.pages.length === 0) return base
  const pages = Buffer.alloc(Math.max(base.length, log.pageCount * log.pageSize))
  base.copy(pages)
  for (const { number, bytes } of log.pages) if (number * log.pageSize <= pages.length) pages.set(bytes, (number - 1) * log.pageSize)
  return pages
}

/** SQLite opens no file that is shorter than it says; pages that are not there are empty ones. Without a log of its own. */
function padded(pages: Buffer): Buffer {
  const size = pageSizeOf(pages)
  const said = pages.length >= HEADER ? pages.readUInt32BE(PAGES) : 0
  // What a damaged header says is not believed beyond what could be.
  const count = Math.max(1, Math.ceil(pages.length / size), said * size <= 2 * pages.length + 64 * size ? said : 0)
  const whole = Buffer.alloc(count * size)
  pages.copy(whole)
  whole.fill(1, FORMATS, FORMATS + 2)
  return whole
}

function withHead(pages: Buffer, head: Uint8Array): Buffer {
  const mended = Buffer.from(pages.length < HEADER ? Buffer.alloc(HEADER) : pages)
  mended.set(head.subarray(0, HEADER))
  mended.fill(0, FREE_LIST, FREE_LIST + 8)
  // Its count of pages is another database's: SQLite then takes the file's length.
  mended.writeUInt32BE(1, CHANGES)
  mended.writeUInt32BE(0, PAGES)
  mended.writeUInt32BE(0, VALID_FOR)
  return mended
}

function pageSizeOf(pages: Buffer): number {
  const said = pages.length >= HEADER ? pages.readUInt16BE(PAGE_SIZE) : 0
  const size = said === 1 ? 65_536 : said
  return isPageSize(size) ? size : 4_096
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}
