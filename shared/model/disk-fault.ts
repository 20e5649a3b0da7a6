import { failureOf, type Failure, type FailureCode } from './failure.ts'

/** SQLite's result codes, extended ones where they tell more (sqlite.org/rescode.html). */
const ofSqlite: Readonly<Record<number, FailureCode>> = {
  3: 'storage.readOnly', // PERM
  5: 'storage.busy', // BUSY
  6: 'storage.busy', // LOCKED
  8: 'storage.readOnly', // READONLY
  10: 'storage.faulty', // IOERR
  11: 'storage.corrupt', // CORRUPT
  13: 'storage.full', // FULL
  14: 'storage.readOnly', // CANTOPEN
  15: 'storage.busy', // PROTOCOL: the lock was fought for too long
  22: 'storage.faulty', // NOLFS
  23: 'storage.readOnly', // AUTH
  26: 'storage.corrupt', // NOTADB
  1032: 'storage.moved', // READONLY_DBMOVED
  4874: 'storage.full', // IOERR_SHMSIZE: the index of the WAL finds no room
  5898: 'storage.moved', // IOERR_DELETE_NOENT
}

/** Errors of files by Node's name for them (errno(3)). */
const ofFiles: Readonly<Record<string, FailureCode>> = {
  ENOSPC: 'storage.full',
  EDQUOT: 'storage.full',
  EROFS: 'storage.readOnly',
  EACCES: 'storage.readOnly',
  EPERM: 'storage.readOnly',
  EIO: 'storage.faulty',
  ENXIO: 'storage.faulty',
  ENODEV: 'storage.faulty',
  ESTALE: 'storage.faulty',
  EISDIR: 'storage.folderInPlace',
  EBUSY: 'storage.busy',
  ETXTBSY: 'storage.busy',
  ENOENT: 'storage.moved',
  ENOTDIR: 'storage.moved',
  EMFILE: 'storage.tooManyFiles',
  ENFILE: 'storage.tooManyFiles',
}

const FILE_CALL = /^(?:access|chmod|close|copyfile|fchmod|fdatasync|flock|fstat|fsync|ftruncate|link|lstat|mkdir|mkdtemp|open|opendir|read|readdir|realpath|rename|rm|rmdir|scandir|stat|statfs|truncate|unlink|utime|write|writev)$/

/**
 * What befell our own files, where an error of node:sqlite or of a file says so; null for any other error. `path` is
 * where they lie. No disk fault is `retrySafe`: what the call did elsewhere before it wrote is not known here.
 */
export function diskFault(error: unknown, path: string): Failure | null {
  if (!(error instanceof Error)) return null
  if ('errcode' in error) return ofDatabase(Number(error.errcode), error.message, path)
  const { code, syscall } = Object.assign({ code: '', syscall: '' }, error)
  const known = FILE_CALL.test(String(syscall)) && Object.hasOwn(ofFiles, String(code)) ? ofFiles[String(code)] : undefined
  return known === undefined ? null : failureOf('internal', known, { params: { path } })
}

function ofDatabase(errcode: number, message: string, path: string): Failure | null {
  const known = ofSqlite[errcode] ?? ofSqlite[errcode & 0xff]
  if (known !== undefined) return failureOf('internal', known, { params: { path } })
  // The names of our own tables and columns, which hold nothing of a person's.
  const missing = /^no such (?:table|column): ([\w.]+)$/.exec(message)?.[1] ?? /^table \w+ has no column named (\w+)$/.exec(message)?.[1]
  return missing === undefined ? null : failureOf('internal', 'storage.incomplete', { params: { name: missing.replace(/^main\./, ''), path } })
}
