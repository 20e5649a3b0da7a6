/**
 * The packing, tried as far as it can be without Electron's binary: around a stand-in for its distribution
 * (stand-in-electron.mjs), whose files are packed and never run. The browser host and the terminal are run as installed.
 */
import { getCurrentFuseWire, FuseV1Options } from '@electron/fuses'
import { extractFile, listPackage } from '@electron/asar'
import { Spec, Validation } from '@cyclonedx/cyclonedx-library'
import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { afterPack } from './after-pack.mjs'
import { build } from './build.mjs'
import { bundledModules, packagesOf } from './bundled.mjs'
import { makeDeb } from './deb.mjs'
import { hostFolder, packFolder } from './pack-folder.mjs'
import { noticesOf, partsWithin } from './notices.mjs'
import { gatherBeside, writeChecksums } from './package-parts.mjs'
import { makeStandIn } from './stand-in-electron.mjs'
import { root } from './steps.mjs'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'tessera-package-'))
const unpacked = (name) => join(folder, name, 'linux-unpacked')
const asarOf = (name) => join(unpacked(name), 'resources/app.asar')
const installed = join(folder, 'installed')
/** No Node in the PATH, no folder of the person's: only what came with the package. */
const alone = () => ({ PATH: '/usr/bin:/bin', HOME: join(folder, 'home'), LANG: 'en_US.UTF-8' })
const hashOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex')

beforeAll(async () => {
  await build()
  await gatherBeside()
  await makeStandIn(join(folder, 'electron'))
  await packFolder({ electronDist: join(folder, 'electron'), output: join(folder, 'first') })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the asar', () => {
  const files = () => listPackage(asarOf('first'), { isPack: false }).map((file) => file.replaceAll('\\', '/'))

  it('holds built files and the licence only', () => {
    const allowed = /^\/(out(\/(main\.js|preload\.cjs|sandbox\.js|sqlite-worker\.js|chunks(\/.*)?|renderer(\/.*)?))?|package\.json|LICENSE)$/
    expect(files().filter((file) => !allowed.test(file) || /\.(ts|tsx|map|test\.js)$/.test(file))).toEqual([])
    expect(files()).toEqual(expect.arrayContaining(['/out/main.js', '/out/preload.cjs', '/out/sandbox.js', '/out/sqlite-worker.js', '/out/renderer/index.html', '/LICENSE']))
  })

  it('holds nothing of the person who packs it: no path of the machine, no secret of the environment', () => {
    const secrets = Object.entries(process.env).flatMap(([name, value]) => (/TOKEN|SECRET|PASSWORD|API_KEY/i.test(name) && value.length > 8 ? [value] : []))
    const texts = files().filter((one) => /\.(js|cjs|json|html|css)$/.test(one))
    const telling = texts.filter((file) => [root, ...secrets].some((word) => extractFile(asarOf('first'), file.slice(1)).includes(word)))
    expect(telling).toEqual([])
  })

  it('is the same, byte for byte, when everything is built again at another time, in another zone and language', async () => {
    for (const name of ['main', 'renderer']) rmSync(join(root, `out/.${name}.stamp`))
    await run(process.execPath, [join(root, 'build/build.mjs')], { env: { ...process.env, TZ: 'Asia/Shanghai', LANG: 'zh_CN.UTF-8', NODE_ENV: 'development' } })
    await gatherBeside()
    await packFolder({ electronDist: join(folder, 'electron'), output: join(folder, 'second') })
    expect(hashOf(asarOf('second'))).toBe(hashOf(asarOf('first')))
  })
})

describe('the packed folder', () => {
  it('has the fuses set that keep others from running code in Tessera’s name', async () => {
    const { strictlyRequireAllFuses: _, version, ...wire } = await getCurrentFuseWire(join(unpacked('first'), 'tessera'))
    const states = Object.fromEntries(Object.entries(wire).map(([fuse, state]) => [FuseV1Options[fuse], String.fromCharCode(state) === '1']))
    expect(version).toBe('1')
    expect(states).toMatchObject({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      GrantFileProtocolExtraPrivileges: false,
    })
  })

  it('is refused where a part that it needs is not there', async () => {
    const context = { appOutDir: folder, electronPlatformName: 'linux', packager: { getResourcesDir: () => join(folder, 'nothing') } }
    await expect(afterPack(context)).rejects.toThrow('bin/node is missing from the package for linux')
  })
})

