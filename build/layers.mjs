/**
 * The walls of the house (ARCHITECTURE.md, "One picture"), as a table that fails the build.
 * A room is a folder or a file; it may import what its row lists, and itself. `packages` are the npm packages and
 * `node` whether Node's own modules may be used. Tests and fixtures may import anything: they compose parts.
 */
import { readFile, readdir } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'rolldown/parseAst'

/** Rooms by path prefix; the longest prefix that fits a file is its room. `*` stands for one folder name. */
const rooms = {
  'shared/model/': { imports: ['shared/i18n/'], packages: ['zod'] },
  'shared/i18n/': { imports: ['shared/model/'] },
  'shared/sql/': { imports: ['shared/model/'] },
  'shared/drds/': { imports: ['shared/model/'] },
  'shared/passphrase/': { imports: ['shared/i18n/'], packages: ['@zxcvbn-ts/core', '@zxcvbn-ts/language-common'] },
  'shared/contract/': { imports: ['shared/model/'], packages: ['zod', '@msgpack/msgpack'] },

  'electron/platform/': { imports: ['shared/'], node: true },
  'electron/platform/electron-platform.ts': { imports: ['shared/', 'electron/platform/'], node: true, packages: ['electron'] },
  'electron/platform/electron-installer.ts': { imports: ['electron/platform/'], node: true, packages: ['electron', 'electron-updater'] },
  'electron/log/': { imports: ['shared/model/'], node: true },
  'electron/platform/safe-storage-keychain.ts': { imports: ['electron/platform/'], packages: ['electron'] },
  'electron/disk/': { imports: [], node: true },
  'electron/http/': { imports: ['shared/model/', 'electron/vault/secret.ts'], node: true, packages: ['undici'] },
  'electron/vault/': { imports: ['shared/', 'electron/platform/', 'electron/disk/'], node: true, packages: ['zod'] },
  'electron/storage/': { imports: ['shared/', 'electron/log/', 'electron/disk/'], node: true, packages: ['zod'] },
  'electron/updates/': { imports: ['shared/', 'electron/http/'], node: true, packages: ['js-yaml', 'semver', 'zod'] },
  'electron/clients/*/': {
    imports: ['shared/', 'electron/http/', 'electron/vault/secret.ts'],
    node: true,
    packages: ['zod', 'fast-xml-parser'],
  },
  'electron/sandbox/': { imports: ['shared/model/'], node: true, packages: ['mysql2', 'dbgate-query-splitter', 'zod'] },
  'electron/services/': {
    imports: [
      'shared/', 'electron/clients/', 'electron/http/', 'electron/vault/', 'electron/storage/', 'electron/platform/',
      'electron/log/', 'electron/updates/',
      'electron/sandbox/sandbox-thread.ts',
    ],
    node: true,
    packages: ['semver'],
  },
  'electron/ipc/': { imports: ['shared/', 'electron/log/'], node: true, packages: ['zod'] },
  // Composition roots and what only they use: the only files that know everyone.
  'electron/': {
    imports: ['shared/', 'electron/', 'package.json'],
    node: true,
    packages: ['electron', 'ws', '@msgpack/msgpack', 'zod'],
  },

  'renderer/rpc/': { imports: ['shared/'], packages: ['@msgpack/msgpack'] },
  'renderer/i18n/': { imports: ['shared/'], packages: ['i18next', 'react-i18next', 'react'] },
  'renderer/ui/': { imports: ['shared/model/', 'renderer/i18n/'], packages: 'any' },
  'renderer/features/*/': { imports: ['shared/', 'renderer/rpc/', 'renderer/ui/', 'renderer/i18n/'], packages: 'any' },
  // renderer/app composes the features; main.tsx mounts it.
  'renderer/': { imports: ['shared/', 'renderer/'], packages: 'any' },

  'e2e/': { imports: ['shared/', 'renderer/', 'electron/'], node: true, packages: 'any' },
}
/** Never to be imported by anyone. */
const compositionRoots = new Set(['electron/main.ts', 'electron/serve.ts', 'electron/cli.ts', 'electron/preload.ts', 'renderer/main.tsx'])

/** The fuzzer is a test that runs by itself. */
const isTest = (file) => /\.test\.tsx?$|\/fixtures\/|^e2e\/fuzz\//.test(file)

/** Where foreign words become a Failure's: elsewhere nobody would have masked the secrets in them. */
const makersOfWords = new Set(['electron/http/server-words.ts'])
const mayHearServers = /^electron\/(?:clients|http)\//

