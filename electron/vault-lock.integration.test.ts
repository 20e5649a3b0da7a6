import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ConnectionSettings } from '../shared/model/connection.ts'
import { runId, tabId, type ConnectionId } from '../shared/model/ids.ts'
import { openCore, type Core } from './app-core.ts'
import { nodePlatform } from './platform/node-platform.ts'
import { startSandboxThread } from './sandbox/sandbox-thread.ts'

const passphrase = 'correct horse battery'
const folder = mkdtempSync(join(tmpdir(), 'tessera-lock-'))
let sandbox: Awaited<ReturnType<typeof startSandboxThread>>
let core: Core
let away: () => void
let id: ConnectionId
beforeAll(async () => {
  sandbox = await startSandboxThread({ engine: 'sqlite' })
  const onAway = (told: () => void) => {
    away = told
    return () => undefined
  }
  core = await openCore({ ...nodePlatform('browser', folder), onAway }, { sandboxEngine: 'sqlite' })
  await core.handlers.vault.create({ passphrase })
  const { restPassword, databasePassword } = sandbox.maxscale
  const settings = ConnectionSettings.parse({ kind: 'maxscale', name: 'max', environment: 'development', readOnly: false, timeoutSeconds: 30, ...sandbox.maxscale })
  ;({ id } = await core.handlers.connections.create({ settings, secrets: { restPassword, databasePassword } }))
})
afterAll(async () => {
  await core.close()
  await sandbox.close()
  rmSync(folder, { recursive: true })
})

const run = async (sql: string) => core.handlers.query.run({ runId: runId(sql), tabId: tabId('t'), connectionId: id, sql, rowLimit: 10 })

it('a lock in the midst of work ends nothing that runs; what needs a secret next asks for the passphrase', async () => {
  await run('BEGIN')
  const heard: unknown[] = []
  core.events.subscribe((event, payload) => event === 'vault.changed' && heard.push(payload))
  const isSent = new Promise<void>((resolve) => core.events.subscribe((event) => event === 'query.progress' && resolve()))
  const slow = run('SELECT SLEEP(3) AS slept')
  await isSent
  away()
  expect(heard).toEqual([{ kind: 'passphrase', state: 'locked' }])
  expect(await slow).toMatchObject([{ kind: 'resultset' }])
  await expect(run('SELECT 2')).rejects.toMatchObject({ failure: { code: 'vault.locked', retrySafe: true } })
  expect(await core.handlers.sessions.list({})).toMatchObject([{ condition: { kind: 'open' }, trace: { transaction: 'open' } }])
  await core.handlers.vault.unlock({ passphrase })
  expect(await run('SELECT 3')).toMatchObject([{ kind: 'resultset' }])
  expect(await core.handlers.sessions.list({})).toMatchObject([{ trace: { transaction: 'open' } }])
})
