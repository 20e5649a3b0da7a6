/** electron-builder's hook for each packed folder: what `extraResources` did not find is passed over by it, and would be missed by a person. */
import { access, chmod, copyFile } from 'node:fs/promises'
import { join } from 'node:path'

const expected = (program) => [
  `bin/${program}`, 'bin/tessera', 'host/cli.js', 'host/serve.js', 'host/sandbox.js', 'host/sqlite-worker.js', 'host/package.json', 'host/renderer/index.html',
  'licenses/LICENSE.txt', 'licenses/LICENSE.node.txt', 'licenses/THIRD-PARTY-NOTICES.txt', 'licenses/sbom.cdx.json',
]

/** @param {{ appOutDir: string, electronPlatformName: string, packager: { getResourcesDir(folder: string): string } }} context */
export async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const resources = packager.getResourcesDir(appOutDir)
  const isWindows = electronPlatformName === 'win32'
  const files = expected(isWindows ? 'node.exe' : 'node').map((file) => (isWindows && file === 'bin/tessera' ? 'bin/tessera.cmd' : file))
  for (const file of files) {
    await access(join(resources, file)).catch(() => {
      throw new Error(`${file} is missing from the package for ${electronPlatformName}; RELEASING.md says where the parts come from`)
    })
  }
  if (electronPlatformName === 'linux') {
    // The icon in all sizes, for desktops that scale.
    await copyFile(new URL('icons/icon.svg', import.meta.url), join(resources, 'tessera.svg'))
    await chmod(join(resources, 'bin/tessera'), 0o755)
  }
}
