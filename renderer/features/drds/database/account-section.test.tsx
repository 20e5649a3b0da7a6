// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { AccountSection } from './account-section.tsx'
import { accepted, at, openPart, prepareJsdom, press, type } from './fixtures/open-part.tsx'

beforeAll(prepareJsdom)
afterEach(cleanup)

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label)

test('an account is created with a password that keeps the rules, which is forgotten then', async () => {
  const password = 'Password of the read-only account'
  const { proposed, far } = openPart(<AccountSection at={at} round={0} />, {}, () => {
    far.readOnlyAccount = 'shop_R'
    return accepted
  })
  type(await screen.findByText(password).then(() => password), 'short')
  expect(screen.getByText('The password needs 8 to 30 characters; this one has 5.')).toBeTruthy()
  press('Create read-only account')
  expect(proposed).toEqual([])
  type(password, 'long enough')
  press('Create read-only account')
  expect(await screen.findByText('shop_R')).toBeTruthy()
  expect(proposed).toEqual([{ kind: 'createReadOnlyAccount', at, password: 'long enough' }])
  expect(document.body.innerHTML).not.toContain('long enough')
})

test('a password that was accepted is not kept where the account is not shown yet', async () => {
  const { proposed } = openPart(<AccountSection at={at} round={0} />)
  await screen.findByRole('button', { name: 'Create read-only account' })
  type('Password of the read-only account', 'long enough')
  press('Create read-only account')
  await waitFor(() => expect(proposed).toHaveLength(1))
  await waitFor(() => expect(field('Password of the read-only account').value).toBe(''))
})

test('a new password wants the present one', async () => {
  const { proposed } = openPart(<AccountSection at={at} round={0} />, { readOnlyAccount: 'shop_R' })
  fireEvent.click(await screen.findByRole('button', { name: 'Change password' }))
  const dialog = within(screen.getByRole('dialog'))
  type('New password', 'long enough')
  fireEvent.click(dialog.getByRole('button', { name: 'Review' }))
  expect(screen.getByText('Enter the current password.')).toBeTruthy()
  type('Current password', 'as it was')
  fireEvent.click(dialog.getByRole('button', { name: 'Review' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(proposed).toEqual([{ kind: 'changeReadOnlyPassword', at: { ...at, accountName: 'shop_R' }, oldPassword: 'as it was', password: 'long enough' }])
})

test('an account is removed by its name', async () => {
  const { proposed } = openPart(<AccountSection at={at} round={0} />, { readOnlyAccount: 'shop_R' })
  fireEvent.click(await screen.findByRole('button', { name: 'Remove read-only account' }))
  await waitFor(() => expect(proposed).toEqual([{ kind: 'removeReadOnlyAccount', at: { ...at, accountName: 'shop_R' } }]))
})
