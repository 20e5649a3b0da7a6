// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { failureOf } from '../../../shared/model/failure.ts'
import { connectionId } from '../../../shared/model/ids.ts'
import { type Connection, usualNetwork } from '../../../shared/model/connection.ts'
import type { MaxScaleTarget } from '../../../shared/model/maxscale.ts'
import type { PeerCertificate } from '../../../shared/model/peer-certificate.ts'
import { draftOf, newDraft } from './connection-draft.ts'
import { openDialog, prepareJsdom, press, type } from './fixtures/open-dialog.tsx'

beforeAll(prepareJsdom)
afterEach(cleanup)

const pin = Array.from({ length: 32 }, () => 'AB').join(':')

const stored: Connection = {
  id: connectionId('m1'),
  sandbox: false,
  secrets: { restPassword: 'stored', databasePassword: 'stored' },
  settings: {
    kind: 'maxscale', ...usualNetwork, name: 'proxy', environment: 'development', readOnly: false, baseUrl: 'https://mxs:8989', restUser: 'admin', target: 'RW-Split', databaseUser: 'dba', database: '',
    timeoutSeconds: 60, signIn: 'basic', tokenPlace: 'cookie',
  },
}
const storedWith = (more: object): Connection => ({ ...stored, settings: { ...stored.settings, ...more } as Connection['settings'] })

const targets: MaxScaleTarget[] = [
  { name: 'No-Listener', kind: 'service', state: 'Allocated', up: false, refusal: 'noListener', detail: 'readconnroute', uses: ['server1'] },
  { name: 'RW-Split', kind: 'service', state: 'Started', up: true, detail: 'readwritesplit', uses: ['server1'] },
  { name: 'server-dead', kind: 'server', state: 'Down', up: false, detail: '127.0.0.1:3999', uses: [] },
  { name: 'RW-Listener', kind: 'listener', state: 'Running', up: true, detail: '127.0.0.1:4006', uses: ['RW-Split'] },
]

const certificate: PeerCertificate = {
  subject: 'CN=mxs', issuer: 'CN=mxs', names: 'DNS:mxs', validFrom: Date.UTC(2026, 0, 2), validTo: Date.UTC(2036, 0, 2), fingerprint256: pin,
  selfSigned: true, trusted: false, reason: 'selfSigned', code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
}

const target = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Target' })
const option = (name: RegExp) => screen.getByRole('option', { name })
const keys = (...names: string[]) => names.forEach((key) => fireEvent.keyDown(target(), { key }))

async function openTargets(connection = stored) {
  const far = openDialog(draftOf(connection))
  press('Choose…')
  await waitFor(() => expect(far.sent).toHaveLength(1))
  far.answer({ ok: true, value: targets })
  await screen.findByRole('option', { name: /RW-Split Started/ })
  return far
}

test('the rarely needed fields are out of sight, and their title names what is set in them', () => {
  openDialog(draftOf(storedWith({ signIn: 'token', pinnedCertificate: pin })))
  expect(screen.queryByLabelText(/Pinned certificate/)).toBeNull()
  press(/^Security sign-in by token · certificate pinned$/)
  expect(screen.getByLabelText<HTMLInputElement>(/Pinned certificate/).value).toBe(pin)
})

test('choosing a target asks for what MaxScale must be asked with, and for no more', async () => {
  const far = openDialog(newDraft('maxscale', 'new'))
  press('Choose…')
  expect(await screen.findByText('Enter the REST API password.')).toBeTruthy()
  expect(screen.getByText(/Enter an address such as/)).toBeTruthy()
  expect(screen.queryByText('Enter the database password.')).toBeNull()
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('REST API address')))
  expect(far.sent).toEqual([])
})

