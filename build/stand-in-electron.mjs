/** A folder with the form of Electron's distribution for Linux, where its binary cannot be had: for trying the packing, never the running. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './steps.mjs'

/** The fuse wire of Electron's binary: a sentinel, a version, a length, and a character a fuse. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const FUSES = 9

export async function makeStandIn(folder) {
  await mkdir(join(folder, 'resources'), { recursive: true })
  await mkdir(join(folder, 'locales'), { recursive: true })
  for (const locale of ['en-US', 'zh-CN']) await writeFile(join(folder, `locales/${locale}.pak`), '')
  const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  await writeFile(join(folder, 'version'), devDependencies.electron)
  await writeFile(join(folder, 'LICENSE'), 'stand-in')
  await writeFile(join(folder, 'LICENSES.chromium.html'), 'stand-in')
  await writeFile(join(folder, 'chrome-sandbox'), 'stand-in', { mode: 0o755 })
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, FUSES]), Buffer.from('0'.repeat(FUSES))])
  const script = '#!/bin/sh\necho "a stand-in for Electron: $*"\nexit 70\n'
  await writeFile(join(folder, 'electron'), Buffer.concat([Buffer.from(script), wire]), { mode: 0o755 })
}