it('tells electron-updater where to keep what it installs, which it cannot do without', () => {
  expect(readFileSync(join(unpacked('first'), 'resources/app-update.yml'), 'utf8')).toMatch(/^updaterCacheDirName: tessera-updater$/m)
})

describe('whose work is in it', () => {
  const notices = () => readFileSync(join(unpacked('first'), 'resources/licenses/THIRD-PARTY-NOTICES.txt'), 'utf8')

  it('names every package of the bundles with the text of its licence, fonts and what is inside others too', async () => {
    const packages = await packagesOf(await bundledModules())
    expect(packages.length).toBeGreaterThan(50)
    for (const { name, version, license } of packages) expect(notices()).toContain(`\n${name} ${version} (${license})\n`)
    for (const words of ['SIL OPEN FONT LICENSE', 'The Inter Project Authors', 'The JetBrains Mono Project Authors', 'Attribution 4.0 International', 'THIRD-PARTY SOFTWARE NOTICES AND INFORMATION', 'dompurify', 'assemblyscript']) {
      expect(notices()).toContain(words)
    }
  })

  it('is not packed where a licence is unknown or its text missing', async () => {
    const stranger = { name: 'stranger', version: '1.0.0', license: 'SSPL-1.0', homepage: '', folder: 'build/launchers' }
    await expect(noticesOf([stranger], [])).rejects.toThrow(/stranger: licence "SSPL-1.0" is not among those.*\nstranger: no text/)
  })

  it('brings its own licence, Node’s and Electron’s', () => {
    for (const file of ['resources/licenses/LICENSE.txt', 'resources/licenses/LICENSE.node.txt', 'LICENSE.electron.txt', 'LICENSES.chromium.html']) {
      expect(statSync(join(unpacked('first'), file)).size).toBeGreaterThan(0)
    }
  })

  it('has a list of its parts that is valid CycloneDX and names each of them with its version', async () => {
    const text = readFileSync(join(unpacked('first'), 'resources/licenses/sbom.cdx.json'), 'utf8')
    expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)).toBeNull()
    const listed = JSON.parse(text).components.map(({ purl }) => purl)
    const modules = await bundledModules()
    const parts = [...(await packagesOf(modules)), ...(await partsWithin(modules))]
    expect(listed).toHaveLength(parts.length + 2)
    expect(listed).toEqual(expect.arrayContaining([expect.stringMatching(/^pkg:npm\/electron@\d/), expect.stringMatching(/^pkg:npm\/node@24\./), 'pkg:npm/%40vscode/codicons']))
    expect(listed.filter((purl) => /vite|rolldown|typescript|electron-builder/.test(purl))).toEqual([])
  })
})

describe('the deb', () => {
  const deb = (name) => join(folder, `${name}.deb`)
  beforeAll(async () => {
    await makeDeb({ unpacked: unpacked('first'), file: deb('a'), arch: process.arch, compression: 'none' })
    await run('dpkg-deb', ['-x', deb('a'), installed])
  })

  it('says what it is, needs and comes from', async () => {
    const { stdout } = await run('dpkg-deb', ['-f', deb('a')])
    const { version, homepage } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(stdout).toMatch(new RegExp(`Package: tessera\nVersion: ${version}\nArchitecture: (amd64|arm64)\n`))
    expect(stdout).toContain(`Homepage: ${homepage}`)
    expect(stdout).toMatch(/Maintainer: .+ <.+@.+>\nInstalled-Size: \d+\nDepends: .*libsecret-1-0/)
  })

  it('belongs to root whoever builds it, and runs no script', async () => {
    const { stdout } = await run('dpkg-deb', ['-c', deb('a')])
    expect(stdout.trim().split('\n').filter((line) => !/^\S+ root\/root /.test(line))).toEqual([])
    expect((await run('dpkg-deb', ['-I', deb('a')])).stdout).not.toMatch(/postinst|prerm|postrm|preinst/)
    expect(stdout).toMatch(/-rwsr-xr-x root\/root .*\/opt\/Tessera\/chrome-sandbox\n/)
  })

  it('is the same, byte for byte, when it is made again', async () => {
    await makeDeb({ unpacked: unpacked('first'), file: deb('b'), arch: process.arch, compression: 'none' })
    expect(hashOf(deb('b'))).toBe(hashOf(deb('a')))
  })

  it('has an entry in the menu that opens .sql files, with its icon', () => {
    const entry = readFileSync(join(installed, 'usr/share/applications/tessera.desktop'), 'utf8')
    expect(entry).toMatch(/^Exec=\/opt\/Tessera\/tessera %F$/m)
    expect(entry).toMatch(/^MimeType=application\/sql;$/m)
    for (const icon of ['512x512/apps/tessera.png', 'scalable/apps/tessera.svg']) expect(existsSync(join(installed, 'usr/share/icons/hicolor', icon))).toBe(true)
  })

  it('puts tessera into the PATH', () => {
    expect(lstatSync(join(installed, 'usr/bin/tessera')).isSymbolicLink()).toBe(true)
    expect(existsSync(join(installed, readlinkSync(join(installed, 'usr/bin/tessera'))))).toBe(true)
  })
})