/** Answers every breach in the tree below `root` as one line; none when the walls stand. */
export async function breaches(root) {
  const found = []
  const graph = new Map()
  for (const file of await sources(root)) {
    const program = parseAst(await readFile(join(root, file), 'utf8'), { lang: file.endsWith('x') ? 'tsx' : 'ts' }, file)
    const imports = importsOf(file, program)
    graph.set(file, imports.filter((one) => one.target && !one.typeOnly).map((one) => one.target))
    if (isTest(file)) continue
    if (mayHearServers.test(file) && !makersOfWords.has(file) && makesServerWords(program)) found.push(`${file}: a server's words are made by serverWords, which masks secrets`)
    const room = roomOf(file)
    if (!room) {
      found.push(`${file}: stands in no room of build/layers.mjs`)
      continue
    }
    for (const one of imports) {
      const reason = refusal(file, room, one)
      if (reason) found.push(`${file} → ${one.specifier}: ${reason}`)
    }
  }
  return [...found, ...cycles(graph)]
}

async function sources(root) {
  const files = []
  for (const folder of ['shared', 'electron', 'renderer', 'e2e']) {
    for (const name of await readdir(join(root, folder), { recursive: true })) {
      if (/\.tsx?$/.test(name)) files.push(posix.join(folder, name))
    }
  }
  return files.sort()
}

function roomOf(file) {
  let best = null
  for (const [prefix, rule] of Object.entries(rooms)) {
    const pattern = new RegExp(`^${prefix.replace(/[.]/g, '\\.').replace('*', '[^/]+')}`)
    const match = pattern.exec(file)
    if (match && (!best || match[0].length > best.path.length)) best = { path: match[0], ...rule }
  }
  return best
}

function refusal(file, room, { specifier, target, typeOnly }) {
  if (target) {
    if (compositionRoots.has(target)) return 'nobody imports a composition root'
    if (target.startsWith(room.path) && !isTest(target)) return null
    if (isTest(target)) return 'a test or fixture is not for shipped code'
    return room.imports.some((allowed) => target.startsWith(allowed)) ? null : `not allowed for ${room.path}`
  }
  if (specifier.startsWith('node:')) return room.node ? null : `no Node in ${room.path}`
  const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
  if (name === 'electron' && !room.packages?.includes?.('electron')) return 'only the desktop host knows Electron'
  if (room.packages === 'any' || typeOnly) return null
  return room.packages?.includes(name) ? null : `package ${name} is not listed for ${room.path}`
}

/** An object with a `text` as `server` of a Failure. */
function makesServerWords(node) {
  if (!node || typeof node !== 'object') return false
  const isWords = node.type === 'Property' && node.key?.name === 'server' && node.value?.type === 'ObjectExpression'
  if (isWords && node.value.properties.some((one) => one.type !== 'Property' || one.key?.name === 'text')) return true
  return Object.values(node).some(makesServerWords)
}

function importsOf(file, program) {
  const found = []
  const visit = (node) => {
    if (!node || typeof node !== 'object') return
    if (Array.isArray(node)) return node.forEach(visit)
    const source = node.source?.value
    if (/^(ImportDeclaration|ExportNamedDeclaration|ExportAllDeclaration|ImportExpression)$/.test(node.type) && source) {
      const typeOnly = node.importKind === 'type' || node.exportKind === 'type'
      const target = source.startsWith('.') ? posix.normalize(posix.join(dirname(file), source)) : null
      found.push({ specifier: source, target, typeOnly })
    }
    for (const key of Object.keys(node)) if (key !== 'type') visit(node[key])
  }
  visit(program.body)
  return found
}

/** Import cycles at run time; types may refer to each other. */
function cycles(graph) {
  const found = []
  const state = new Map()
  const walk = (file, trail) => {
    if (state.get(file) === 'done' || !graph.has(file)) return
    if (state.get(file) === 'open') {
      found.push(`cycle: ${[...trail.slice(trail.indexOf(file)), file].join(' → ')}`)
      return
    }
    state.set(file, 'open')
    for (const next of graph.get(file)) walk(next, [...trail, file])
    state.set(file, 'done')
  }
  for (const file of graph.keys()) walk(file, [])
  return found
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = await breaches(fileURLToPath(new URL('..', import.meta.url)))
  for (const line of found) console.error(line)
  console.log(found.length === 0 ? 'layers: every import is allowed' : `layers: ${found.length} breaches`)
  process.exitCode = found.length === 0 ? 0 : 1
}
