// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { failureOf } from '../../../shared/model/failure.ts'
import { connectionId } from '../../../shared/model/ids.ts'
import { type Connection, usualNetwork } from '../../../shared/model/connection.ts'
import { draftOf, newDraft } from './connection-draft.ts'
import { openDialog, prepareJsdom, press, type } from './fixtures/open-dialog.tsx'

beforeAll(prepareJsdom)
afterEach(cleanup)

const stored: Connection = {
  id: connectionId('c1'),
  sandbox: false,
  secrets: { accessSecret: 'stored' },
  settings: {
    kind: 'dms', ...usualNetwork, name: 'orders', environment: 'production', readOnly: false, endpoint: 'https://dp1.proxy.dms.aliyuncs.com',
    accessId: 'AID', schema: '', collaboration: 'secure', timeoutSeconds: 60,
  },
}

test('a field complains once it was left, not while it was never touched', () => {
  openDialog(newDraft('dms', 'new'))
  expect(screen.queryByText('Enter the AccessID.')).toBeNull()
  fireEvent.blur(screen.getByLabelText('AccessID'))
  expect(screen.getByText('Enter the AccessID.')).toBeTruthy()
  expect(screen.queryByText('Enter the AccessSecret.')).toBeNull()
})

test('nothing is sent while fields are wrong; all of them complain', () => {
  const far = openDialog(newDraft('maxscale', 'new'))
  press('Create connection')
  expect(far.sent).toEqual([])
  expect(screen.getByText('Enter the REST API password.')).toBeTruthy()
  expect(screen.getByText('Enter the name of a server, service or listener.')).toBeTruthy()
})

test('a stored secret is not shown, and not sent unless another was typed', async () => {
  const far = openDialog(draftOf(stored))
  const field = screen.getByLabelText<HTMLInputElement>('AccessSecret')
  expect([field.value, field.type, field.placeholder]).toEqual(['', 'password', 'Stored; type to replace it'])
  press('Save connection')
  await waitFor(() => expect(far.sent).toHaveLength(1))
  expect(far.sent[0]).toMatchObject({ domain: 'connections', action: 'update', input: { connectionId: 'c1', secrets: {} } })
})

test('a stored secret is asked for again once the address is another, says why, and is stored again when that is taken back', async () => {
  const far = openDialog(draftOf(stored))
  const field = screen.getByLabelText<HTMLInputElement>('AccessSecret')
  type('Endpoint', 'https://dp2.proxy.dms.aliyuncs.com')
  expect(field.placeholder).toBe('')
  expect(screen.getByText('Saved for dp1.proxy.dms.aliyuncs.com:443. Enter it again for the new address.')).toBeTruthy()
  press('Test connection')
  press('Save connection')
  expect(screen.getByText('Enter the AccessSecret.')).toBeTruthy()
  expect(far.sent).toEqual([])
  type('Endpoint', 'https://dp1.proxy.dms.aliyuncs.com/')
  expect(field.placeholder).toBe('Stored; type to replace it')
  type('AccessID', 'AID2')
  expect(field.placeholder).toBe('')
  type('AccessSecret', 'typed')
  press('Save connection')
  await waitFor(() => expect(far.sent).toHaveLength(1))
  expect(far.sent[0]).toMatchObject({ action: 'update', input: { settings: { accessId: 'AID2' }, secrets: { accessSecret: 'typed' } } })
})

test('a new secret is saved only after the vault can keep it', async () => {
  const far = openDialog(draftOf(stored), { ensureVault: () => Promise.resolve(false) })
  type('AccessSecret', 'typed')
  press('Save connection')
  await Promise.resolve()
  expect(far.sent).toEqual([])
})

test('a test’s failure shows the server’s words and the request id', async () => {
  const far = openDialog(draftOf(stored))
  press('Test connection')
  expect(await screen.findByText(/Testing/)).toBeTruthy()
  const server = { text: 'AccessSecret is wrong', code: 'Forbidden', status: 403, requestId: 'REQ-1' }
  far.answer({ ok: false, failure: failureOf('signIn', 'internal.defect', { params: { detail: 'x' }, server }) })
  expect(await screen.findByText('AccessSecret is wrong')).toBeTruthy()
  expect(screen.getByText('REQ-1')).toBeTruthy()
  expect(screen.getByText('Forbidden · HTTP 403')).toBeTruthy()
})

test('a date until which a secret is good is kept, and is said beside a sign-in that is refused after it', async () => {
  const ended = { ...stored, settings: { ...stored.settings, expires: { accessSecret: '2020-12-31' } } }
  const far = openDialog(draftOf(ended))
  press('Security valid until December 31, 2020')
  expect(screen.getByLabelText<HTMLInputElement>(/AccessID valid until/).value).toBe('2020-12-31')
  press('Test connection')
  await screen.findByText(/Testing/)
  far.answer({ ok: false, failure: failureOf('signIn', 'internal.defect', { params: { detail: 'x' } }) })
  expect(await screen.findByText('This may be why: AccessID valid until December 31, 2020: expired.')).toBeTruthy()
  type(/AccessID valid until/, '2031-01-31')
  press('Save connection')
  await waitFor(() => expect(far.sent.at(-1)).toMatchObject({ action: 'update', input: { settings: { expires: { accessSecret: '2031-01-31' } } } }))
  far.answer({ ok: true, value: ended })
  type(/AccessID valid until/, '')
  press('Save connection')
  await waitFor(() => expect(far.sent.at(-1)).toMatchObject({ action: 'update', input: { settings: expect.not.objectContaining({ expires: expect.anything() }) } }))
})