describe('what is installed', () => {
  const tessera = () => join(installed, 'opt/Tessera/resources/bin/tessera')

  it('answers in a terminal, through a link too, with the Node that came along', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect((await run(tessera(), ['--version'], { env: alone() })).stdout).toBe(`${version}\n`)
    const link = join(folder, 'tessera-link')
    await run('ln', ['-s', tessera(), link])
    const { stdout } = await run(link, ['query', '--sandbox', '--sql', 'SELECT 9007199254740993 AS n', '--format', 'csv', '--user-data', join(folder, 'cli')], { env: alone() })
    expect(stdout).toContain('9007199254740993')
  })

  it('opens the window for no words and for a script', async () => {
    for (const words of [[], ['/tmp/a b.sql']]) {
      await expect(run(tessera(), words, { env: alone() })).rejects.toMatchObject({ code: 70, stdout: `a stand-in for Electron: ${words.join(' ')}\n` })
    }
  })

  it('starts its browser host, which answers with the page and signs in', async () => {
    const host = spawn(tessera(), ['serve', '--no-open', '--sandbox', 'off', '--user-data', join(folder, 'serve')], { env: alone(), stdio: ['pipe', 'pipe', 'inherit'] })
    try {
      let url
      for await (const line of createInterface({ input: host.stdout })) {
        url = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(line)?.[0]
        if (url) break
      }
      const entry = await fetch(url, { redirect: 'manual' })
      expect(entry.headers.get('set-cookie')).toBeTruthy()
      const page = await fetch(new URL('/', url), { headers: { Cookie: entry.headers.get('set-cookie').split(';')[0] } })
      expect([page.status, await page.text()]).toEqual([200, readFileSync(join(root, 'out/renderer/index.html'), 'utf8')])
    } finally {
      host.kill('SIGTERM')
      await new Promise((resolve) => host.once('close', resolve))
    }
  })
})

it('has a package of the browser host and the terminal alone, for machines without a screen, that takes the other’s place', async () => {
  const file = join(folder, 'host.deb')
  await makeDeb({ kind: 'host', unpacked: await hostFolder({ output: join(folder, 'host') }), file, arch: process.arch, compression: 'none' })
  expect((await run('dpkg-deb', ['-f', file])).stdout).toMatch(/^Package: tessera-host\n[^]*\nConflicts: tessera\nReplaces: tessera\n/)
  await run('dpkg-deb', ['-x', file, join(folder, 'host-installed')])
  const tessera = join(folder, 'host-installed/opt/Tessera/resources/bin/tessera')
  expect((await run(tessera, ['serve', '--version'], { env: alone() })).stdout).toMatch(/^\d+\.\d+\.\d+/)
  await expect(run(tessera, [], { env: alone() })).rejects.toMatchObject({ code: 2, stderr: 'tessera: the window is not part of this installation; use: tessera serve\n' })
})

it('lists checksums that sha256sum accepts', async () => {
  const beside = join(unpacked('first'), 'resources/licenses')
  expect(await writeChecksums(beside, /\.txt$/)).toHaveLength(3)
  const { stdout } = await run('sha256sum', ['-c', 'SHA256SUMS'], { cwd: beside, env: { ...process.env, LC_ALL: 'C' } })
  expect(stdout).toBe('LICENSE.node.txt: OK\nLICENSE.txt: OK\nTHIRD-PARTY-NOTICES.txt: OK\n')
})
