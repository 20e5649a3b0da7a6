import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { connectionId } from '../../shared/model/ids.ts'
import { createRest } from '../clients/maxscale/rest.ts'
import { openSessionRepository } from '../storage/open-session-repository.ts'
import { openDatabase } from '../storage/database.ts'
import { Secret } from '../vault/secret.ts'
import { openVault } from '../vault/vault.ts'
import { createSessionJournal } from './session-journal.ts'

it('a session’s token is given to the MaxScale that it is of, and to no other that the connection names since', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-journal-'))
  const { database } = openDatabase(folder)
  const vault = await openVault(folder, null)
  vault.useSession()
  const journal = createSessionJournal({ repository: openSessionRepository(database), vault, isSandbox: () => false })
  const trust = { certificateAuthority: '', pinnedCertificate: '' }
  const at = (baseUrl: string, more = {}) => createRest({ baseUrl, restUser: 'admin', restPassword: new Secret('r'), signIn: 'basic', trust, proxy: { kind: 'none' }, ...more })
  const home = at('https://mx.example:8989')
  await journal.opened(connectionId('c'), { key: { id: 's', token: new Secret('jwt'), place: 'cookie' }, threadId: 1, openedAt: 1, rest: home })
  const token = async (rest: typeof home) => (await journal.tokenOf('s', rest))?.reveal()
  expect(await token(at('https://mx.example:8989/', { restUser: 'root' }))).toBe('jwt')
  expect(await token(at('https://evil.example:8989'))).toBeUndefined()
  expect(await token(at('http://mx.example:8989'))).toBeUndefined()
  expect(await token(at('https://mx.example:8989', { trust: { ...trust, pinnedCertificate: 'AB' } }))).toBeUndefined()
  database.close()
  rmSync(folder, { recursive: true })
})
