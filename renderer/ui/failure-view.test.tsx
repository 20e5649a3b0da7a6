// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../../shared/model/failure.ts'
import { startI18n } from '../i18n/i18n.ts'
import { FailureView } from './failure-view.tsx'

beforeAll(() => startI18n('en'))
afterEach(cleanup)

const open = (retryAsks: boolean) => {
  let retries = 0
  render(<FailureView failure={failureOf('network', 'network.reset', { params: { host: 'db' }, retrySafe: !retryAsks })} onRetry={() => (retries += 1)} retryAsks={retryAsks} />)
  return () => retries
}

test('what may have run ran twice by "Try again": it is asked first, and only the other answer runs it', () => {
  const retries = open(true)
  expect(screen.getByRole('alert').textContent).toContain('It may have taken effect: check before you run it again.')
  fireEvent.click(screen.getByRole('button', { name: 'Try again…' }))
  const question = screen.getByRole('dialog', { name: 'Run it again?' })
  expect(question.textContent).toContain('the statement may have run')
  fireEvent.click(screen.getByRole('button', { name: 'Do not run it' }))
  expect([screen.queryByRole('dialog'), retries()]).toEqual([null, 0])
  fireEvent.click(screen.getByRole('button', { name: 'Try again…' }))
  fireEvent.click(screen.getByRole('button', { name: 'Run it again' }))
  expect([screen.queryByRole('dialog'), retries()]).toEqual([null, 1])
})

test('what cannot do a thing twice is tried again plainly, and nothing is suspected', () => {
  const retries = open(false)
  expect(screen.getByRole('alert').textContent).not.toContain('may have')
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(retries()).toBe(1)
})
