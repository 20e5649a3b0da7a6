// @vitest-environment jsdom
import { cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ChangeOutcome, ChangePlan, DrdsChange } from '../../../../shared/model/drds-change.ts'
import { failureOf, type Failure } from '../../../../shared/model/failure.ts'
import { account, openPage, prepareJsdom } from '../fixtures/open-page.tsx'
import { createPasswordBox, type TypedPasswords } from './password-box.ts'
import { PlanDialog } from './plan-dialog.tsx'

beforeAll(prepareJsdom)
afterEach(cleanup)

const at = { connectionId: account.id, regionId: 'cn-hangzhou', instanceId: 'drds1', database: 'shop' }
const whitelist: DrdsChange = { kind: 'setWhitelist', at, entries: ['10.0.0.2', '10.0.0.3'], mode: 'replace' }
const back: DrdsChange = { ...whitelist, entries: ['10.0.0.1', '10.0.0.2'] }
const plan: ChangePlan = {
  action: 'ModifyDrdsIpWhiteList', connectionName: 'Main account', environment: 'production', regionId: 'cn-hangzhou', instanceId: 'drds1',
  instanceName: '商城订单', database: 'shop', lines: [{ label: 'whitelist', before: '10.0.0.1\n10.0.0.2', after: '10.0.0.2\n10.0.0.3' }],
  warnings: ['clientsLoseAccess'], refused: null, inverse: back, confirm: 'shop', basis: 'b1',
}
const outcome: ChangeOutcome = { requestId: 'REQ-7', elapsedMs: 12, verification: { kind: 'shown' }, instanceIds: [], orderId: '', accountName: '' }
const failed = (failure: Failure) => () => ({ ok: false, failure })

interface Told {
  closed: (ChangeOutcome | null)[]
  takenBack: DrdsChange[]
  unknown: DrdsChange[]
}

async function open(answers: { plan?: () => unknown; apply?: () => unknown } = {}, change: DrdsChange = whitelist, passwords: TypedPasswords = {}) {
  const told: Told = { closed: [], takenBack: [], unknown: [] }
  const dialog = (
    <PlanDialog
      change={change}
      passwords={passwords}
      hasForm
      onClose={(outcome) => told.closed.push(outcome)}
      onTakeBack={(inverse) => told.takenBack.push(inverse)}
      onUnknown={(change) => told.unknown.push(change)}
    />
  )
  const page = openPage(dialog, { plan: () => plan, apply: () => outcome, ...answers })
  await page.settle()
  const apply = async (typed = plan.confirm) => {
    fireEvent.change(screen.getByLabelText('Type shop to continue'), { target: { value: typed } })
    fireEvent.click(verb())
    await page.settle()
  }
  return { ...page, told, apply }
}
const verb = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Change whitelist' })
const wordsIn = ({ textContent }: Element) => textContent?.replaceAll(/\s+/g, ' ').trim()

test('a plan says what is before and after in columns of their own, what to know before, and how it is taken back', async () => {
  await open()
  const dialog = screen.getByRole('dialog')
  expect(dialog.textContent).toContain('Production')
  expect(dialog.textContent).toContain('商城订单 (drds1)')
  expect(dialog.textContent).toContain('ModifyDrdsIpWhiteList')
  const columns = within(screen.getByRole('row', { name: /Whitelist/ })).getAllByRole('cell').map((cell) => within(cell).getAllByRole('listitem').map(wordsIn))
  expect(columns).toEqual([['− Removed:10.0.0.1', '10.0.0.2'], ['+ Added:10.0.0.3', '10.0.0.2']])
  expect(dialog.textContent).toContain('Clients at removed addresses can no longer connect.')
  expect(dialog.textContent).toContain('Can be undone by restoring the previous whitelist.')
})

test('nothing is sent before the name was typed exactly', async () => {
  const { sent, apply } = await open()
  expect(verb().disabled).toBe(true)
  await apply('Shop')
  expect(sent.map(({ action }) => action)).toEqual(['plan'])
  await apply()
  expect(sent.at(-1)).toMatchObject({ action: 'apply', input: { change: whitelist, confirmed: 'shop', basis: 'b1' } })
})

test('what came of it is said with its request ID, and can be taken back', async () => {
  const { apply, told } = await open()
  await apply()
  const status = screen.getByRole('status')
  expect(status.textContent).toContain('In effect, as requested.')
  expect(status.textContent).toContain('REQ-7')
  fireEvent.click(screen.getByRole('button', { name: 'Undo this change' }))
  expect(told.takenBack).toEqual([back])
  fireEvent.click(within(screen.getByRole('dialog')).getAllByRole('button', { name: 'Close' })[0] ?? screen.getByRole('dialog'))
  expect(told.closed).toEqual([outcome])
})

test('a difference between what was asked and what is shown stands side by side', async () => {
  const { apply } = await open({
    apply: () => ({ ...outcome, verification: { kind: 'differs', lines: [{ label: 'description', before: 'new', after: 'old' }] } }),
  })
  await apply()
  const row = screen.getByRole('row', { name: /Description/ })
  expect(within(row).getAllByRole('cell').map(({ textContent }) => textContent)).toEqual(['new', 'old'])
})

test('a change that would be refused has no button, only the reason', async () => {
  await open({ plan: () => ({ ...plan, refused: failureOf('input', 'drds.refused', { params: { action: 'A', code: 'RemoveDrdsDBFirst' } }) }) })
  expect(screen.getByRole('alert').textContent).toContain('RemoveDrdsDBFirst')
  expect(screen.queryByRole('button', { name: 'Change whitelist' })).toBeNull()
  expect(screen.queryByLabelText(/Type shop/)).toBeNull()
})

