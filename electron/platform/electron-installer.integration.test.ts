/** The last step of an update, by the real electron-updater on the stand-in for Electron (e2e/stand-in): it does not show Electron. */
import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'tessera-installer-'))
const standIn = (file: string) => fileURLToPath(new URL(`../../e2e/stand-in/${file}`, import.meta.url))
const appImage = join(folder, 'apps/Tessera-1.0.0-linux-x86_64.AppImage')
const script = (words: string) => `#!/bin/sh\n# ${words}\n[ -n "$APPIMAGE_EXIT_AFTER_INSTALL" ] && echo once >> ${join(folder, 'started')}\n`

async function drive(version: string, env: Record<string, string> = { APPIMAGE: appImage }) {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', standIn('register.ts'), standIn('drive-installer.ts'), folder, version], {
    env: { PATH: process.env.PATH, HOME: join(folder, 'home'), XDG_CACHE_HOME: join(folder, 'cache'), ...env },
  })
  return JSON.parse(stdout)
}

beforeAll(() => {
  for (const name of ['apps', 'resources', 'home', 'data']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'resources/app-update.yml'), 'provider: generic\nurl: http://127.0.0.1:9/\nupdaterCacheDirName: tessera-updater\n')
  writeFileSync(appImage, script('the old one'))
  writeFileSync(join(folder, 'Tessera-1.1.0-linux-x86_64.AppImage'), script('the new one'))
  chmodSync(appImage, 0o755)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('electron-updater, given a package', () => {
  it('refuses one that is no newer, and leaves what is installed', async () => {
    expect(await drive('1.0.0')).toMatchObject({ refused: 'Error: version 1.0.0 was refused' })
    expect(readFileSync(appImage, 'utf8')).toContain('the old one')
  })

  it('puts it in the old one’s place when Tessera has quit, not before, and asks no server', async () => {
    expect(await drive('1.1.0')).toEqual({ feedFile: 'latest-linux.yml', extension: 'AppImage', beforeQuit: script('the old one') })
    const installed = readdirSync(join(folder, 'apps'))
    expect(installed).toEqual(['Tessera-1.1.0-linux-x86_64.AppImage'])
    expect(readFileSync(join(folder, 'apps', installed[0]!), 'utf8')).toContain('the new one')
    expect(existsSync(join(folder, 'started'))).toBe(true)
  })

  it('is asked of nobody where the copy was unpacked from an archive', async () => {
    expect(await drive('1.1.0', {})).toEqual({ refused: expect.any(String) })
  })
})