test('what is entered is enough to list targets of a connection that is not saved yet', async () => {
  const far = openDialog(newDraft('maxscale', 'new'))
  type('REST API address', 'http://mxs:8989 ')
  type('REST API user', 'viewer')
  type('REST API password', 'hush')
  press('Choose…')
  await waitFor(() => expect(far.sent).toHaveLength(1))
  expect(far.sent[0]).toMatchObject({
    domain: 'maxscale', action: 'targets',
    input: { settings: { baseUrl: 'http://mxs:8989', restUser: 'viewer', signIn: 'basic' }, secrets: { restPassword: 'hush' } },
  })
})

test('a stored password is used where none was typed, once the vault is open', async () => {
  const unlockVault = vi.fn<() => Promise<boolean>>().mockResolvedValueOnce(false).mockResolvedValueOnce(true)
  const far = openDialog(draftOf(stored), { unlockVault })
  press('Choose…')
  await waitFor(() => expect(unlockVault).toHaveBeenCalledTimes(1))
  expect(far.sent).toEqual([])
  press('Choose…')
  await waitFor(() => expect(far.sent).toHaveLength(1))
  expect(far.sent[0]).toMatchObject({ input: { connectionId: 'm1', secrets: {} } })
})

test('targets are told with their state; what cannot be opened says why, and what is down says so', async () => {
  await openTargets()
  expect(option(/^RW-Split/).textContent).toContain('readwritesplit (read/write splitting) → server1')
  expect(option(/^RW-Split/).getAttribute('aria-selected')).toBe('true')
  expect(option(/No-Listener/).getAttribute('aria-disabled')).toBe('true')
  expect(option(/No-Listener/).textContent).toContain('It has no listener')
  expect(option(/server-dead/).textContent).toContain('not responding')
  expect(option(/server-dead/).getAttribute('aria-disabled')).toBeNull()
})

test('arrows walk the list; Enter takes what can be opened, down or not, and nothing else', async () => {
  await openTargets()
  keys('ArrowDown', 'Enter')
  expect([target().value, target().getAttribute('aria-expanded')]).toEqual(['RW-Split', 'true'])
  expect(target().getAttribute('aria-activedescendant')).toBe(option(/No-Listener/).id)
  keys('ArrowDown', 'ArrowDown', 'Enter')
  expect([target().value, target().getAttribute('aria-expanded')]).toEqual(['server-dead', 'false'])
  expect(screen.queryByRole('option')).toBeNull()
})

test('what is typed into the open list filters it', async () => {
  await openTargets()
  type('Target', 'listener')
  expect(screen.getAllByRole('option').map(({ id }) => id)).toHaveLength(2)
  type('Target', 'nothing like it')
  expect(screen.getByText('No server, service or listener matches.')).toBeTruthy()
})

test('Esc closes the list and not the dialog', async () => {
  await openTargets()
  keys('Escape')
  expect(target().getAttribute('aria-expanded')).toBe('false')
  expect(screen.getByRole('dialog', { name: 'Edit “proxy”' })).toBeTruthy()
})

test('a list that could not be had says why, and offers the certificate where that is the reason', async () => {
  const far = openDialog(draftOf(stored))
  press('Choose…')
  await waitFor(() => expect(far.sent).toHaveLength(1))
  far.answer({ ok: false, failure: failureOf('network', 'network.tlsSelfSigned', { params: { host: 'mxs' } }) })
  expect((await screen.findByRole('alert')).textContent).toContain('mxs uses a self-signed certificate.')
  fireEvent.click(within(screen.getByRole('alert')).getByRole('button', { name: 'Show server certificate' }))
  await waitFor(() => expect(far.sent.at(-1)).toMatchObject({ domain: 'connections', action: 'certificate' }))
})

