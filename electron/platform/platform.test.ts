import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nodePlatform } from './node-platform.ts'
import { systemLocale } from './system-locale.ts'
import { userDataFolder } from './user-data.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-platform-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

it('keeps everything in one folder of the owner alone, where the system keeps such things', () => {
  for (const name of ['XDG_CONFIG_HOME', 'APPDATA', 'HOME']) vi.stubEnv(name, folder)
  const used = userDataFolder()
  expect(used.startsWith(folder) && used.endsWith('Tessera')).toBe(true)
  expect(statSync(used).mode & 0o077).toBe(0)
})

it('uses the folder that was chosen, made if need be', () => {
  const chosen = join(folder, 'a', 'b')
  expect(userDataFolder(chosen)).toBe(chosen)
  expect(existsSync(chosen)).toBe(true)
})

it('takes the terminal’s language as POSIX orders its variables', () => {
  expect(systemLocale({ LC_ALL: '', LC_MESSAGES: 'zh_CN', LANG: 'en_US' })).toBe('zh-CN')
  expect(systemLocale({ LC_ALL: 'C', LANG: 'zh_CN' })).toBe('en')
  expect(systemLocale({ LANG: 'zh_CN.UTF-8' })).toBe('zh-CN')
})

it('leaves files and notifications of the browser host to its page', async () => {
  const platform = nodePlatform('browser', folder)
  expect(platform.keychain).toBeNull()
  expect(await platform.openTextFile()).toEqual({ kind: 'inPage' })
  expect(await platform.saveTextFile('a.sql', 'SELECT 1', 'sql')).toEqual({ kind: 'inPage' })
})
