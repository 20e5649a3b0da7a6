// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startI18n } from '../i18n/i18n.ts'
import { DefectBoundary } from './defect-boundary.tsx'

beforeAll(() => startI18n('en'))
afterEach(cleanup)

test('a component that breaks says so in its place, and can be tried again', () => {
  // React reports what a boundary catches; here that is expected.
  const reported = vi.spyOn(console, 'error').mockImplementation(() => {})
  let broken = true
  const Part = () => {
    if (broken) throw new Error('no such column')
    return <p>drawn</p>
  }
  render(
    <DefectBoundary>
      <Part />
    </DefectBoundary>,
  )
  expect(screen.getByText('Tessera ran into an internal error: no such column.')).toBeTruthy()
  broken = false
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(screen.getByText('drawn')).toBeTruthy()
  reported.mockRestore()
})
