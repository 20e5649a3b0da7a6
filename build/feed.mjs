/**
 * The feed of updates for the packages in a folder, signed. `npm run package` makes it where TESSERA_UPDATE_KEY names the
 * file of the private key; by itself:
 *
 *     node build/feed.mjs key private.pem     makes a key pair, and prints the public key for electron/updates/update-keys.ts
 *     node build/feed.mjs dist [--stage 10]   writes and signs the feeds of dist/, for so many of a hundred installations
 */
import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { dump } from 'js-yaml'
import { readFeed } from '../electron/updates/feed.ts'
import { isSigned, publicKeyOf, signatureOf } from '../electron/updates/signature.ts'
import { updateKeys } from '../electron/updates/update-keys.ts'
import { root } from './steps.mjs'

/** Each feed, as electron-updater names them, and the packages that it lists. */
const feeds = {
  'latest.yml': /-win-.*\.exe$/,
  'latest-mac.yml': /-mac-.*\.(zip|dmg)$/,
  'latest-linux.yml': /^Tessera-\d.*-linux-(?!arm64|aarch64).*\.(AppImage|deb|rpm)$/,
  'latest-linux-arm64.yml': /^Tessera-\d.*-linux-(arm64|aarch64).*\.(AppImage|deb|rpm)$/,
}

/**
 * Writes and signs the feeds that the folder has packages for; answers their names.
 * @param {{ folder: string, key: import('node:crypto').KeyObject, version: string, notes: string, stage?: number, at?: Date, keys?: readonly string[] }} what
 */
export async function writeFeeds({ folder, key, version, notes, stage = 100, at = new Date(), keys = updateKeys }) {
  if (!keys.includes(publicKeyOf(key))) throw new Error('the private key belongs to none of electron/updates/update-keys.ts: no Tessera would believe the feed')
  const names = (await readdir(folder)).sort()
  const written = []
  for (const [feed, pattern] of Object.entries(feeds)) {
    const files = await Promise.all(names.filter((name) => pattern.test(name)).map(async (name) => describe(folder, name)))
    if (files.length === 0) continue
    const { url: path, sha512 } = files[0]
    const staged = stage < 100 ? { stagingPercentage: stage } : {}
    const text = dump({ version, files, path, sha512, releaseDate: at.toISOString(), releaseNotes: notes, ...staged })
    const signature = signatureOf(Buffer.from(text), feed, key, at)
    if (!readFeed(text) || !isSigned(Buffer.from(text), feed, signature, keys)) throw new Error(`${feed} would not be believed`)
    await writeFile(join(folder, feed), text)
    await writeFile(join(folder, `${feed}.minisig`), signature)
    written.push(feed)
  }
  return written
}

async function describe(folder, url) {
  const hash = createHash('sha512')
  for await (const part of createReadStream(join(folder, url))) hash.update(part)
  return { url, sha512: hash.digest('base64'), size: (await stat(join(folder, url))).size }
}

/** What CHANGELOG.md says under a version's head. */
export async function notesOf(version) {
  const [, ...parts] = (await readFile(join(root, 'CHANGELOG.md'), 'utf8')).split(/^## /m)
  const section = parts.find((part) => part.startsWith(`${version} `) || part.startsWith(`${version}\n`)) ?? ''
  return section.split('\n').slice(1).join('\n').trim()
}

/** The key that TESSERA_UPDATE_KEY names, or null. TESSERA_UPDATE_KEY_PASSPHRASE opens it where it is encrypted. */
export async function privateKey() {
  const { TESSERA_UPDATE_KEY: file, TESSERA_UPDATE_KEY_PASSPHRASE: passphrase } = process.env
  return file ? createPrivateKey({ key: await readFile(file), passphrase }) : null
}

async function run() {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { stage: { type: 'string', default: '100' } } })
  const [word = '', file] = positionals
  if (word === 'key' && file) {
    const { privateKey: key } = generateKeyPairSync('ed25519')
    await writeFile(file, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
    return console.log(publicKeyOf(key))
  }
  const key = await privateKey()
  if (word === '' || !key) throw new Error('name a folder, and the private key with TESSERA_UPDATE_KEY')
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const written = await writeFeeds({ folder: word, key, version, notes: await notesOf(version), stage: Number(values.stage) })
  console.log(written.join('\n'))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run()
