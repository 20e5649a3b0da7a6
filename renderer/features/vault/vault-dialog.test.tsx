// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { Request } from '../../../shared/contract/contract.ts'
import type { VaultStatus } from '../../../shared/contract/vault.ts'
import { failureOf } from '../../../shared/model/failure.ts'
import type { Result } from '../../../shared/model/result.ts'
import { startI18n } from '../../i18n/i18n.ts'
import { createRpc } from '../../rpc/client.ts'
import { ensureVault, unlockVault } from './vault-actions.ts'
import { VaultDialog } from './vault-dialog.tsx'
import { createVaultStore } from './vault-store.ts'

beforeAll(() => startI18n('en'))
afterEach(cleanup)

function open(status: VaultStatus, answer: Result<VaultStatus>, ask = ensureVault) {
  const sent: Request[] = []
  const rpc = createRpc({
    invoke: (request) => {
      sent.push(request)
      return Promise.resolve(answer)
    },
    subscribe: () => () => {},
  })
  const vault = createVaultStore()
  vault.setState({ status })
  const ready = ask({ rpc, vault })
  render(<VaultDialog rpc={rpc} vault={vault} />)
  return { sent, ready, vault }
}

const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const absent = { kind: 'passphrase', state: 'absent' } as const
const locked = { kind: 'passphrase', state: 'locked' } as const
const opened: Result<VaultStatus> = { ok: true, value: { kind: 'passphrase', state: 'open' } }

test('an open vault asks nothing', async () => {
  const { ready, sent } = open({ kind: 'system', state: 'open' }, opened)
  expect(await ready).toBe(true)
  expect([screen.queryByRole('dialog'), sent]).toEqual([null, []])
})

test('a passphrase that is short or differs never reaches main', () => {
  const { sent } = open(absent, opened)
  type('Passphrase', 'short')
  press('Create vault')
  expect(screen.getByText('Use at least 8 characters.')).toBeTruthy()
  type('Passphrase', 'long enough')
  type('Repeat passphrase', 'long enoagh')
  expect(screen.getByText('The passphrases do not match.')).toBeTruthy()
  press('Create vault')
  expect(sent).toEqual([])
})

test('whoever waits goes on when the vault is made', async () => {
  const { ready, vault } = open(absent, opened)
  type('Passphrase', 'long enough')
  type('Repeat passphrase', 'long enough')
  press('Create vault')
  expect(await ready).toBe(true)
  expect(vault.getState()).toEqual({ status: { kind: 'passphrase', state: 'open' }, request: null })
})

test('secrets can be kept for the session instead', async () => {
  const { ready, sent } = open(locked, { ok: true, value: { kind: 'session', state: 'open' } })
  press('Keep for this session only')
  expect(await ready).toBe(true)
  expect(sent).toEqual([{ domain: 'vault', action: 'useSession', input: {} }])
})

test('a wrong passphrase is said in the dialog, which stays open', async () => {
  open(locked, { ok: false, failure: failureOf('vault', 'internal.defect', { params: { detail: 'wrong' } }) })
  type('Passphrase', 'not this')
  press('Unlock vault')
  expect(await screen.findByText('Tessera ran into an internal error: wrong.')).toBeTruthy()
  expect(screen.getByRole('dialog')).toBeTruthy()
})

test('closing the dialog tells whoever waits that nothing can be kept', async () => {
  const { ready } = open(locked, opened)
  press('Cancel')
  expect(await ready).toBe(false)
})

test('the session’s memory is not offered to whoever wants what is stored', () => {
  open(locked, opened, unlockVault)
  expect(screen.queryByRole('button', { name: 'Keep for this session only' })).toBeNull()
})
