import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DmsSettings, usualNetwork } from '../../shared/model/connection.ts'
import type { AuditEntry } from '../../shared/model/drds-change.ts'
import type { DrdsTask, ScanReminder } from '../../shared/model/drds-task.ts'
import { connectionId, tabId } from '../../shared/model/ids.ts'
import { openLog } from '../log/log.ts'
import { connectionRepository } from './connection-repository.ts'
import { openDatabase } from './database.ts'
import { drdsStore } from './drds-store.ts'
import { readLastSave } from './last-save.ts'
import { openSessionRepository } from './open-session-repository.ts'
import { settingsRepository } from './settings-repository.ts'
import { jot, save } from './transaction.ts'
import { workspaceRepository } from './workspace-repository.ts'

/** What `PRAGMA synchronous` answers: a commit waits for the disk, or only a checkpoint does. */
const FULL = 2
const NORMAL = 1

let folder: string
let database: DatabaseSync
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-durable-'))
  database = openDatabase(folder).database
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

const synchronous = () => Number(database.prepare('PRAGMA synchronous').get()?.synchronous)

describe('20 confirmed saves were not one time taken to the disk:', () => {
  it('a save waits for the disk, a typed key does not, and what follows it does again', () => {
    expect(save(database, synchronous)).toBe(FULL)
    let typed = 0
    jot(database, () => void (typed = synchronous()))
    expect(typed).toBe(NORMAL)
    expect(save(database, synchronous)).toBe(FULL)
  })

  it('also after a typed key that could not be kept, and after a save that failed', () => {
    const fail = () => {
      throw new Error('no room')
    }
    expect(() => jot(database, fail)).toThrow('no room')
    expect(() => save(database, fail)).toThrow('no room')
    expect(save(database, synchronous)).toBe(FULL)
  })

  const id = connectionId('a')
  const settings: DmsSettings = {
    kind: 'dms', ...usualNetwork, name: 'orders', environment: 'production', readOnly: true, endpoint: 'https://dp.example.com',
    accessId: 'id', schema: '', collaboration: 'secure', timeoutSeconds: 60,
  }
  const at = { connectionId: id, regionId: 'r', instanceId: 'i', database: 'd' }
  const task = { connectionId: id } as DrdsTask
  const reminder = { connectionId: id } as ScanReminder
  const writes = {
    'a connection that is made': () => connectionRepository(database, openLog(folder)).insert({ id, settings }),
    'a connection that is changed': () => connectionRepository(database, openLog(folder)).update({ id, settings }),
    'a connection that is deleted': () => connectionRepository(database, openLog(folder)).delete(id),
    'a setting': () => void settingsRepository(database).set({ rowLimit: 7 }),
    'all tabs': () => workspaceRepository(database).save({ tabs: [], activeTabId: null, layout: {} }),
    'an entry of the audit log': () => drdsStore(database).audit.add(id, {} as AuditEntry),
    'a link': () => drdsStore(database).links.set(at, { connectionId: id, schema: '' }),
    'a link that is taken away': () => drdsStore(database).links.delete(at),
    'the links of a connection that are taken away': () => drdsStore(database).links.deleteOf(id),
    'a reminder': () => drdsStore(database).reminders.insert(reminder),
    'a reminder that is changed': () => drdsStore(database).reminders.update({ ...reminder, id: 1 }),
    'a reminder that is dismissed': () => drdsStore(database).reminders.delete(1),
    'a task': () => void drdsStore(database).tasks.insert(task),
    'a task that goes on': () => drdsStore(database).tasks.update({ ...task, id: 1 }),
    'a task that is dismissed': () => drdsStore(database).tasks.delete(1),
    'a session that is open': () =>
      openSessionRepository(database).insert({ sessionId: 's', connectionId: id, threadId: null, processId: 1, runId: 'r', openedAt: 1 }),
    'a session that is closed': () => openSessionRepository(database).delete('s'),
  }
  it.each(Object.entries(writes))('%s is a save that is counted', (_name, write) => {
    const before = readLastSave(join(folder, 'tessera.db'))
    write()
    expect(readLastSave(join(folder, 'tessera.db'))).toBe(before + 1)
  })

  it('a typed key is none', () => {
    const workspace = workspaceRepository(database)
    workspace.typed({ tabId: tabId('t'), seq: 1, changes: [{ at: 0, removed: 0, text: 'a' }] })
    expect(readLastSave(join(folder, 'tessera.db'))).toBe(0)
  })
})