test('after a test that fails for the certificate it is shown, compared and pinned, and the next test asks for it', async () => {
  const far = openDialog(draftOf(stored))
  press('Test connection')
  await screen.findByText(/Testing/)
  far.answer({ ok: false, failure: failureOf('network', 'network.tlsSelfSigned', { params: { host: 'mxs' } }) })
  fireEvent.click(await screen.findByRole('button', { name: 'Show server certificate' }))
  expect(far.sent.at(-1)).toMatchObject({ domain: 'connections', action: 'certificate', input: { baseUrl: 'https://mxs:8989' } })
  far.answer({ ok: true, value: certificate })
  const dialog = await screen.findByRole('dialog', { name: 'Certificate of mxs:8989' })
  expect(await within(dialog).findByText(pin)).toBeTruthy()
  for (const words of ['CN=mxs', 'itself (self-signed)', /January 2, 2026 to January 2, 2036/, /does not trust it: it is self-signed/]) expect(within(dialog).getByText(words)).toBeTruthy()
  press('Pin this certificate')
  const field = await screen.findByLabelText<HTMLInputElement>(/Pinned certificate/)
  expect(field.value).toBe(pin)
  await waitFor(() => expect(document.activeElement).toBe(field))
  // Another certificate is accepted now: what is stored was entered for those of before.
  expect(screen.getAllByText('Saved while other certificates were accepted for mxs:8989. Enter it again.')).toHaveLength(2)
  type('REST API password', 'r')
  type('Database password', 'd')
  press('Test connection')
  await waitFor(() => expect(far.sent.at(-1)).toMatchObject({ action: 'test', input: { settings: { pinnedCertificate: pin }, secrets: { restPassword: 'r', databasePassword: 'd' } } }))
})

test('a failure that no certificate mends offers none', async () => {
  const far = openDialog(draftOf(stored))
  press('Test connection')
  await screen.findByText(/Testing/)
  far.answer({ ok: false, failure: failureOf('network', 'network.refused', { params: { host: 'mxs', port: '8989' } }) })
  await screen.findByRole('alert')
  expect(screen.queryByRole('button', { name: 'Show server certificate' })).toBeNull()
})

test('another certificate than the pinned one is not pinned without a warning', async () => {
  const far = openDialog(draftOf(storedWith({ pinnedCertificate: pin.replace('AB', 'CD') })))
  press(/^Security/)
  press('Show server certificate')
  far.answer({ ok: true, value: certificate })
  expect(await screen.findByText(/Do not pin this one/)).toBeTruthy()
})

test('a pin on an http address complains in the open, not behind a closed title', () => {
  const far = openDialog(draftOf(storedWith({ baseUrl: 'http://mxs:8989', pinnedCertificate: pin })))
  press('Save connection')
  expect(screen.getByText(/http:\/\/ has no certificate to check/)).toBeTruthy()
  expect(far.sent).toEqual([])
})

test('of a file only its certificates are taken, never the key beside them', async () => {
  const block = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'
  const file = (text: string) => ({ name: 'ca.pem', arrayBuffer: () => Promise.resolve(new TextEncoder().encode(text).buffer) })
  openDialog(draftOf(stored))
  press(/^Security/)
  const input = document.querySelector<HTMLInputElement>('input[type=file]')
  if (!input) throw new Error('no file input')
  const choose = (text: string) => fireEvent.change(input, { target: { files: [file(text)] } })
  choose(`subject=x\n${block}\n-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----`)
  const field = screen.getByLabelText<HTMLTextAreaElement>(/Certificate authority/)
  await waitFor(() => expect(field.value).toBe(block))
  choose('nothing of that kind')
  expect(await screen.findByText('ca.pem contains no certificate.')).toBeTruthy()
  expect(field.value).toBe(block)
})

test('a timeout of 0 is a day for MaxScale, and more than a day is too much', async () => {
  const far = openDialog(draftOf(stored))
  expect(screen.getByText('For each statement; 0 means a day, the longest a session lasts.')).toBeTruthy()
  type('Timeout (seconds)', '86401')
  press('Save connection')
  expect(screen.getByText('Enter a whole number from 0 to 86,400; 0 means a day.')).toBeTruthy()
  type('Timeout (seconds)', '0')
  press('Save connection')
  await waitFor(() => expect(far.sent).toHaveLength(1))
  expect(far.sent[0]).toMatchObject({ action: 'update', input: { settings: { timeoutSeconds: 0 } } })
})
