/** Packed folders for Linux: Electron's, from the one configuration of all packages, and one of the browser host and the terminal alone. */
import { build as pack, Arch, Platform } from 'electron-builder'
import { chmod, copyFile, cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './steps.mjs'

/** @param {{ electronDist?: string, output: string, arch?: 'x64' | 'arm64' }} where `electronDist` is Electron's unpacked distribution; without it electron-builder downloads it */
export const packFolder = ({ electronDist, output, arch = process.arch }) =>
  pack({
    projectDir: root,
    targets: Platform.LINUX.createTarget('dir', Arch[arch]),
    publish: 'never',
    config: { extends: join(root, 'build/electron-builder.yml'), directories: { output }, ...(electronDist && { electronDist }) },
  })

/** What lies beside the asar, without Electron: `tessera serve` and `tessera query` on a Node of their own. */
export async function hostFolder({ output, arch = process.arch }) {
  const resources = join(output, 'resources')
  await mkdir(join(resources, 'bin'), { recursive: true })
  await cp(join(root, 'out/beside'), resources, { recursive: true })
  const node = join(root, `node_modules/node-linux-${arch}`)
  await copyFile(join(node, 'LICENSE'), join(resources, 'licenses/LICENSE.node.txt'))
  for (const [from, name] of [[join(node, 'bin/node'), 'node'], [join(root, 'build/launchers/tessera'), 'tessera']]) {
    await copyFile(from, join(resources, 'bin', name))
    await chmod(join(resources, 'bin', name), 0o755)
  }
  return output
}
