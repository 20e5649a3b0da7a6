import { randomBytes } from 'node:crypto'
import { lstat, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** What it means that a folder cannot be synced: the file system has no such thing. Anything else is a write that failed. */
const noSuchThing = new Set(['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM', 'EACCES', 'EBADF'])

/**
 * Replaces a file whole or not at all, readable by its owner only: written beside it, synced, renamed over it. Once it
 * has answered, the new content survives a power loss.
 */
export async function atomicWrite(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    const file = await open(beside, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/** A file that came, went or was renamed is only surely so once its folder is synced; Windows needs no such thing. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null)
  try {
    await folder?.sync()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && noSuchThing.has(String(error.code)))) throw error
  } finally {
    await folder?.close()
  }
}

/** Files that `atomicWrite` left beside `path` when its process was killed: none is while nobody writes. */
export async function leftovers(path: string): Promise<string[]> {
  const begin = `${basename(path)}.`
  const names = await readdir(dirname(path)).catch(() => [])
  const ours = names.filter((name) => name.startsWith(begin) && /^[0-9a-f]{12}\.tmp$/.test(name.slice(begin.length)))
  const found: string[] = []
  for (const name of ours) {
    const whole = join(dirname(path), name)
    if ((await lstat(whole).catch(() => null))?.isFile()) found.push(whole)
  }
  return found
}
