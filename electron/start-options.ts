import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'

/** What the words after the program's name ask of the desktop. */
export interface StartOptions {
  /** Another folder for everything of ours; absent where none is asked for. */
  userData?: string
  /** SQL files to open, whole paths. */
  files: string[]
}

/** Neither a folder nor a file: a word that was forgotten after `--user-data`. */
export class StartOptionsProblem extends Error {}

/**
 * Reads the program's words (`process.argv`). What was packaged has one word less than `electron .`, Playwright and
 * Chromium put switches of their own anywhere, and Finder adds `-psn_…`: so nothing is counted, only what is ours is
 * looked for. Paths are taken from `cwd`. Throws a StartOptionsProblem where `--user-data` names no folder.
 */
export function readStartOptions(argv: readonly string[], cwd: string): StartOptions {
  const { values, positionals } = parseArgs({ args: argv.slice(1), strict: false, options: { 'user-data': { type: 'string' } } })
  const files = positionals.filter((word) => /\.sql$/i.test(word)).map((file) => resolve(cwd, pathOf(file)))
  const userData = values['user-data']
  if (userData === undefined) return { files }
  // A forgotten folder must not become the usual one, nor the next switch a folder's name.
  if (typeof userData !== 'string' || userData === '' || userData.startsWith('-')) throw new StartOptionsProblem('--user-data DIR')
  return { userData: resolve(cwd, userData), files }
}

/** What a second Tessera tells the first before it ends: its own words would arrive in another order. */
const HandedOn = z.object({ files: z.array(z.string()) })
export type HandedOn = z.infer<typeof HandedOn>

/** The files that a second Tessera was started with. */
export const filesHandedOn = (data: unknown): string[] => HandedOn.safeParse(data).data?.files ?? []

/** A Linux desktop hands files over as URLs (%U of its entry). */
function pathOf(word: string): string {
  try {
    return word.startsWith('file:') ? fileURLToPath(word) : word
  } catch {
    return word
  }
}
