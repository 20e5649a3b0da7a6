// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startI18n } from '../i18n/i18n.ts'
import { Toaster, toast } from './toast.tsx'
import { TooltipProvider } from './tooltip.tsx'

beforeAll(() => startI18n('en'))
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const open = () => {
  const onLeave = vi.fn<() => void>()
  render(
    <TooltipProvider>
      <Toaster label="Notices" onLeave={onLeave} />
    </TooltipProvider>,
  )
  // Errors of other tests wait for somebody to read them.
  for (const button of screen.queryAllByRole('button', { name: /^Dismiss “/ })) fireEvent.click(button)
  onLeave.mockClear()
  return onLeave
}

test('what was done goes by itself, not while somebody looks at it', () => {
  vi.useFakeTimers()
  open()
  act(() => toast.done('Saved'))
  fireEvent.focus(screen.getByRole('button', { name: 'Dismiss “Saved”' }))
  act(() => void vi.advanceTimersByTime(60_000))
  expect(screen.getByText('Saved')).toBeTruthy()
  fireEvent.blur(screen.getByRole('button', { name: 'Dismiss “Saved”' }))
  act(() => void vi.advanceTimersByTime(2_500))
  expect(screen.queryByText('Saved')).toBeNull()
})

test('an error went before it was read: it stays until it is dismissed, by Escape as well', () => {
  vi.useFakeTimers()
  const onLeave = open()
  act(() => toast.problem('Not saved', 'Check the disk.'))
  act(() => void vi.advanceTimersByTime(600_000))
  expect(screen.getByRole('alert').textContent).toBe('Not saved Check the disk.')
  fireEvent.keyDown(screen.getByRole('button', { name: 'Dismiss “Not saved”' }), { key: 'Escape' })
  expect(screen.queryByRole('alert')).toBeNull()
  expect(onLeave).toHaveBeenCalledTimes(1)
})

test('a question stands there once, and waits for one of its buttons', () => {
  open()
  const run = vi.fn<() => void>()
  const question = { id: 'q', text: 'Still on', more: 'orders', action: { label: 'Turn off', run }, dismiss: { label: 'Dismiss', run: () => {} } }
  act(() => toast.ask(question))
  act(() => toast.ask(question))
  const action = screen.getByRole('button', { name: 'Turn off' })
  fireEvent.keyDown(action, { key: 'Escape' })
  fireEvent.click(action)
  expect(run).toHaveBeenCalledTimes(1)
  expect(screen.queryByText('Still on')).toBeNull()
})
