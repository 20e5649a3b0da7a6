// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { Request } from '../../../shared/contract/contract.ts'
import type { VaultStatus } from '../../../shared/contract/vault.ts'
import { failureOf } from '../../../shared/model/failure.ts'
import type { Result } from '../../../shared/model/result.ts'
import { startI18n } from '../../i18n/i18n.ts'
import { createRpc } from '../../rpc/client.ts'
import { askForVault, ensureVault, unlockVault } from './vault-actions.ts'
import { VaultDialog } from './vault-dialog.tsx'
import { createVaultStore } from './vault-store.ts'

beforeAll(() => startI18n('en'))
afterEach(cleanup)

function open(status: VaultStatus, answer: Result<VaultStatus>, ask: typeof ensureVault = ensureVault) {
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
const strong = 'four words are better'
const absent = { kind: 'passphrase', state: 'absent' } as const
const locked = { kind: 'passphrase', state: 'locked' } as const
const opened: Result<VaultStatus> = { ok: true, value: { kind: 'passphrase', state: 'open' } }

test('an open vault asks nothing', async () => {
  const { ready, sent } = open({ kind: 'system', state: 'open' }, opened)
  expect(await ready).toBe(true)
  expect([screen.queryByRole('dialog'), sent]).toEqual([null, []])
})

test('a passphrase that is weak is judged as it is typed, and never reaches main, nor does one that differs', async () => {
  const { sent } = open(absent, opened)
  type('Passphrase', 'short')
  expect(await screen.findByText(/^A passphrase has at least 8 characters\./)).toBeTruthy()
  type('Passphrase', 'P@ssw0rd!')
  expect(await screen.findByText(/mostly a common password/)).toBeTruthy()
  expect(screen.queryByRole('alert')).toBeNull()
  press('Create vault')
  expect((await screen.findByRole('alert')).textContent).toMatch(/mostly a common password.*Use several words/)
  type('Passphrase', strong)
  expect(await screen.findByText('This passphrase is strong enough.')).toBeTruthy()
  type('Repeat passphrase', 'four words are bitter')
  press('Create vault')
  expect(await screen.findByText('The passphrases do not match.')).toBeTruthy()
  expect(sent).toEqual([])
})

test('whoever waits goes on when the vault is made', async () => {
  const { ready, vault } = open(absent, opened)
  type('Passphrase', strong)
  type('Repeat passphrase', strong)
  press('Create vault')
  expect(await ready).toBe(true)
  expect(vault.getState()).toEqual({ status: { kind: 'passphrase', state: 'open' }, request: null })
})

test('another passphrase takes the old one and a new one that is judged, twice', async () => {
  const { sent, ready } = open({ kind: 'passphrase', state: 'open' }, opened, (all) => askForVault(all, 'change'))
  type('Current passphrase', 'old words')
  type('New passphrase', '12345678')
  type('Repeat passphrase', '12345678')
  press('Change passphrase')
  expect(await screen.findByRole('alert')).toBeTruthy()
  type('New passphrase', strong)
  type('Repeat passphrase', strong)
  press('Change passphrase')
  expect(await ready).toBe(true)
  expect(sent).toEqual([{ domain: 'vault', action: 'changePassphrase', input: { old: 'old words', next: strong } }])
})

test('secrets move from the keychain to a passphrase and back', async () => {
  const there = open({ kind: 'system', state: 'open' }, opened, (all) => askForVault(all, 'create'))
  expect(screen.queryByRole('button', { name: 'Keep for this session only' })).toBeNull()
  type('Passphrase', strong)
  type('Repeat passphrase', strong)
  press('Create vault')
  expect(await there.ready).toBe(true)
  cleanup()
  const back = open({ kind: 'passphrase', state: 'open', systemToo: true }, { ok: true, value: { kind: 'system', state: 'open' } }, (all) => askForVault(all, 'toSystem'))
  press('Move secrets')
  expect(await back.ready).toBe(true)
  expect(back.sent).toEqual([{ domain: 'vault', action: 'moveToSystem', input: {} }])
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
