/**
 * What a page of memory costs when it is touched first is the machine's: a tenth of a microsecond on most, twelve in a
 * virtual machine with shadow page tables, which is forty times the copy into it. A bench that allocates anew for every
 * sample would measure that. Here both contestants work in memory that the process was given before, as an app does
 * that has run for a while. Where the settings mean nothing, on macOS and Windows, nothing is lost by them.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

/** glibc: one arena for all threads, nothing given back (mallopt(3)). */
const keeping = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: String(2 ** 30),
  MALLOC_TRIM_THRESHOLD_: String(2 ** 32),
  MALLOC_TOP_PAD_: String(2 ** 26),
}

/** Runs the program with an allocator that keeps what it was given: `work` in a process that has one, else that process. */
export async function withKeptMemory(work: () => Promise<void>): Promise<void> {
  if (process.env['MALLOC_ARENA_MAX'] === keeping.MALLOC_ARENA_MAX) return work()
  const { status } = spawnSync(process.execPath, process.argv.slice(1), { stdio: 'inherit', env: { ...process.env, ...keeping } })
  process.exitCode = status ?? 1
}

const setting = '/sys/kernel/mm/transparent_hugepage/enabled'

/**
 * For Chromium, whose allocator gives large buffers back at once: a first touch brings 2 MB until this process ends, as
 * Debian's kernels do unasked. Only root may ask for it; others get what their kernel gives.
 */
export function largePages(): void {
  try {
    const before = /\[(\w+)\]/.exec(readFileSync(setting, 'utf8'))?.[1]
    if (before === undefined || before === 'always') return
    writeFileSync(setting, 'always')
    process.once('exit', () => writeFileSync(setting, before))
  } catch {
    // Another system, or another user.
  }
}