test('a test’s answer about values that were changed meanwhile is dropped', async () => {
  const far = openDialog(draftOf(stored))
  press('Test connection')
  await screen.findByText(/Testing/)
  type('Name', 'another')
  far.answer({ ok: true, value: { steps: [{ name: 'reach', elapsedMs: 3 }], detail: 'MySQL 8' } })
  await Promise.resolve()
  expect(screen.queryByText('The connection works.')).toBeNull()
})

test.each([
  ['dms', /DMS itself blocks nothing/],
  ['maxscale', /the server refuses writes in each session as well/],
  ['drds', /Changes to instances and databases are refused/],
] as const)('says what stands behind read-only on %s', (kind, hint) => {
  openDialog(newDraft(kind, 'orders'))
  expect(screen.getByText(hint)).toBeTruthy()
})

test('a click beside the form does not throw away what was typed', async () => {
  const onClose = vi.fn<() => void>()
  openDialog(newDraft('dms', 'orders'), { onClose })
  // Radix listens for it from the next turn on.
  await new Promise((resolve) => setTimeout(resolve))
  fireEvent.pointerDown(document.body)
  fireEvent.click(document.body)
  expect(onClose).not.toHaveBeenCalled()
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(onClose).toHaveBeenCalled()
})

test('passwords of DRDS travel in a body unless a person chose the URL, and the closed section says that they did', async () => {
  const account: Connection = {
    id: connectionId('d1'),
    sandbox: false,
    secrets: { accessKeySecret: 'stored' },
    settings: {
      kind: 'drds', ...usualNetwork, name: 'account', environment: 'production', readOnly: false, accessKeyId: 'LTAI', regionId: 'cn-hangzhou', endpoint: '', format: 'JSON',
      passwordPlace: 'url', timeoutSeconds: 30,
    },
  }
  const far = openDialog(draftOf(account))
  press(/^Security passwords in the URL$/)
  expect(screen.getByText(/logs along the way may record them/)).toBeTruthy()
  press('Save connection')
  await waitFor(() => expect(far.sent).toHaveLength(1))
  expect(far.sent[0]).toMatchObject({ action: 'update', input: { settings: { passwordPlace: 'url' } } })
  expect(newDraft('drds', 'new').values.passwordPlace).toBe('body')
})

test('read-only spoke of statements where there are none: for DRDS it speaks of instances and databases', () => {
  openDialog(newDraft('drds', 'new'))
  expect(screen.getByText('Changes to instances and databases are refused.')).toBeTruthy()
  expect(screen.queryByText(/^Statements/)).toBeNull()
})

test.each(['dms', 'drds', 'maxscale'] as const)('a %s connection has its network and its trust folded away', (kind) => {
  openDialog(newDraft(kind, 'new'))
  expect(screen.queryByText('Proxy')).toBeNull()
  press(/^Network$/)
  expect(screen.getByRole('combobox', { name: 'Proxy' }).textContent).toBe('System proxy')
  expect(screen.queryByLabelText('Proxy address')).toBeNull()
  press(/^Security$/)
  expect(screen.getByLabelText(/Pinned certificate/)).toBeTruthy()
  expect(screen.getByLabelText(/Certificate authority/)).toBeTruthy()
})

const behindProxy: Connection = {
  ...stored,
  secrets: { accessSecret: 'stored', proxyPassword: 'stored' },
  settings: { ...stored.settings, proxy: 'own', proxyUrl: 'http://proxy.corp:3128', proxyUser: 'anna' },
}

test('an own proxy shows its address and user, and never its password', async () => {
  const far = openDialog(draftOf(behindProxy))
  press(/^Network custom proxy$/)
  expect(screen.getByLabelText<HTMLInputElement>('Proxy address').value).toBe('http://proxy.corp:3128')
  const password = screen.getByLabelText<HTMLInputElement>('Proxy password')
  expect([password.value, password.type, password.placeholder]).toEqual(['', 'password', expect.stringMatching(/^Stored/)])
  press('Save connection')
  await waitFor(() => expect(far.sent).toHaveLength(1))
  expect(far.sent[0]).toMatchObject({ input: { settings: { proxy: 'own', proxyUser: 'anna' }, secrets: {} } })
})

test('a proxy that lacks its address complains in the open, not behind a closed title', () => {
  const far = openDialog(draftOf({ ...behindProxy, settings: { ...behindProxy.settings, proxyUrl: '' } }))
  press('Save connection')
  expect(screen.getByText(/Enter an address such as http:\/\/proxy/)).toBeTruthy()
  expect(far.sent).toEqual([])
})

test('a certificate is looked at by the connection’s own way, once the vault gives its proxy’s password', async () => {
  const unlockVault = vi.fn<() => Promise<boolean>>().mockResolvedValueOnce(false).mockResolvedValueOnce(true)
  const far = openDialog(draftOf(behindProxy), { unlockVault })
  press(/^Security/)
  press('Show server certificate')
  await waitFor(() => expect(unlockVault).toHaveBeenCalledTimes(1))
  expect(far.sent).toEqual([])
  press('Show server certificate')
  await waitFor(() => expect(far.sent).toHaveLength(1))
  expect(far.sent[0]).toMatchObject({
    action: 'certificate',
    input: { connectionId: 'c1', baseUrl: 'https://dp1.proxy.dms.aliyuncs.com', way: { proxy: 'own', proxyUrl: 'http://proxy.corp:3128', proxyUser: 'anna' }, secrets: {} },
  })
})

test('a secret that ends in a blank says so, and a user with a colon', () => {
  openDialog(newDraft('maxscale', 'new'))
  for (const [label, value] of [['REST API user', 'an:na'], ['REST API password', 'hush ']] as const) {
    type(label, value)
    fireEvent.blur(screen.getByLabelText(label))
  }
  expect(screen.getByText(/with a colon cannot be sent/)).toBeTruthy()
  expect(screen.getByText(/Remove the space/)).toBeTruthy()
})
