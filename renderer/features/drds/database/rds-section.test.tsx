// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { at, isDisabled, openPart, prepareJsdom, press, type } from './fixtures/open-part.tsx'
import { RdsSection } from './rds-section.tsx'

beforeAll(prepareJsdom)
afterEach(cleanup)

async function openWeights() {
  const opened = openPart(<RdsSection at={at} round={0} />)
  fireEvent.click(await screen.findByRole('button', { name: 'Set read weights of rm-1' }))
  return opened
}
const weightOf = (name: string) => screen.getByLabelText<HTMLInputElement>(`Read weight of ${name}`).value

test('states are told in words, and what cannot be set says why', async () => {
  openPart(<RdsSection at={at} round={0} />)
  expect(await screen.findByText('Restarting')).toBeTruthy()
  expect(screen.getByText('DRDS does not accept a weight in this state')).toBeTruthy()
  expect(screen.getByText('No read-only instance; the primary serves all reads')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Set read weights of rm-2' })).toBeNull()
})

test('one weight moves the others, and they are sent with the primary first and without what is refused', async () => {
  const { proposed, asked } = await openWeights()
  expect(screen.getByText(/^rr-1b \(Restarting\) is left out/)).toBeTruthy()
  type('Read weight of rr-1a', '70')
  expect([weightOf('rm-1'), weightOf('rr-1a')]).toEqual(['30', '70'])
  expect(screen.getByText('rm-1 30% + rr-1a 70% = 100%')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Review' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(proposed).toEqual([{ kind: 'setReadWeights', at, primary: 'rm-1', weights: [{ name: 'rm-1', weight: 30 }, { name: 'rr-1a', weight: 70 }] }])
  await waitFor(() => expect(asked).toEqual(['rdsList', 'rdsList']))
})

test('a locked weight cannot be moved, and with two rows neither can the other', async () => {
  await openWeights()
  press('Lock the weight of rm-1')
  expect(screen.getByLabelText<HTMLInputElement>('Read weight of rm-1').disabled).toBe(true)
  expect(screen.getByLabelText<HTMLInputElement>('Read weight of rr-1a').disabled).toBe(true)
  press('Unlock the weight of rm-1')
  fireEvent.change(screen.getByRole('slider', { name: 'Slider for the read weight of rm-1' }), { target: { value: '0' } })
  expect([weightOf('rm-1'), weightOf('rr-1a')]).toEqual(['0', '100'])
  press('Reset')
  expect([weightOf('rm-1'), weightOf('rr-1a')]).toEqual(['63', '37'])
})

test('a number that is half typed moves nothing until it is one', async () => {
  await openWeights()
  type('Read weight of rm-1', '')
  expect(weightOf('rr-1a')).toBe('37')
  type('Read weight of rm-1', '250')
  expect(weightOf('rr-1a')).toBe('0')
  fireEvent.blur(screen.getByLabelText('Read weight of rm-1'))
  expect(weightOf('rm-1')).toBe('100')
  expect(isDisabled('Review')).toBe(false)
})
