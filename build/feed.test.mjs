import { load } from 'js-yaml'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { defaultSettings } from '../shared/contract/settings.ts'
import { fileFor, readFeed } from '../electron/updates/feed.ts'
import { isSigned, publicKeyOf } from '../electron/updates/signature.ts'
import { notesOf, writeFeeds } from './feed.mjs'

const folder = mkdtempSync(join(tmpdir(), 'tessera-feed-'))
afterAll(() => rmSync(folder, { recursive: true }))
const { privateKey: key } = generateKeyPairSync('ed25519')
const keys = [publicKeyOf(key)]
const about = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

it('writes a signed feed for each system that has packages, with the one that each installation takes', async () => {
  for (const name of ['linux-amd64.deb', 'linux-x86_64.AppImage', 'linux-x86_64.rpm', 'linux-arm64.deb', 'linux-x64.tar.gz', 'mac-x64.zip', 'mac-arm64.zip', 'mac-arm64.dmg', 'win-x64.exe', 'win-x64.zip']) {
    writeFileSync(join(folder, `Tessera-1.0.0-${name}`), name)
  }
  writeFileSync(join(folder, 'Tessera-host-1.0.0-linux-amd64.deb'), 'host')
  expect(await writeFeeds({ folder, key, version: '1.0.0', notes: 'Faster: \'quoted\' and\nmore.', stage: 10, keys })).toEqual(['latest.yml', 'latest-mac.yml', 'latest-linux.yml', 'latest-linux-arm64.yml'])
  const feedOf = (name) => {
    const bytes = readFileSync(join(folder, name))
    expect(isSigned(bytes, name, readFileSync(join(folder, `${name}.minisig`), 'utf8'), keys)).toBe(true)
    return readFeed(bytes.toString())
  }
  const chosen = [['latest.yml', 'exe', 'x64'], ['latest-mac.yml', 'zip', 'x64'], ['latest-mac.yml', 'zip', 'arm64'], ['latest-linux.yml', 'deb', 'x64'], ['latest-linux.yml', 'AppImage', 'x64'], ['latest-linux-arm64.yml', 'deb', 'arm64']]
  expect(chosen.map(([name, extension, arch]) => fileFor(feedOf(name), extension, arch)?.url.replace('Tessera-1.0.0-', ''))).toEqual(['win-x64.exe', 'mac-x64.zip', 'mac-arm64.zip', 'linux-amd64.deb', 'linux-x86_64.AppImage', 'linux-arm64.deb'])
  expect(feedOf('latest-linux.yml')).toMatchObject({ version: '1.0.0', stagingPercentage: 10, releaseNotes: 'Faster: \'quoted\' and\nmore.' })
})

it('signs nothing with a key that no Tessera would believe', async () => {
  await expect(writeFeeds({ folder, key, version: '1.0.0', notes: '' })).rejects.toThrow('belongs to none of')
})

it('the changelog has notes for the version that would be released', async () => {
  expect((await notesOf(about.version)).length).toBeGreaterThan(100)
  expect(await notesOf('0.0.0')).toBe('')
})

it('the makers’ address is the same in the settings, in the packages and beside the homepage', () => {
  const { publish } = load(readFileSync(new URL('electron-builder.yml', import.meta.url), 'utf8'))
  expect(publish).toEqual({ provider: 'generic', url: defaultSettings.updateFeed })
  expect(defaultSettings.updateFeed.startsWith(about.homepage)).toBe(true)
})
