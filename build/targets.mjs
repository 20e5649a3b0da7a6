/** Every package that a release has (electron-builder.yml names them too), and what each needs of the machine that makes it. */
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root } from './steps.mjs'

const archs = /** @type {const} */ (['x64', 'arm64'])

/** What is made, and the program that it needs in the PATH; `node` is where the Node that comes along lies. */
const systems = {
  linux: { name: 'Linux', archs, node: (arch) => `node_modules/node-linux-${arch}/bin/node`, targets: { deb: 'dpkg-deb', AppImage: null, rpm: 'rpmbuild', 'tar.gz': null, 'host deb': 'dpkg-deb' } },
  darwin: { name: 'macOS, where it is signed and notarised', archs, node: (arch) => `build/node/darwin-${arch}/node`, targets: { dmg: null, zip: null } },
  win32: { name: 'Windows, where it is signed', archs: ['x64'], node: (arch) => `node_modules/node-win-${arch}/bin/node.exe`, targets: { nsis: null, zip: null } },
}

/**
 * All packages, each with the reason why this machine cannot make it, or null where it can.
 * @param {{ platform?: string, electron: string | null, has?: (path: string) => boolean }} machine `electron`: why its
 *   binary cannot be had, or null
 * @returns {{ system: string, target: string, arch: string, reason: string | null }[]}
 */
export function plan({ platform = process.platform, electron, has = (path) => existsSync(path) }) {
  const onPath = (tool) => (process.env.PATH ?? '').split(delimiter).some((folder) => has(join(folder, tool)))
  const reasonOf = (system, arch, target, tool) => {
    if (system !== platform) return `needs ${systems[system].name}`
    // The browser host and the terminal alone: for machines without a screen, and where Electron cannot be had.
    if (electron !== null && target !== 'host deb') return electron
    if (!has(join(root, systems[system].node(arch)))) return `${systems[system].node(arch)} is not there; RELEASING.md says where it comes from`
    return tool === null || onPath(tool) ? null : `needs ${tool}`
  }
  return Object.entries(systems).flatMap(([system, { archs: all, targets }]) =>
    all.flatMap((arch) => Object.entries(targets).map(([target, tool]) => ({ system, target, arch, reason: reasonOf(system, arch, target, tool) }))),
  )
}

/** Electron's own distribution where npm has put it, which may not be there: its package downloads it on first use. */
export function electronDist() {
  const folder = join(root, 'node_modules/electron/dist')
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'))
  const found = existsSync(join(folder, 'version')) ? readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '') : null
  return found === version ? folder : null
}
