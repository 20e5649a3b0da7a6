/**
 * The Debian packages, by dpkg-deb: a packed folder below /opt, `tessera` in the PATH, and with the window an entry of the
 * menu that opens .sql files. No script runs at the installation: what else is to be done, the system's own triggers do.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, copyFile, cp, lstat, lutimes, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { root } from './steps.mjs'

/** What Electron's programs are linked with on Debian and its relatives. */
const DEPENDS = ['libgtk-3-0', 'libnotify4', 'libnss3', 'libxss1', 'libxtst6', 'xdg-utils', 'libatspi2.0-0', 'libuuid1', 'libsecret-1-0', 'libasound2 | libasound2t64']
const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' }

/** With Electron's window, and without: each takes the other's place. */
const KINDS = {
  window: { name: 'tessera', synopsis: 'SQL workbench', fields: { Depends: DEPENDS.join(', '), Conflicts: 'tessera-host', Replaces: 'tessera-host' } },
  host: { name: 'tessera-host', synopsis: 'SQL workbench, in the browser and the terminal', fields: { Conflicts: 'tessera', Replaces: 'tessera', Recommends: 'xdg-utils' } },
}

/**
 * @param {{ kind?: keyof KINDS, unpacked: string, file: string, arch: 'x64' | 'arm64', compression?: 'xz' | 'none', seconds?: number }} what
 *   `unpacked` is a packed folder for Linux; `seconds` the time that all files bear, so that the same folder makes the same file
 */
export async function makeDeb({ kind = 'window', unpacked, file, arch, compression = 'xz', seconds = Number(process.env.SOURCE_DATE_EPOCH ?? 0) }) {
  const about = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const tree = await mkdtemp(join(tmpdir(), 'tessera-deb-'))
  try {
    const app = join(tree, 'opt/Tessera')
    await cp(unpacked, app, { recursive: true })
    await installBeside(tree)
    if (kind === 'window') await installEntry(tree, about)
    // What updates itself must know how it was installed (electron-updater).
    await writeFile(join(app, 'resources/package-type'), 'deb')
    await writeControl(tree, await listed(tree), about, KINDS[kind], ARCHITECTURES[arch])
    await evenOut(tree, app, seconds)
    await mkdir(dirname(file), { recursive: true })
    await promisify(execFile)('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', tree, file], {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(seconds) },
    })
  } finally {
    await rm(tree, { recursive: true, force: true })
  }
}

async function installBeside(tree) {
  await mkdir(join(tree, 'usr/bin'), { recursive: true })
  await symlink('/opt/Tessera/resources/bin/tessera', join(tree, 'usr/bin/tessera'))
  const licence = await readFile(join(root, 'LICENSE'), 'utf8')
  await mkdir(join(tree, 'usr/share/doc/tessera'), { recursive: true })
  await writeFile(join(tree, 'usr/share/doc/tessera/copyright'), `${licence}\nWhose work is in it: /opt/Tessera/resources/licenses\n`)
}

async function installEntry(tree, about) {
  await mkdir(join(tree, 'usr/share/applications'), { recursive: true })
  await writeFile(join(tree, 'usr/share/applications/tessera.desktop'), desktopEntry(about))
  for (const [size, name] of [['512x512', 'icon.png'], ['scalable', 'icon.svg']]) {
    const folder = join(tree, `usr/share/icons/hicolor/${size}/apps`)
    await mkdir(folder, { recursive: true })
    await copyFile(join(root, 'build/icons', name), join(folder, name.replace('icon', 'tessera')))
  }
}

const desktopEntry = ({ description }) => `[Desktop Entry]
Type=Application
Name=Tessera
GenericName=SQL workbench
GenericName[zh_CN]=SQL 工作台
Comment=${description}
Exec=/opt/Tessera/tessera %F
Icon=tessera
Terminal=false
Categories=Development;Database;
MimeType=application/sql;
StartupWMClass=Tessera
`

async function writeControl(tree, files, about, { name, synopsis, fields }, architecture) {
  const control = {
    Package: name,
    Version: about.version.replace('-', '~'),
    Architecture: architecture,
    Maintainer: about.author,
    'Installed-Size': Math.ceil(files.reduce((sum, { size }) => sum + size, 0) / 1024),
    ...fields,
    Section: 'database',
    Priority: 'optional',
    Homepage: about.homepage,
    Description: `${synopsis}\n ${about.description}`,
  }
  await mkdir(join(tree, 'DEBIAN'), { mode: 0o755 })
  await writeFile(join(tree, 'DEBIAN/control'), `${Object.entries(control).map(([name, value]) => `${name}: ${value}`).join('\n')}\n`)
  const sums = await Promise.all(
    files.filter(({ isLink }) => !isLink).map(async ({ path }) => `${createHash('md5').update(await readFile(join(tree, path))).digest('hex')}  ${path}\n`),
  )
  await writeFile(join(tree, 'DEBIAN/md5sums'), sums.join(''))
}

async function listed(tree) {
  const paths = (await readdir(tree, { recursive: true })).sort()
  const all = await Promise.all(paths.map(async (path) => ({ path, about: await lstat(join(tree, path)) })))
  return all.filter(({ about }) => !about.isDirectory()).map(({ path, about }) => ({ path, size: about.size, isLink: about.isSymbolicLink() }))
}

/** One time and the usual modes for everything, whatever umask and hour it was built at. */
async function evenOut(tree, app, seconds) {
  for (const path of ['', ...(await readdir(tree, { recursive: true }))]) {
    const whole = join(tree, path)
    const about = await lstat(whole)
    if (!about.isSymbolicLink()) await chmod(whole, about.isDirectory() || (about.mode & 0o100) > 0 ? 0o755 : 0o644)
    await lutimes(whole, seconds, seconds)
  }
  // Chromium's sandbox, where the system gives ordinary users no namespaces of their own.
  await chmod(join(app, 'chrome-sandbox'), 0o4755).catch(() => undefined)
}
