// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../../../../shared/model/failure.ts'
import { at, isDisabled, openPart, prepareJsdom, press, type } from './fixtures/open-part.tsx'
import { WhitelistSection } from './whitelist-section.tsx'

beforeAll(prepareJsdom)
afterEach(cleanup)

async function openEditor(more: Parameters<typeof openPart>[1] = {}) {
  const opened = openPart(<WhitelistSection at={at} round={0} />, more)
  fireEvent.click(await screen.findByRole('button', { name: 'Edit whitelist' }))
  return opened
}
const paste = (text: string) => fireEvent.paste(screen.getByLabelText('IP addresses and CIDR blocks'), { clipboardData: { getData: () => text } })
const preview = () => within(screen.getByRole('region', { name: 'Before and after' }))

test('many are pasted at once, and appended without what is there', async () => {
  const { proposed, asked } = await openEditor()
  paste('10.0.0.2, 10.0.0.3\n10.0.1.0/24')
  expect(screen.getByText('Already in the whitelist')).toBeTruthy()
  expect(screen.getByText('2 added, 0 removed, 4 in total')).toBeTruthy()
  press('Review')
  await waitFor(() => expect(screen.queryByText('Before and after')).toBeNull())
  expect(proposed).toEqual([{ kind: 'setWhitelist', at, mode: 'append', entries: ['10.0.0.3', '10.0.1.0/24'] }])
  await waitFor(() => expect(asked.filter((action) => action === 'whitelist')).toHaveLength(2))
})

test('replacing starts with what is there, and shows what goes', async () => {
  const { proposed } = await openEditor()
  fireEvent.click(screen.getByRole('radio', { name: 'Replace the whole whitelist' }))
  expect(isDisabled('Review')).toBe(true)
  press('Remove 10.0.0.1')
  type('IP addresses and CIDR blocks', '10.0.0.9')
  expect(preview().getByText('removed').parentElement?.textContent).toContain('10.0.0.1')
  expect(preview().getByText('new').parentElement?.textContent).toContain('10.0.0.9')
  press('Review')
  await waitFor(() => expect(proposed).toEqual([{ kind: 'setWhitelist', at, mode: 'replace', entries: ['10.0.0.2', '10.0.0.9'] }]))
})

test('a list that would be empty is not sent: DRDS refuses it', async () => {
  const { proposed } = await openEditor()
  fireEvent.click(screen.getByRole('radio', { name: 'Replace the whole whitelist' }))
  press('Remove 10.0.0.1')
  expect(isDisabled('Review')).toBe(false)
  press('Remove 10.0.0.2')
  expect(screen.getByRole('alert').textContent).toBe('The list is empty, and DRDS does not accept an empty whitelist.')
  expect(isDisabled('Review')).toBe(true)
  type('IP addresses and CIDR blocks', '10.0.0.9')
  press('Review')
  await waitFor(() => expect(proposed).toEqual([{ kind: 'setWhitelist', at, mode: 'replace', entries: ['10.0.0.9'] }]))
})

test('every entry says what is wrong with it, and nothing is sent', async () => {
  await openEditor()
  paste('300.1.1.1 10.0.0.0/40 10.0.0.7 10.0.0.7')
  expect(screen.getByText('“300.1.1.1” is not an IPv4 address or CIDR block.')).toBeTruthy()
  expect(screen.getByText('“10.0.0.0/40” has an invalid prefix length after the slash.')).toBeTruthy()
  expect(screen.getByText('“10.0.0.7” is listed twice.')).toBeTruthy()
  expect(isDisabled('Review')).toBe(true)
})

test('an entry that lets everybody in is warned of', async () => {
  await openEditor()
  type('IP addresses and CIDR blocks', '0.0.0.0/0')
  expect(screen.getByText('Allows every IP address')).toBeTruthy()
  expect(screen.getByText('0.0.0.0/0 allows every IP address.')).toBeTruthy()
})

test('a list that DRDS does not show is a failure with a way to try again', async () => {
  const { far } = openPart(<WhitelistSection at={at} round={0} />, { whitelist: failureOf('throttled', 'drds.throttled') })
  expect(await screen.findByText('DRDS throttled the call.')).toBeTruthy()
  far.whitelist = []
  press('Try again')
  expect(await screen.findByText('The whitelist is empty. Which addresses that allows is not documented.')).toBeTruthy()
})
