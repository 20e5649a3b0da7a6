import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLog } from '../../../electron/log/log.ts'
import { connectionRepository } from '../../../electron/storage/connection-repository.ts'
import { openDatabase } from '../../../electron/storage/database.ts'
import { settingsRepository } from '../../../electron/storage/settings-repository.ts'
import { workspaceRepository } from '../../../electron/storage/workspace-repository.ts'
import { Secret } from '../../../electron/vault/secret.ts'
import { openVault } from '../../../electron/vault/vault.ts'
import { defaultSettings, Settings } from '../../../shared/contract/settings.ts'
import { Workspace } from '../../../shared/contract/workspace.ts'
import { documented, must, textOf, type Target } from '../target.ts'

const folder = mkdtempSync(join(tmpdir(), 'tessera-fuzz-'))
/** A test's process may be ended without its exit being told. */
export const removeOwnFiles = (): void => rmSync(folder, { recursive: true, force: true })
process.on('exit', removeOwnFiles)
const { database } = openDatabase(folder)
const log = openLog(folder)
const put = {
  setting: database.prepare('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)'),
  connection: database.prepare("INSERT OR REPLACE INTO connections (id, settings, created_at, updated_at) VALUES ('one', ?, 1, 1)"),
  tab: database.prepare("INSERT OR REPLACE INTO tabs (id, position, title, text, connection_id, database, caret, view) VALUES ('t', 0, ?, ?, NULL, ?, ?, 'query')"),
  workspace: database.prepare("INSERT OR REPLACE INTO workspace (only, active_tab_id, layout, typed) VALUES (1, 't', ?, 0)"),
  typed: database.prepare("INSERT OR REPLACE INTO typed (seq, tab_id, changes) VALUES (1, 't', ?)"),
}

const keychain = { isAvailable: () => Promise.resolve(true), isUnprotected: () => false, encrypt: (text: string) => Promise.resolve(new TextEncoder().encode(text)), decrypt: (sealed: Uint8Array) => Promise.resolve({ text: textOf(sealed), isOutdated: false }) }

/** False where the schema itself refuses the row: then nobody can have stored it. */
function stored(put: () => void): boolean {
  try {
    put()
    return true
  } catch (error) {
    if (error instanceof Error && /constraint failed/.test(error.message)) return false
    throw error
  }
}

export const ownFileTargets = {
  settings: {
    seeds: Object.entries(defaultSettings).map(([name, value]) => `${name}\n${JSON.stringify(value)}`),
    words: [...Object.keys(defaultSettings), '__proto__\n', '{}', 'null', '"system"', '1e999', '[]'],
    run(bytes) {
      const [name = '', ...value] = textOf(bytes).split('\n')
      database.exec('DELETE FROM settings')
      if (!stored(() => put.setting.run(name, value.join('\n')))) return
      must(Settings.safeParse(settingsRepository(database).get()).success, 'settings that are none')
    },
  },
  connections: {
    seeds: [JSON.stringify({ kind: 'dms', name: 'a', environment: 'production', readOnly: true, timeoutSeconds: 60, endpoint: 'https://a.b', accessId: 'x', schema: '', collaboration: 'secure', proxy: { kind: 'system' }, trust: { certificateAuthority: '', pinnedCertificate: '' } })],
    words: ['"kind":"maxscale"', '"kind":"drds"', 'null', '"__proto__":{}', '""', '-1'],
    run(bytes) {
      if (!stored(() => put.connection.run(textOf(bytes)))) return
      must(connectionRepository(database, log).list().length <= 1, 'more connections than rows')
    },
  },
  workspace: {
    seeds: ['{"sidebar":240,"panel":true}\n[{"at":0,"removed":1,"text":"x"}]\nSELECT 1', '{}\n[]\n', '{"a":"b"}\n[{"at":9,"removed":0,"text":"中"},{"at":0,"removed":99,"text":""}]\ntext'],
    words: ['{', '}', '[', ']', '"at":-1', '"removed":1e9', 'null', '\n', '"__proto__":1', '"text":'],
    run(bytes) {
      const [layout = '', changes = '', ...text] = textOf(bytes).split('\n')
      put.tab.run('tab', text.join('\n'), 'db', 0)
      const isStored = stored(() => {
        put.workspace.run(layout)
        put.typed.run(changes)
      })
      if (!isStored) return
      const loaded = workspaceRepository(database).load()
      must(loaded !== null && Workspace.safeParse(loaded).success && loaded.tabs.length === 1, 'a tab that was saved is gone')
    },
  },
  vault: {
    seeds: [
      JSON.stringify({ version: 1, kdf: { name: 'scrypt', N: 131072, r: 8, p: 1, salt: 'c2FsdHNhbHRzYWx0c2FsdA==' }, check: { iv: 'AAAAAAAAAAAAAAAA', tag: 'AAAAAAAAAAAAAAAAAAAAAA==', data: 'AA==' }, entries: {} }),
      JSON.stringify({ version: 1, entries: { a: 'AAAA' } }),
    ],
    words: ['"version":2', '"N":1073741824', '"r":1000000', '"p":999', '"__proto__":{}', 'null', '"entries":{"a":', '""'],
    share: 0.2,
    async run(bytes) {
      writeFileSync(join(folder, 'vault.json'), bytes)
      const vault = await openVault(folder, null)
      await vault.unlock(new Secret('a passphrase that is long')).catch(documented)
      await vault.get('a').catch(documented)
      rmSync(join(folder, 'vault.json'))
      writeFileSync(join(folder, 'keychain.json'), bytes)
      const kept = await openVault(folder, keychain)
      await kept.get('a').catch(documented)
      await kept.statesOf(['a'])
      rmSync(join(folder, 'keychain.json'))
    },
  },
} satisfies Record<string, Target>