test('a read-only connection has no button either, and nothing to try again', async () => {
  await open({ plan: () => ({ ...plan, refused: failureOf('guarded', 'drds.readOnly', { params: { connection: 'Main account' } }) }) })
  expect(screen.getByRole('alert').textContent).toContain('read-only')
  expect(screen.queryByRole('button', { name: 'Change whitelist' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
})

test('a refusal keeps everything, so that it can be sent again', async () => {
  const { apply, told } = await open({ apply: failed(failureOf('input', 'drds.throttled')) })
  await apply()
  expect(screen.getByRole('alert').textContent).toContain('throttled')
  expect(verb().disabled).toBe(false)
  expect(told.unknown).toEqual([])
})

test('without an answer it says that it may have happened, and does not offer to send it again', async () => {
  const { apply, told, sent } = await open({ apply: failed(failureOf('network', 'network.reset', { params: { host: 'drds' } })) })
  await apply()
  expect(screen.getAllByRole('alert')[0]?.textContent).toContain('It may have taken effect')
  expect(screen.queryByRole('button', { name: 'Change whitelist' })).toBeNull()
  expect(told.unknown).toEqual([whitelist])
  fireEvent.click(screen.getByRole('button', { name: 'Read the plan again' }))
  expect(sent.map(({ action }) => action)).toEqual(['plan', 'apply', 'plan'])
})

test.each([
  ['shown', 'the change is in effect'], ['underWay', 'in progress'], ['differs', 'is not in effect'], ['notReadable', 'no API to read this'], ['failed', 'reading it back failed'],
])('an answer of somebody else says what was found when the change was looked for: %s', async (found, words) => {
  const { apply } = await open({ apply: failed(failureOf('server', 'drds.webPage', { params: { host: 'drds', found } })) })
  await apply()
  expect(screen.getAllByRole('alert')[0]?.textContent).toContain(words)
  expect(screen.queryByRole('button', { name: 'Change whitelist' })).toBeNull()
})

test('a plan that the service has left behind is read again before anything is sent', async () => {
  const { apply, told, sent } = await open({ apply: failed(failureOf('guarded', 'drds.planChanged')) })
  await apply()
  expect(screen.getByRole('alert').textContent).toContain('nothing was sent')
  expect(screen.queryByRole('button', { name: 'Change whitelist' })).toBeNull()
  expect(told.unknown).toEqual([])
  fireEvent.click(screen.getByRole('button', { name: 'Read the plan again' }))
  expect(sent.map(({ action }) => action)).toEqual(['plan', 'apply', 'plan'])
})

test('an order whose outcome is unknown is not planned again: the list of instances tells', async () => {
  const order: DrdsChange = {
    kind: 'createInstance', at: { connectionId: account.id, regionId: 'cn-hangzhou' }, zoneId: 'cn-hangzhou-b', type: 'dedicated', specification: 'drds.small',
    description: 'two', quantity: 1, vpcId: '', vswitchId: '',
  }
  const page = await open({ plan: () => ({ ...plan, confirm: '', inverse: null }), apply: failed(failureOf('network', 'network.answerTimeout', { params: { host: 'drds', seconds: 20 } })) }, order)
  fireEvent.click(screen.getByRole('button', { name: 'Buy and create' }))
  await page.settle()
  expect(screen.getAllByRole('alert')[0]?.textContent).toContain('Check the list of instances')
  expect(screen.queryByRole('button', { name: 'Read the plan again' })).toBeNull()
  expect(page.told.unknown).toEqual([order])
})

describe('a password', () => {
  const typed = () => {
    const password = createPasswordBox()
    password.write('hunter-2000')
    return password
  }
  const reset: DrdsChange = { kind: 'resetPassword', at, password: '' }
  const press = async (page: { settle: () => Promise<void> }) => {
    fireEvent.change(screen.getByLabelText('Type shop to continue'), { target: { value: 'shop' } })
    fireEvent.click(screen.getByRole('button', { name: 'Reset password' }))
    await page.settle()
  }

  test('is no part of the plan, is sent once it is confirmed, and is in the page no longer', async () => {
    const password = typed()
    const page = await open({}, reset, { password })
    expect(JSON.stringify(page.sent)).not.toContain('hunter-2000')
    expect(password.text).toBe('hunter-2000')
    await press(page)
    expect(page.sent.at(-1)).toMatchObject({ action: 'apply', input: { change: { kind: 'resetPassword', password: 'hunter-2000' } } })
    expect(password.text).toBe('')
  })

  test('that was refused is typed again in its form: the plan has none to send', async () => {
    const page = await open({ apply: failed(failureOf('guarded', 'drds.planChanged')) }, reset, { password: typed() })
    await press(page)
    expect(screen.queryByRole('button', { name: 'Reset password' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Read the plan again' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Back' })).toBeTruthy()
  })
})

test('a scan that is switched back was said to be as before, which nobody knows', async () => {
  const scan: DrdsChange = { kind: 'setFullTableScan', at, tables: ['orders'], enabled: true, remindAfterMinutes: null }
  await open({ plan: () => ({ ...plan, confirm: '', inverse: { ...scan, enabled: false } }) }, scan)
  expect(screen.getByRole('dialog').textContent).toContain('DRDS does not report what it was before')
})
