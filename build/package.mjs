/**
 * `npm run package`: builds installers with electron-builder. `--stand-in` packs a folder around a stand-in for
 * Electron's distribution, where the binary cannot be had, and checks what went into it: the configuration is valid,
 * the asar holds built files only, the fuses are set. It proves the packing, not the running.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build as pack, Platform } from 'electron-builder'
import { build } from './build.mjs'
import { root } from './steps.mjs'

const require = createRequire(import.meta.url)
const { listPackage, extractFile } = createRequire(require.resolve('electron-builder'))('@electron/asar')

async function packAroundStandIn() {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-package-'))
  try {
    const electronDist = join(folder, 'electron')
    await makeStandIn(electronDist)
    await pack({
      projectDir: root,
      targets: Platform.LINUX.createTarget('dir'),
      config: { extends: join(root, 'build/electron-builder.yml'), electronDist, directories: { output: join(folder, 'dist') } },
    })
    const resources = join(folder, 'dist/linux-unpacked/resources')
    checkContents(join(resources, 'app.asar'))
    await checkFuses(join(folder, 'dist/linux-unpacked/tessera'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The fuse wire of Electron's binary: a sentinel, a version, a length, and a character a fuse. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const FUSES = 9

async function makeStandIn(folder) {
  await mkdir(join(folder, 'resources'), { recursive: true })
  await mkdir(join(folder, 'locales'), { recursive: true })
  await writeFile(join(folder, 'locales/en-US.pak'), '')
  const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  await writeFile(join(folder, 'version'), devDependencies.electron)
  await writeFile(join(folder, 'LICENSE'), 'stand-in')
  await writeFile(join(folder, 'LICENSES.chromium.html'), 'stand-in')
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, FUSES]), Buffer.from('0'.repeat(FUSES))])
  await writeFile(join(folder, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\nexit 70\n'), wire]), { mode: 0o755 })
}

function checkContents(asar) {
  const files = listPackage(asar, { isPack: false }).map((file) => file.replaceAll('\\', '/'))
  const allowed = /^\/(out(\/(main\.js|preload\.cjs|sandbox\.js|sqlite-worker\.js|chunks(\/.*)?|renderer(\/.*)?))?|package\.json)$/
  const strangers = files.filter((file) => !allowed.test(file) || /\.(ts|tsx|map|test\.js)$/.test(file))
  if (strangers.length > 0) throw new Error(`not for the package: ${strangers.slice(0, 5).join(', ')}`)
  for (const needed of ['/out/main.js', '/out/preload.cjs', '/out/sandbox.js', '/out/sqlite-worker.js', '/out/renderer/index.html']) {
    if (!files.includes(needed)) throw new Error(`missing from the package: ${needed}`)
  }
  // Nothing of the person who packs it: home folder, tokens of the environment.
  const secrets = Object.entries(process.env)
    .filter(([name, value]) => /TOKEN|SECRET|PASSWORD|API_KEY/i.test(name) && (value?.length ?? 0) > 8)
    .map(([, value]) => value)
  for (const file of files.filter((one) => /\.(js|cjs|json|html)$/.test(one))) {
    const text = extractFile(asar, file.slice(1)).toString()
    if (text.includes(root) || secrets.some((secret) => text.includes(secret))) throw new Error(`${file} holds a path or secret of this machine`)
  }
  console.log(`asar: ${files.length} entries, built files only`)
}

async function checkFuses(binary) {
  const bytes = await readFile(binary)
  const at = bytes.indexOf(SENTINEL)
  const wire = bytes.subarray(at + SENTINEL.length + 2, at + SENTINEL.length + 2 + FUSES).toString()
  if (wire[0] !== '0' || wire[5] !== '1') throw new Error(`fuses are not set: ${wire}`)
  console.log(`fuses: ${wire}`)
}

await build(console.log)
if (process.argv.includes('--stand-in')) await packAroundStandIn()
else await pack({ projectDir: root, config: join(root, 'build/electron-builder.yml') })
