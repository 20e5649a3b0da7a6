// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startI18n } from '../../../i18n/i18n.ts'
import { RenameForm } from './rename-form.tsx'

beforeAll(() => startI18n('en'))
afterEach(cleanup)

test('Escape discarded a description that was being typed: it closes only what is as it was', () => {
  const onClose = vi.fn<() => void>()
  render(<RenameForm description="shop" onRename={async () => {}} onClose={onClose} />)
  const field = screen.getByLabelText('Description')
  fireEvent.change(field, { target: { value: 'shop, for the autumn sale' } })
  fireEvent.keyDown(field, { key: 'Escape' })
  expect(onClose).not.toHaveBeenCalled()
  fireEvent.change(field, { target: { value: 'shop' } })
  fireEvent.keyDown(field, { key: 'Escape' })
  expect(onClose).toHaveBeenCalledOnce()
})
