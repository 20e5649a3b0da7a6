/** The engines' temporary folders, named after the process so that a crash's leftovers are recognised. */
import { rmSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const prefix = 'tessera-sandbox-'
const mine = new Set<string>()

/** A new empty folder that goes away with the process at the latest. */
export async function makeFolder(kind: string): Promise<string> {
  await removeLeftovers()
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-${kind}-`))
  if (mine.size === 0)
    process.once('exit', () => {
      for (const left of mine) rmSync(left, { recursive: true, force: true })
    })
  mine.add(folder)
  return folder
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  mine.delete(folder)
}

/** Removes the folders of processes that are no more. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : 0
    if (pid > 0 && !isRunning(pid)) await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
