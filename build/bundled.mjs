/**
 * What is really in the bundles: the bundlers say which modules they wrote, and a module's package is the nearest
 * package.json above it. Notices (notices.mjs) and the list of parts (sbom.mjs) are made from nothing else.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { root } from './steps.mjs'

const listOf = (name) => join(root, 'out', `.modules.${name}.json`)

/** Collects over several builds; `plugin()` is for each of them (rolldown's, vite's, vite's for workers), `save` writes the list. */
export function moduleCollector(name) {
  const modules = new Set()
  const keep = (id, base) => {
    const file = resolve(base, id.replace(/[?#].*$/, ''))
    if (!id.startsWith('\0') && file.startsWith(root)) modules.add(file.slice(root.length))
  }
  return {
    plugin: (base = root) => ({
      name: 'tessera:modules',
      generateBundle(_, bundle) {
        for (const part of Object.values(bundle)) {
          for (const id of part.type === 'chunk' ? part.moduleIds : part.originalFileNames) keep(id, base)
        }
        // Style sheets leave no module in a chunk: their text is in an asset that names only who asked for it.
        for (const id of this.getModuleIds()) if (id.endsWith('.css')) keep(id, base)
      },
    }),
    save: () => writeFile(listOf(name), JSON.stringify([...modules].sort())),
  }
}

/** Every module of the built app, as paths below the root. */
export async function bundledModules() {
  const lists = await Promise.all(['main', 'renderer'].map(async (name) => JSON.parse(await readFile(listOf(name), 'utf8'))))
  return [...new Set(lists.flat())].sort()
}

/**
 * The npm packages that modules come from.
 * @returns {Promise<{ name: string, version: string, license: string, homepage: string, folder: string }[]>} by name
 */
export async function packagesOf(modules) {
  const folders = new Set()
  for (const module of modules) if (module.includes('node_modules/')) folders.add(await packageFolder(module))
  const packages = await Promise.all([...folders].map(readPackage))
  return packages.sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1))
}

/** Nested package.json files that only set a module's kind have no name and version of their own. */
async function packageFolder(module) {
  for (let folder = dirname(module); folder.includes('node_modules/'); folder = dirname(folder)) {
    const about = await readFile(join(root, folder, 'package.json'), 'utf8').then(JSON.parse, () => null)
    if (about?.name && about.version) return folder
  }
  throw new Error(`no package is known for ${module}`)
}

/** @param {string} folder below the root */
export async function readPackage(folder) {
  const { name, version, license, homepage = '', repository } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'))
  const source = typeof repository === 'string' ? repository : (repository?.url ?? '')
  return { name, version, license: typeof license === 'string' ? license : (license?.type ?? ''), homepage: homepage || source, folder }
}
