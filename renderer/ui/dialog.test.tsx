// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { startI18n } from '../i18n/i18n.ts'
import { CancelButton, Dialog } from './dialog.tsx'

beforeAll(() => startI18n('en'))
afterEach(cleanup)

/** A form, and what is asked over it before it is sent. */
function Page() {
  const [step, setStep] = useState<'none' | 'form' | 'question'>('none')
  return (
    <>
      <button onClick={() => setStep('form')}>Start</button>
      {step !== 'none' && (
        <Dialog open title="Form" onClose={() => setStep('none')}>
          <input aria-label="Name" autoFocus />
          <button onClick={() => setStep('question')}>Send</button>
        </Dialog>
      )}
      <Dialog open={step === 'question'} title="Question" onClose={() => setStep('form')}>
        <button onClick={() => setStep('none')}>Yes</button>
      </Dialog>
    </>
  )
}

/** A dialog, and one that takes its place. */
function Replaced() {
  const [shown, setShown] = useState<'none' | 'first' | 'second'>('none')
  return (
    <>
      <button onClick={() => setShown('first')}>Start</button>
      {shown !== 'none' && (
        <Dialog key={shown} open title={shown} onClose={() => setShown('none')}>
          <button onClick={() => setShown('second')}>Go on</button>
        </Dialog>
      )}
    </>
  )
}

const press = (name: string) => {
  const button = screen.getByRole('button', { name })
  button.focus()
  fireEvent.click(button)
}
const focused = () => document.activeElement?.textContent

test('the focus was lost with a dialog that no trigger opened: it goes back to where it was', async () => {
  render(<Page />)
  press('Start')
  expect(document.activeElement).toBe(screen.getByLabelText('Name'))
  press('Send')
  fireEvent.keyDown(screen.getByRole('dialog', { name: 'Question' }), { key: 'Escape' })
  await waitFor(() => expect(focused()).toBe('Send'))
})

test('the focus was lost where two dialogs closed as one: it goes back to where it was before the first', async () => {
  render(<Page />)
  press('Start')
  press('Send')
  press('Yes')
  await waitFor(() => expect(focused()).toBe('Start'))
})

test('the focus was lost after a dialog that stood in the place of another: it goes back to where the first came from', async () => {
  render(<Replaced />)
  press('Start')
  press('Go on')
  await waitFor(() => expect(screen.getByRole('dialog', { name: 'second' }).contains(document.activeElement)).toBe(true))
  fireEvent.keyDown(screen.getByRole('dialog', { name: 'second' }), { key: 'Escape' })
  await waitFor(() => expect(focused()).toBe('Start'))
})

/** A form that closes for good. */
function Form() {
  const [open, setOpen] = useState(true)
  const [name, setName] = useState('')
  return (
    <Dialog
      open={open}
      isForm
      isFilled={name !== ''}
      title="Form"
      onClose={() => setOpen(false)}
      actions={<CancelButton />}
    >
      <input aria-label="Name" autoFocus value={name} onChange={(event) => setName(event.target.value)} />
    </Dialog>
  )
}

test('Escape, the cross and Cancel discarded a filled form: it asks, goes on where one was, and discards only when told to', async () => {
  render(<Form />)
  const field = () => screen.getByLabelText<HTMLInputElement>('Name')
  const question = () => screen.queryByRole('dialog', { name: 'Discard what you entered?' })
  fireEvent.change(field(), { target: { value: 'half an hour of typing' } })
  for (const leave of [
    () => fireEvent.keyDown(field(), { key: 'Escape' }),
    () => fireEvent.click(screen.getByRole('button', { name: 'Close' })),
    () => fireEvent.click(screen.getByRole('button', { name: 'Cancel' })),
  ]) {
    field().focus()
    leave()
    expect(question()).not.toBeNull()
    // Esc keeps, as everywhere.
    fireEvent.keyDown(question()!, { key: 'Escape' })
    await waitFor(() => expect(question()).toBeNull())
    expect(field().value).toBe('half an hour of typing')
  }
  fireEvent.keyDown(field(), { key: 'Escape' })
  fireEvent.click(screen.getByRole('button', { name: 'Discard' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test.each(['Escape', 'Cancel'])('a form in which nothing was entered closes without a question: %s', async (way) => {
  render(<Form />)
  if (way === 'Cancel') fireEvent.click(screen.getByRole('button', { name: way }))
  else fireEvent.keyDown(screen.getByLabelText('Name'), { key: way })
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})
