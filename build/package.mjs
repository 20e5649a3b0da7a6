/**
 * `npm run package`: makes every package that this machine can, from one configuration (electron-builder.yml), into dist/,
 * with checksums and the feed of updates, and says of each other one why not.
 */
import { build as pack, Arch, Platform } from 'electron-builder'
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from './build.mjs'
import { makeDeb } from './deb.mjs'
import { notesOf, privateKey, writeFeeds } from './feed.mjs'
import { hostFolder, packFolder } from './pack-folder.mjs'
import { gatherBeside, writeChecksums } from './package-parts.mjs'
import { root } from './steps.mjs'
import { electronDist, plan } from './targets.mjs'

const dist = join(root, 'dist')
const PLATFORMS = { linux: Platform.LINUX, darwin: Platform.MAC, win32: Platform.WINDOWS }
const PACKAGES = /\.(AppImage|deb|rpm|tar\.gz|dmg|zip|exe)$/

/** Why Electron's binary cannot be had for this machine, or null: it is downloaded once, and then lies in a cache. */
async function whyNoElectron() {
  if (electronDist()) return null
  const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const { downloadArtifact } = await import(createRequire(createRequire(import.meta.url).resolve('electron')).resolve('@electron/get'))
  return downloadArtifact({ version: devDependencies.electron, artifactName: 'electron', platform: process.platform, arch: process.arch }).then(
    () => null,
    (error) => `Electron's binary cannot be had: ${error.cause?.code ?? error.code ?? error.message}`,
  )
}

async function make({ system, target, arch }) {
  if (target.endsWith('deb')) return makeDebOf(target === 'deb' ? 'window' : 'host', arch)
  const config = { extends: join(root, 'build/electron-builder.yml'), ...distFor(arch) }
  await pack({ projectDir: root, targets: PLATFORMS[system].createTarget([target], Arch[arch]), publish: 'never', config })
}

async function makeDebOf(kind, arch) {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const output = join(dist, `folder-${kind}-${arch}`)
  try {
    if (kind === 'window') await packFolder({ output, arch, ...distFor(arch) })
    else await hostFolder({ output, arch })
    const unpacked = kind === 'host' ? output : join(output, arch === 'x64' ? 'linux-unpacked' : `linux-${arch}-unpacked`)
    const name = kind === 'host' ? 'Tessera-host' : 'Tessera'
    await makeDeb({ kind, unpacked, arch, file: join(dist, `${name}-${version}-linux-${arch === 'x64' ? 'amd64' : arch}.deb`) })
  } finally {
    await rm(output, { recursive: true, force: true })
  }
}

/** What npm has put there is of this machine's architecture; the other one is downloaded. */
function distFor(arch) {
  const electron = arch === process.arch ? electronDist() : null
  return electron ? { electronDist: electron } : {}
}

/** The feed of updates, where there is a key to sign it with. */
async function feed() {
  const key = await privateKey()
  if (!key) return console.log('– feed of updates: not signed here: TESSERA_UPDATE_KEY names no key')
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  for (const name of await writeFeeds({ folder: dist, key, version, notes: await notesOf(version) })) console.log(`✓ ${name}, signed`)
}

await build(console.log)
await gatherBeside()
await rm(dist, { recursive: true, force: true })
await mkdir(dist, { recursive: true })
const targets = plan({ electron: await whyNoElectron() })
const outcomes = []
for (const one of targets) {
  const failed = one.reason ?? (await make(one).then(() => null, (error) => error.message))
  outcomes.push({ ...one, failed })
}
const files = await writeChecksums(dist, PACKAGES)
if (files.length > 0) await copyFile(join(root, 'out/beside/licenses/sbom.cdx.json'), join(dist, 'sbom.cdx.json'))
await feed()
for (const { system, target, arch, failed } of outcomes) {
  console.log(`${failed === null ? '✓' : '–'} ${system} ${target} ${arch}${failed === null ? '' : `: not built here: ${failed}`}`)
}
// What this machine was able to try and could not make is a failure; what it lacks the means for is only said.
process.exitCode = outcomes.some(({ reason, failed }) => reason === null && failed !== null) ? 1 : 0
